"""The house keeps its own rules: rooms say what they do, documents name what exists, nothing leaks in."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = sorted((ROOT / "kg").rglob("*.py"))
ROOMS = sorted(p.parent.name for p in (ROOT / "kg").glob("*/__init__.py"))
#: Names that say nothing collect everything.
EMPTY_NAMES = {"utils", "helpers", "common", "misc"}


def tracked() -> list[Path]:
    """The text files that the repository holds."""
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [ROOT / name for name in run.stdout.decode().split("\0") if name]
    found = names or [
        p for p in ROOT.rglob("*") if ".venv" not in p.parts and "node_modules" not in p.parts
    ]
    return [
        p
        for p in found
        if p.is_file() and p.suffix in {".py", ".md", ".toml", ".lock", ".txt", ".ts", ".json", ""}
    ]


@pytest.mark.parametrize("path", PACKAGE, ids=lambda p: str(p.relative_to(ROOT)))
def test_each_module_says_what_it_is(path: Path) -> None:
    """The first line of a module is a sentence of its own."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert doc
    assert len(doc.splitlines()[0]) > 10


def test_no_room_has_an_empty_name() -> None:
    """No module or folder is called utils, helpers, common or misc."""
    assert not [p for p in PACKAGE if p.stem in EMPTY_NAMES or EMPTY_NAMES & set(p.parts)]


def test_every_room_is_on_the_architecture_page() -> None:
    """ARCHITECTURE.md names each room of the package."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [room for room in ROOMS if f"kg/{room}" not in page] == []


def test_every_command_is_in_both_readmes() -> None:
    """A command that exists is in README.md and in its Chinese twin."""
    from kg.cli import app

    names = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]
    names += [str(group.name) for group in app.registered_groups]
    assert "build" in names
    for page in ("README.md", "README.zh.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        assert [name for name in names if f"kg {name}" not in text] == []


def test_no_machine_path_and_no_registry_address() -> None:
    """Neither a path of somebody's machine nor the address of a package index is in the repository."""
    leaks = re.compile(
        r"/home/\w+/|/root/|/work/|files\.pythonhosted|registry\.npmjs|https?://[^\s\"']*/simple\b"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path != Path(__file__)
        for match in leaks.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_the_locks_hold_hashes() -> None:
    """Every pinned dependency is pinned by hash too."""
    for lock in ROOT.glob("requirements*.lock"):
        pins = re.findall(
            r"^[a-z0-9._-]+(?:\[[^\]]*\])?==[^\n]*\n(?!\s+--hash)",
            lock.read_text(encoding="utf-8"),
            re.M,
        )
        assert pins == [], lock.name
