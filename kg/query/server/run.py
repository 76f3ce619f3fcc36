"""query/server/run: a built folder and an address in, requests answered until it is told to stop."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from kg.errors import UsageError
from kg.query.server.app import make_app
from kg.query.server.messages import LIMITS, Limits
from kg.query.server.pool import Pool

_BACKLOG = 2048  #: connections that the system keeps while they wait to be accepted


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7878,
    workers: int = 4,
    limits: Limits = LIMITS,
    on_ready: Callable[[str, bool], None] = lambda url, isolated: None,
) -> None:
    """Answer requests until SIGINT or SIGTERM; `on_ready` gets the URL and whether workers are cut off.

    Port 0 takes any free port. Raises `GraphError` for a folder without a graph and `UsageError` for an
    address that cannot be had.
    """
    with _listening(host, port) as listener:
        asyncio.run(_serve(folder, listener, workers, limits, on_ready))


async def _serve(
    folder: Path,
    listener: socket.socket,
    workers: int,
    limits: Limits,
    on_ready: Callable[[str, bool], None],
) -> None:
    pool = Pool(folder, size=workers, limits=limits)
    isolated = await pool.start()
    config = uvicorn.Config(
        make_app(pool),
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        lifespan="on",
        backlog=_BACKLOG,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    on_ready(_url(listener), isolated)
    await server.serve(sockets=[listener])


class _Server(uvicorn.Server):
    """Ends in good order however often it is told to: a second Ctrl-C must not leave workers behind."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals as a wish to end, and do not pass them on afterwards."""

        def end(*_: object) -> None:
            self.should_exit = True

        former = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in former.items():
                signal.signal(each, handler)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as fault:
        raise UsageError(f"cannot listen on {host} port {port}: {fault}") from fault


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
