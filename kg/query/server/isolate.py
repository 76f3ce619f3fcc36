"""query/server/isolate: this process in, the same without network and with less memory out.

To be called before pyoxigraph is imported: its threads would keep the kernel from moving the process.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG = 1


def cut_network() -> bool:
    """Move the process into a network of its own, where nothing answers; tell whether that worked."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    # Root may leave the network as it is; others need a user namespace, where the system allows it.
    return any(
        libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
    )


def die_with_parent() -> None:
    """Let the kernel kill this process when its parent ends, however that happens; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def leave_signals_to_parent() -> None:
    """Ignore Ctrl-C, which a terminal sends to the whole group: the parent closes its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def limit_memory(mib: int) -> None:
    """Let the process allocate at most `mib` MiB more than it has now; beyond that it aborts."""
    if sys.platform != "linux":
        return
    import resource

    limit = _allocated() + mib * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allocated() -> int:
    data_pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    return data_pages * os.sysconf("SC_PAGE_SIZE")
