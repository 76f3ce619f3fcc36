"""query/server/worker: the body of a worker process: jobs from a pipe in, replies out.

What opens the graph is imported inside, after the process has been cut off from the network.
"""

from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from kg.errors import KGError
from kg.query.server import isolate
from kg.query.server.messages import Failed, Job, Limits, Ready


def work(pipe: Connection, folder: Path, temporary: Path, limits: Limits) -> None:
    """Answer jobs until the pipe is closed; the first message says whether the graph is open."""
    isolate.leave_signals_to_parent()
    isolate.die_with_parent()
    isolated = isolate.cut_network()
    from kg.query.server.desk import Desk

    try:
        desk = Desk(folder, temporary, limits)
    except KGError as fault:
        pipe.send_bytes(msgspec.msgpack.encode(Failed(reason=str(fault))))
        return
    isolate.limit_memory(limits.memory_mib)
    pipe.send_bytes(msgspec.msgpack.encode(Ready(isolated=isolated)))
    decoder = msgspec.msgpack.Decoder[Job](Job)
    while True:
        try:
            job = decoder.decode(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        pipe.send_bytes(msgspec.msgpack.encode(desk.answer(job)))
