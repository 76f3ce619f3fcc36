"""kg build, add and remove as a user meets them: same bytes, exact quotes, nothing lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import pipeline
from kg.errors import UsageError
from kg.extract import ExtractSettings
from kg.pipeline import BuildSettings

FAST = BuildSettings(extract=ExtractSettings(neural=False))
WRITTEN = ("graph.nq", "graph.ttl", "graph.trig", "facts.jsonl", "extractions.jsonl")
PARK = "https://w3id.org/parkgraph/ontology#"

#: Invented articles, short, with all that a build must carry: posts, amounts, stages, damage.
ARTICLES = {
    "a.txt": "青禾新材料落户临川工业园区\n2023年3月2日 临川日报\n\n青禾新材料有限公司与临川工业园区签约,"
    "总投资5亿元的年产3万吨水性树脂项目落户园区。临川工业园区党工委书记周以宁出席签约仪式。\n",
    "b.txt": "北岭高新区一季度实现工业总产值42.5亿元,同比增长8.1%。北岭高新区管委会主任沈若谷介绍,"
    "启明电子有限公司的二期项目已经开工建设。\n",
    "c.txt": "青禾新材料有限公司董事長陳知遠(yuǎn)說,公司在臨川工業園區的項目已經投產。\n",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with the three articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def written(folder: Path) -> dict[str, bytes]:
    """The bytes of what a build promises to repeat."""
    return {name: (folder / name).read_bytes() for name in WRITTEN}


def kg(*words: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        check=False,
    )


def test_input_order_and_processes_do_not_show(articles: Path, tmp_path: Path) -> None:
    """The same articles give the same bytes in any order, on one or two processes."""
    files: list[str | Path] = sorted(articles.iterdir())
    many = [*files]
    for n in range(pipeline.MIN_ARTICLES_FOR_WORKERS):
        extra = articles / f"extra{n}.txt"
        extra.write_text(ARTICLES["a.txt"].replace("青禾", f"青禾{n}"), encoding="utf-8")
        many.append(extra)
    pipeline.build(many, out=tmp_path / "one", settings=FAST)
    two = BuildSettings(extract=ExtractSettings(neural=False), jobs=2)
    pipeline.build(many[::-1], out=tmp_path / "two", settings=two)
    assert written(tmp_path / "one") == written(tmp_path / "two")


@pytest.mark.parametrize("fast", [True, False], ids=["rules", "neural"])
def test_hash_seed_does_not_show(articles: Path, tmp_path: Path, fast: bool) -> None:
    """Two runs under different hash seeds give the same bytes."""
    for seed in ("1", "2"):
        run = kg(
            "build", articles, "--out", tmp_path / seed, "--no-view", *(["--fast"] if fast else []),
            env={"PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
    assert written(tmp_path / "1") == written(tmp_path / "2")


def test_every_quote_stands_at_its_offsets(articles: Path, tmp_path: Path) -> None:
    """Each Evidence quotes the source file, Traditional or not, character for character."""
    pipeline.build([articles], out=tmp_path / "out", settings=FAST)
    store = ox.Store()
    store.bulk_load(path=str(tmp_path / "out" / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    rows = store.query(
        f"""PREFIX park: <{PARK}> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?file ?start ?end ?quote {{ ?e a park:Evidence ; prov:wasDerivedFrom/park:sourceFile ?file ;
          park:start ?start ; park:end ?end ; park:quote ?quote }}"""
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = [
        (r["file"].value, int(r["start"].value), int(r["end"].value), r["quote"].value)
        for r in rows
    ]
    assert {file for file, *_ in found} == set(ARTICLES)
    assert all(ARTICLES[file][start:end] == quote for file, start, end, quote in found)


def test_bad_inputs_are_named_and_the_rest_is_built(articles: Path, tmp_path: Path) -> None:
    """An empty, a binary and a missing input give exit code 1, a line each, and a graph of the others."""
    (articles / "empty.txt").touch()
    (articles / "binary.txt").write_bytes(bytes(range(256)) * 20)
    run = kg(
        "build",
        articles,
        tmp_path / "missing.txt",
        "--out",
        tmp_path / "out",
        "--no-view",
        "--fast",
    )
    assert run.returncode == 1
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    for name in ("empty.txt", "binary.txt", "missing.txt"):
        assert name in run.stderr
        assert any(name in r["source"] for r in report["rejected"])
    assert report["articles"] == len(ARTICLES)


@pytest.mark.parametrize("what", ["missing", "folder without articles", "only an empty file"])
def test_nothing_readable_changes_nothing(tmp_path: Path, what: str) -> None:
    """Without a readable article the exit code is 2 and no output folder appears."""
    place = tmp_path / "in"
    if what != "missing":
        place.mkdir()
    if what == "only an empty file":
        (place / "empty.txt").touch()
    run = kg("build", place, "--out", tmp_path / "out", "--no-view", "--fast")
    assert run.returncode == 2
    assert run.stderr.startswith("kg: ")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("where", ["/proc/parkgraph", "file"])
def test_unwritable_output_is_refused_before_the_work(
    articles: Path, tmp_path: Path, where: str
) -> None:
    """A place that cannot be written to is said at once, with the option that mends it."""
    (tmp_path / "file").touch()
    run = kg("build", articles, "--out", tmp_path / where, "--no-view", "--fast")
    assert run.returncode == 2
    assert "--out" in run.stderr


def test_foreign_files_stay(articles: Path, tmp_path: Path) -> None:
    """What a user keeps in the output folder outlives a rebuild; what a build wrote is replaced."""
    out = tmp_path / "out"
    pipeline.build([articles / "a.txt"], out=out, settings=FAST)
    (out / "notes.md").write_text("mine", encoding="utf-8")
    pipeline.build([articles / "b.txt"], out=out, settings=FAST)
    assert (out / "notes.md").read_text(encoding="utf-8") == "mine"
    assert "启明" in (out / "facts.jsonl").read_text(encoding="utf-8")
    assert "青禾" not in (out / "facts.jsonl").read_text(encoding="utf-8")


def test_a_killed_build_leaves_the_former_output_whole(articles: Path, tmp_path: Path) -> None:
    """A build killed at its work changes nothing, and the next one cleans up after it."""
    out = tmp_path / "out"
    pipeline.build([articles / "a.txt"], out=out, settings=FAST)
    before = written(out)
    many = tmp_path / "many"
    many.mkdir()
    for n in range(300):
        (many / f"{n}.txt").write_text(
            ARTICLES["a.txt"].replace("青禾", f"青禾{n}号"), encoding="utf-8"
        )
    run = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "kg",
            "build",
            str(many),
            "--out",
            str(out),
            "--no-view",
            "--fast",
            "--jobs",
            "1",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while run.poll() is None and not list(tmp_path.glob(".out.*.building")):
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    assert written(out) == before
    assert list(tmp_path.glob(".out.*.building"))
    pipeline.build([articles / "b.txt"], out=out, settings=FAST)
    assert not list(tmp_path.glob(".out.*.building"))


def test_adding_equals_building_together(articles: Path, tmp_path: Path) -> None:
    """A graph grown article by article has the bytes of one built at once."""
    pipeline.build([articles], out=tmp_path / "whole", settings=FAST)
    pipeline.build([articles / "c.txt"], out=tmp_path / "grown", settings=FAST)
    pipeline.add([articles / "a.txt"], out=tmp_path / "grown", settings=FAST)
    pipeline.add([articles / "b.txt"], out=tmp_path / "grown", settings=FAST)
    assert written(tmp_path / "grown") == written(tmp_path / "whole")


def test_removing_leaves_nothing_behind(articles: Path, tmp_path: Path) -> None:
    """A removed article is gone with all that only it said; the rest has the bytes of a build without it."""
    pipeline.build([articles], out=tmp_path / "shrunk", settings=FAST)
    pipeline.remove(["b.txt"], out=tmp_path / "shrunk")
    pipeline.build(
        [articles / "a.txt", articles / "c.txt"], out=tmp_path / "without", settings=FAST
    )
    assert written(tmp_path / "shrunk") == written(tmp_path / "without")
    with pytest.raises(UsageError, match=r"nowhere\.txt"):
        pipeline.remove(["nowhere.txt"], out=tmp_path / "shrunk")
