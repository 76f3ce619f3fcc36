"""The small world as a built folder and as a store, which every test of the room asks."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import pytest
from pyoxigraph import Store

from kg.query.folder import open_folder
from tests.world import built_world

LIMIT_SECONDS = 2


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the built folder of the small world."""
    return built_world(tmp_path_factory.mktemp("world") / "extracted")


@pytest.fixture(scope="session")
def store(world: Path) -> Store:
    """Give the small world as a store in memory."""
    return open_folder(world).store


class Response(NamedTuple):
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0]

    @property
    def bindings(self) -> list[dict[str, str]]:
        """The rows of a JSON answer, values only."""
        rows = json.loads(self.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in rows]


class Endpoint:
    """A running `kg serve`, and what it answers."""

    def __init__(self, process: subprocess.Popen[str], url: str, log: Path) -> None:
        self.process = process
        self.log = log
        self.url = url
        parts = urlsplit(url)
        assert parts.hostname == "127.0.0.1"
        assert parts.port is not None
        self.port = parts.port

    def ask(
        self,
        path: str = "/sparql",
        *,
        method: str = "GET",
        body: bytes | None = None,
        patience: float = 60,
        **headers: str,
    ) -> Response:
        """Send one request; header names are given with _ for -, and an empty value leaves one out."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items() if value}
            connection.request(method, quote(path, safe="/?&=%+:;,"), body, named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, found, answer.read())
        finally:
            connection.close()

    def query(self, sparql: str, *, patience: float = 60, **headers: str) -> Response:
        """Send a query in the body of a POST."""
        headers.setdefault("Content_Type", "application/sparql-query")
        return self.ask(method="POST", body=sparql.encode(), patience=patience, **headers)


@contextmanager
def serving(folder: Path, log: Path, *options: str) -> Iterator[Endpoint]:
    """Run `kg serve` on a free port of loopback, and end it as Ctrl-C would."""
    command = [sys.executable, "-m", "kg", "serve", "--graph", str(folder), "--port", "0"]
    with subprocess.Popen(
        [*command, "--log", str(log), *options], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield Endpoint(process, line.split()[0], log)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


@pytest.fixture(scope="session")
def endpoint(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Give a running endpoint over the small world, with tight limits."""
    log = tmp_path_factory.mktemp("serve") / "requests.jsonl"
    options = ("--timeout", str(LIMIT_SECONDS), "--memory", "200", "--result", "1")
    with serving(world, log, *options) as running:
        yield running
