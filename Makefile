# Two commands do all: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
KG := $(BIN)/python -m kg

.DEFAULT_GOAL := help
.PHONY: help demo test lint gate check bench page fix lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

demo: .venv/run ## set up, build samples/, ask three questions, say where the page is
	$(KG) build samples --out extracted --viz viz
	@echo; echo "== Who leads 濮阳工业园区?"; $(KG) ask park-leaders park=濮阳工业园区
	@echo; echo "== Which companies are there, by industry?"; $(KG) ask park-companies park=濮阳工业园区
	@echo; echo "== Which projects, at which stage, for how much?"; $(KG) ask park-projects park=濮阳工业园区
	@echo; echo "Open viz/index.html in a browser. Why is a fact there?  $(BIN)/kg explain 三棵树"

test: .venv/dev ## set up and run the tests
	$(BIN)/python -m pytest

lint: .venv/dev ## format, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python kg/view/web/make.py check

gate: .venv/dev ## extraction quality against its floors
	$(BIN)/python -m tests.quality.gate

check: lint test gate ## all that CI runs

bench: .venv/bench ## seconds, memory and ratios to peers
	$(BIN)/python -m bench

page: .venv/dev ## bundle the network page and the query editor again
	$(BIN)/python kg/view/web/make.py
	$(BIN)/python kg/query/server/web/make.py

fix: .venv/dev ## what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

LOCK := $(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml

lock: .venv/dev ## pin all dependencies again, with hashes
	$(LOCK) --all-extras --group dev --group bench -o requirements-bench.lock
	$(LOCK) --all-extras --group dev -c requirements-bench.lock -o requirements-dev.lock
	$(LOCK) -c requirements-bench.lock -o requirements.lock

clean: ## remove what was built, the environment too
	rm -rf .venv build dist
	find extracted viz -mindepth 1 ! -name README.md -delete

# One environment that grows: run < dev < bench. Each stamp is made anew when its lock changes.
.venv/run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

.venv/dev: requirements-dev.lock .venv/run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

.venv/bench: requirements-bench.lock .venv/dev
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@
