"""evaluate/grounding: a graph and its source articles in, how many passages are exact out."""

import json
from collections.abc import Iterator
from pathlib import Path

from kg.evaluate.built import Built, Citation
from kg.evaluate.values import Grounding

#: How much evidence that is not exact is named: enough to find the fault, not to fill the screen.
_SHOWN = 10


def check_grounding(built: Built, texts: Path) -> Grounding:
    """Compare every quote with its source at its offsets; `texts` is searched with its subfolders."""
    sources = _Sources(texts)
    bad = [citation for citation in built.citations if not _is_exact(citation, sources)]
    graphs = {citation.evidence for citation in built.citations}
    return Grounding(
        evidence=len(built.citations),
        exact=len(built.citations) - len(bad),
        facts=len(built.graphs_of_facts),
        facts_without_evidence=sum(
            graphs.isdisjoint(stating) for stating in built.graphs_of_facts.values()
        ),
        bad=tuple(f"{citation.evidence}: {citation.quote}" for citation in bad[:_SHOWN]),
    )


def _is_exact(citation: Citation, sources: "_Sources") -> bool:
    if citation.source_file is None or citation.quote is None:
        return False
    if not (citation.start or "").isdigit() or not (citation.end or "").isdigit():
        return False
    start, end = int(citation.start or 0), int(citation.end or 0)
    texts = sources.named(citation.source_file)
    if citation.record is not None:
        texts = [field for text in texts for field in _record(text, citation.record)]
    return any(text[start:end] == citation.quote for text in texts)


def _record(text: str, place: str) -> list[str]:
    """Give the text fields of one line of a JSONL file; offsets count in the article's own field."""
    number = place.removeprefix("line ")
    lines = text.split("\n")
    if not number.isdigit() or not 0 < int(number) <= len(lines):
        return []
    try:
        fields = json.loads(lines[int(number) - 1])
    except ValueError:
        return []
    return [value for value in fields.values() if isinstance(value, str)]


class _Sources:
    """Texts by file name, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts: dict[str, list[str]] = {}

    def named(self, source_file: str) -> list[str]:
        name = Path(source_file).name
        if name not in self.texts:
            self.texts[name] = list(self._read(name))
        return self.texts[name]

    def _read(self, name: str) -> Iterator[str]:
        for path in sorted(self.folder.rglob(name)):
            try:
                yield path.read_text(encoding="utf-8")
            except UnicodeDecodeError:  # the other encoding such articles come in
                yield path.read_text(encoding="gb18030", errors="replace")
