"""query/server/app: a pool of workers in, an ASGI application out: endpoint, pages, search, log."""

import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.query.server.messages import (
    DescriptionJob,
    HomeJob,
    Job,
    Reply,
    SearchJob,
    ThingJob,
    refusal,
)
from kg.query.server.negotiate import best
from kg.query.server.pages import EDITOR, STATIC
from kg.query.server.pool import Pool
from kg.query.server.protocol import operation, read_fields

request_log = logging.getLogger("kg.serve.requests")

#: What `?format=` on the page of a thing stands for.
_SUFFIXES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
# Pages load nothing from elsewhere and run no script but ours, whatever a label may hold.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
}
# JSON lets them stand, but many readers take them for the end of a line of the log.
_LINE_ENDS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}
_QUERY_LOGGED = 2000  #: characters


def make_app(pool: Pool) -> Starlette:
    """Make the application that answers from `pool`, which is started and is closed with it."""
    site = _Site(pool)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await pool.close()

    return Starlette(
        routes=[
            Route("/", site.home),
            Route("/sparql", site.sparql, methods=["GET", "POST", "OPTIONS"]),
            Route("/search", site.search),
            Route("/id/{path:path}", site.thing),
            Mount("/static/editor", StaticFiles(directory=EDITOR, check_dir=False)),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        lifespan=lifespan,
        middleware=[
            Middleware(RequestLog),
            # Any page may ask, none may send the reader's credentials: there are none to protect.
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["Accept", "Content-Type"],
            ),
        ],
    )


class _Site:
    """The answers to each kind of request."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def home(self, request: Request) -> Response:
        response = await self._answer(HomeJob())
        # The query editor sizes its table with style attributes.
        policy = response.headers["Content-Security-Policy"]
        response.headers["Content-Security-Policy"] = policy.replace(
            "style-src 'self'", "style-src 'self' 'unsafe-inline'"
        )
        return response

    async def sparql(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
        encoded = request.url.query.encode()
        if request.method != "POST" and not encoded:
            return await self._describe(request)
        body = await self._body(request)
        if isinstance(body, Reply):
            return _response(body)
        job = operation(request.method, encoded, request.headers, body)
        if isinstance(job, Reply):
            return _response(job)
        request.state.query = job.query
        return await self._answer(job)

    async def search(self, request: Request) -> Response:
        fields = read_fields(request.url.query.encode())
        if isinstance(fields, Reply):
            return _response(fields)
        words = " ".join(fields.every("q"))
        return await self._answer(SearchJob(words=words, accept=_accept(request)))

    async def thing(self, request: Request) -> Response:
        accept = _accept(request)
        if form := request.query_params.get("format"):
            if form not in _SUFFIXES:
                return _response(
                    refusal(404, f"no format {form}; there are {' '.join(_SUFFIXES)}")
                )
            accept = _SUFFIXES[form]
        return await self._answer(ThingJob(path=request.path_params["path"], accept=accept))

    async def _describe(self, request: Request) -> Response:
        """Describe the endpoint to a program, and lead a person to the query page."""
        accept = _accept(request)
        if best(accept, ["text/turtle", "text/html"]) == "text/html":
            return RedirectResponse("/", status_code=303)
        endpoint = str(request.url.replace(query="", fragment=""))
        return await self._answer(DescriptionJob(endpoint=endpoint, accept=accept))

    async def _body(self, request: Request) -> bytes | Reply:
        most = self._pool.limits.query_kib * 2**10
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                return refusal(
                    413, f"the request is larger than {self._pool.limits.query_kib} KiB"
                )
        return bytes(body)

    async def _answer(self, job: Job) -> Response:
        return _response(await self._pool.answer(job))


def _response(reply: Reply) -> Response:
    headers = _HEADERS | ({"Retry-After": "5"} if reply.status == 503 else {})
    return Response(reply.body, reply.status, headers | {"Content-Type": reply.media_type})


def _accept(request: Request) -> str:
    return ", ".join(request.headers.getlist("accept"))


class RequestLog:
    """Writes one line of JSON for each request that was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and take note of what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        line: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="milliseconds")}
        line |= {"method": scope["method"], "path": scope["path"], "status": 0, "bytes": 0}
        started = time.perf_counter()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                line["status"] = message["status"]
            else:
                line["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            line["ms"] = round(1000 * (time.perf_counter() - started), 1)
            if query := scope.get("state", {}).get("query"):
                line["query"] = query[:_QUERY_LOGGED]
            request_log.info(json.dumps(line, ensure_ascii=False).translate(_LINE_ENDS))
