"""query/server/pool: jobs in, replies out, from worker processes that are killed when they take too long.

The store cannot stop a query, but the kernel can stop a process. A worker holds one job at a time; one
that overruns its time or memory is killed and another takes its place.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from kg.errors import GraphError
from kg.query.server.messages import LIMITS, Failed, Job, Limits, Ready, Reply, refusal
from kg.query.server.worker import work

log = logging.getLogger(__name__)

_CLOSING_SECONDS = 2.0
_PATIENCE_SECONDS = 30.0  #: that a request may wait for a worker
_RETRY_SECONDS = 1.0
# A fresh interpreter for each worker: a fork would copy locks that the server's threads hold.
_SPAWN = get_context("spawn")


class Pool:
    """A fixed number of workers over one built folder; `start` it before and `close` it after."""

    def __init__(self, folder: Path, *, size: int = 4, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._folder = folder
        self._size = size
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._workers: set[_Worker] = set()
        self._replacing: set[asyncio.Task[None]] = set()
        self._n_waiting = 0
        # A killed worker's thread may need a moment to notice, so there are twice as many.
        self._threads = ThreadPoolExecutor(2 * size)
        self._temporary = TemporaryDirectory(prefix="parkgraph-")

    async def start(self) -> bool:
        """Start the workers and tell whether all are cut off from the network.

        Raises `GraphError` when they cannot open the graph.
        """
        # The first one builds the search index, the others find it there.
        words = [await self._enlist()]
        words += await asyncio.gather(*(self._enlist() for _ in range(self._size - 1)))
        for word in words:
            if isinstance(word, Failed):
                await self.close()
                raise GraphError(word.reason)
        return all(isinstance(word, Ready) and word.isolated for word in words)

    async def close(self) -> None:
        """End all workers, also those that are busy."""
        for task in self._replacing:
            task.cancel()
        await asyncio.gather(*self._replacing, return_exceptions=True)
        await asyncio.gather(*(asyncio.to_thread(worker.close) for worker in self._workers))
        self._workers.clear()
        self._threads.shutdown(cancel_futures=True)
        self._temporary.cleanup()

    async def answer(self, job: Job) -> Reply:
        """Give the reply to `job`, or a refusal that says which limit it met; never raises for a job."""
        worker = await self._next_idle()
        if worker is None:
            return refusal(503, "too many queries are running; try again later")
        future = asyncio.get_running_loop().run_in_executor(self._threads, worker.round_trip, job)
        future.add_done_callback(_look_at)
        try:
            reply = await asyncio.wait_for(asyncio.shield(future), self.limits.seconds)
        except TimeoutError:
            self._replace(worker)
            return refusal(504, f"the query was stopped after {self.limits.seconds:g} seconds")
        except (EOFError, OSError):
            self._replace(worker)
            return refusal(
                503, f"the query was stopped: it needed more than {self.limits.memory_mib} MiB"
            )
        except asyncio.CancelledError:  # the server is closing; the client is told still
            return refusal(503, "the server is shutting down")
        self._idle.put_nowait(worker)
        return reply

    async def _next_idle(self) -> "_Worker | None":
        if self._n_waiting >= self.limits.waiting:
            return None
        self._n_waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), _PATIENCE_SECONDS)
        except TimeoutError:
            return None
        finally:
            self._n_waiting -= 1

    async def _enlist(self) -> Ready | Failed:
        worker = await asyncio.to_thread(
            _Worker, self._folder, Path(self._temporary.name), self.limits
        )
        self._workers.add(worker)
        word = await asyncio.to_thread(worker.first_word)
        if isinstance(word, Ready):
            self._idle.put_nowait(worker)
        return word

    def _replace(self, worker: "_Worker") -> None:
        task = asyncio.create_task(self._replaced(worker))
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)

    async def _replaced(self, worker: "_Worker") -> None:
        await asyncio.to_thread(worker.kill)
        self._workers.discard(worker)
        while isinstance(word := await self._enlist(), Failed):
            log.error("a query worker could not be started again: %s", word.reason)
            await asyncio.sleep(_RETRY_SECONDS)


class _Worker:
    """A worker process and the server's end of the pipe to it."""

    def __init__(self, folder: Path, temporary: Path, limits: Limits) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=work, args=(theirs, folder, temporary, limits), daemon=True
        )
        self._process.start()
        theirs.close()

    def first_word(self) -> Ready | Failed:
        """Wait until the worker has opened the graph, or has not."""
        try:
            return msgspec.msgpack.decode(self._pipe.recv_bytes(), type=Ready | Failed)
        except (EOFError, OSError):
            return Failed(reason="a query worker ended before it was ready")

    def round_trip(self, job: Job) -> Reply:
        """Send a job and wait for the reply; raises EOFError or OSError when the worker ends first."""
        self._pipe.send_bytes(msgspec.msgpack.encode(job))
        return msgspec.msgpack.decode(self._pipe.recv_bytes(), type=Reply)

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def close(self) -> None:
        """Let an idle process end by itself, and kill a busy one."""
        self._process.terminate()
        self._process.join(_CLOSING_SECONDS)
        self.kill()


def _look_at(future: "asyncio.Future[Reply]") -> None:
    """Take note of how a round trip ended, since nobody waits for that of a killed worker."""
    if not future.cancelled():
        future.exception()
