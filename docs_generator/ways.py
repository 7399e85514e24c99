"""The page of how each published source is had: from the sources' own files."""

from collections.abc import Iterator
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.definitions.ways import WAYS, ByHand, Way
from fairer_stockton.run.council import load_council
from fairer_stockton.run.package import COUNCIL

PAGE = Path("reference/ways.md")
HEAD = """<!-- Written by `python -m docs_generator` from the files of the sources: do not edit. -->

# How each source is had

The kind of way of each published source, from `[way]` in its file ([its keys](source.md#way),
[what each kind does](../operations.md#how-files-are-had-from-their-publishers)).

| source | files | kind | cites | not confirmed, or why by hand |
|---|---|---|---|---|
"""
KINDS = {way: kind.value for kind, way in WAYS.items()}


def pages() -> dict[Path, str]:
    """Return the page."""
    sources = Settings(council=load_council(COUNCIL)).declared_definitions.sources.values()
    rows = [row for source in sources if not source.supplied for row in _write_rows(source)]
    return {PAGE: HEAD + "\n".join(rows) + "\n"}


def _write_rows(source: Source) -> Iterator[str]:
    """Yield a row for each way that the files of a source are had."""
    by_way: dict[Way, dict[tuple[str, str], Extract]] = {}
    for extract in source.extracts:
        by_way.setdefault(extract.way, {})[extract.name, extract.period] = extract
    for way, extracts in by_way.items():
        cites = f"[documentation]({way.documentation})" if way.documentation else ""
        words = way.why if isinstance(way, ByHand) else way.unconfirmed
        yield f"| `{source.name}` | {len(extracts)} | `{KINDS[type(way)]}` | {cites} | {words} |"
