"""cli/serve: a built folder as a read-only SPARQL endpoint with pages, on loopback."""

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.query import GraphOption

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    graph: GraphOption = Path("extracted"),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes any free one.")] = 7878,
    workers: Annotated[int, typer.Option(min=1, help="Queries answered at once.")] = 4,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 10,
    memory: Annotated[int, typer.Option(min=16, help="MiB that a query may take.")] = 1024,
    result: Annotated[int, typer.Option(min=1, help="MiB that an answer may hold.")] = 32,
    log: Annotated[
        Path | None, typer.Option(help="File for the request log, one JSON object a line.")
    ] = None,
) -> None:
    """Serve the graph: SPARQL at /sparql, pages of entities, search. Ctrl-C ends it."""
    from kg.query.server.messages import Limits
    from kg.query.server.run import serve as run

    _open_log(log)
    if host not in _LOOPBACK:
        print(f"kg: {host} can be reached from other machines, by anybody", file=sys.stderr)
    limits = Limits(seconds=timeout, memory_mib=memory, result_mib=result)
    run(graph, host=host, port=port, workers=workers, limits=limits, on_ready=_announce)


def _announce(url: str, isolated: bool) -> None:
    print(f"{url}  (SPARQL at {url}sparql)", flush=True)
    if not isolated:
        print(
            "kg: this system does not let workers be cut off from the network; "
            "SERVICE is refused by reading the query alone",
            file=sys.stderr,
        )


def _open_log(path: Path | None) -> None:
    if path is None:
        return
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("kg.serve.requests")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
