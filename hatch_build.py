"""hatch_build: puts the bundled pages into every wheel and sdist, so that users need no Node."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the network page and the query editor before hatchling collects the files."""

    def dependencies(self) -> list[str]:
        """Ask for a Node from PyPI where the machine has none."""
        make = self._make()
        return [] if make["npm_command"]() else [make["NODE_PACKAGE"]]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages; an sdist carries the results, so that its wheel needs no Node either."""
        try:
            self._make()["make_page"]()
            runpy.run_path(str(Path(self.root) / "kg/query/server/web/make.py"))["make_editor"]()
        except SystemExit as fault:
            # A checkout is of use without the page, and `kg view` says what is missing.
            if version != "editable":
                raise RuntimeError(f"the page could not be built: {fault}") from fault
            self.app.display_warning(f"the page is not built ({fault}); later: make page")
        build_data["artifacts"] += ["/kg/view/bundle/", "/kg/query/server/bundle/"]

    def _make(self) -> dict[str, Any]:
        return runpy.run_path(str(Path(self.root) / "kg/view/web/make.py"))
