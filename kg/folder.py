"""folder: a built folder on disk, replaced as a whole or not at all."""

import ctypes
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import UsageError

#: What `kg build` writes; anything else in an output folder is its owner's and stays.
OURS = frozenset(
    {
        "graph.nq",
        "graph.trig",
        "graph.ttl",
        "graph.jsonld",
        "void.ttl",
        "facts.jsonl",
        "extractions.jsonl",
        "judgements.jsonl",
        "mentions.jsonl",
        "inferred.nq",
        "report.json",
        "store",
    }
)

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def check_target(out: Path) -> None:
    """Raise UsageError now if a build could not be written to `out` later."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder with --out")
    if not (out.exists() or out.is_symlink()):
        parent = next(p for p in out.resolve().parents if p.exists())
    else:
        parent = out.resolve().parent
    for place in (parent, out):
        if place.exists() and not os.access(place, os.W_OK):
            raise UsageError(
                f"cannot write to {place}: permission denied; choose another folder with --out"
            )
    try:
        out.resolve().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out.resolve().parent):
            pass
    except OSError as fault:
        raise UsageError(
            f"cannot write to {out}: {fault.strerror}; choose another folder with --out"
        ) from fault


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give an empty folder beside `out` that takes its place when the block ends without an error.

    Files in `out` that no build wrote are carried over. A block that fails leaves `out` as it was.
    """
    target = out.resolve()
    _clear_after_killed_builds(target)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.building")
    fresh.mkdir()
    try:
        yield fresh
        if target.exists():
            _exchange(fresh, target)  # from here on `fresh` holds the former output
            for left in sorted(fresh.iterdir()):
                if left.name not in OURS:
                    left.rename(target / left.name)
        else:
            fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _clear_after_killed_builds(target: Path) -> None:
    """Delete what builds left that were killed before they could clean up; living ones are left alone."""
    for place in target.parent.glob(f".{glob.escape(target.name)}.*.building"):
        pid = place.name.removesuffix(".building").rpartition(".")[2]
        if pid.isdecimal() and not _is_alive(int(pid)):
            shutil.rmtree(place, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    if pid == os.getpid():
        return False  # the number was ours before, in another life
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _exchange(a: Path, b: Path) -> None:
    """Swap two folders, in one step where the system can (Linux renameat2)."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if hasattr(libc, "renameat2") and not libc.renameat2(
            _AT_FDCWD, os.fsencode(a), _AT_FDCWD, os.fsencode(b), _RENAME_EXCHANGE
        ):
            return
    former = b.with_name(f"{a.name}.former")
    b.rename(former)
    a.rename(b)
    former.rename(a)
