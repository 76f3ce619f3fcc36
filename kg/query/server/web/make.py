"""web/make: the SPARQL editor's pinned npm package in, ../bundle out, which `kg serve` hands to browsers.

    python kg/query/server/web/make.py

It runs by itself, with the standard library alone, because the build of the package needs it before
the package is there. Node is found as for the network page (kg/view/web/make.py).
"""

import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

WEB = Path(__file__).resolve().parent
BUNDLE = WEB.parent / "bundle"
_STAMP = BUNDLE / "made-from.txt"
_PACKAGE = WEB / "node_modules" / "@zazuko" / "yasgui"
#: Named anew, so that the served page does not depend on the layout of the npm package.
_FILES = {"build/yasgui.min.js": "yasgui.js", "build/yasgui.min.css": "yasgui.css"}


def make_editor() -> None:
    """Fetch the package that the lock file pins and copy what the page needs, unless it is there."""
    locked = (WEB / "package-lock.json").read_text(encoding="utf-8")
    if _STAMP.is_file() and _STAMP.read_text(encoding="utf-8") == locked:
        return
    _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    shutil.rmtree(BUNDLE, ignore_errors=True)
    BUNDLE.mkdir()
    for source, target in _FILES.items():
        shutil.copyfile(_PACKAGE / source, BUNDLE / target)
    (BUNDLE / "LICENSES.txt").write_text("\n----\n\n".join(_licences()), encoding="utf-8")
    _STAMP.write_text(locked, encoding="utf-8")


def _licences() -> Iterator[str]:
    """Give the licence of each package that the editor may hold code of; they ask to travel with it."""
    locked = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    for place, package in sorted(locked["packages"].items()):
        if place:  # the first one is ourselves
            texts = sorted((WEB / place).glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
            text = texts[0].read_text(encoding="utf-8").strip() if texts else ""
            name = place.removeprefix("node_modules/")
            yield f"{name} {package['version']}: {package.get('license', 'see its text')}\n\n{text}\n"


def _npm(*arguments: str) -> None:
    finder = runpy.run_path(str(WEB.parents[2] / "view" / "web" / "make.py"))
    npm = finder["npm_command"]()
    if npm is None:
        sys.exit(
            f"no Node here: install Node 20 or later, or pip install '{finder['NODE_PACKAGE']}'"
        )
    # What npm runs looks for node on the PATH.
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*npm, *arguments], cwd=WEB, env={**os.environ, "PATH": path}, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    make_editor()
