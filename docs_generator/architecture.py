"""The page `docs/architecture.md` and its two diagrams, made from the imports as they are."""

from pathlib import Path

from docs_generator.diagram import draw
from docs_generator.house import REPORT, REPORT_ROOMS, ROOMS, contents_of, imports_of_rooms
from fairer_stockton.run.package import PACKAGE

INTRODUCTION = """<!-- Written by `python -m docs_generator` from the imports of the code: do not edit. -->

# Architecture

How the code is divided, and which part uses which. `make docs` writes this page from the imports themselves;
`tests/contracts/test_structure.py` refuses an import that runs against the order, and
`tests/contracts/test_docs_generated.py` refuses a page that is out of date.

Data move one way:

```
fetch → ingest → validate → measure → report          refresh = all five, on a schedule
```

| folder | what it holds |
|---|---|
| `fairer_stockton/` | the package: the rooms below, and these folders of data: |
| … `measures/` | a file a measure, in the folder of its domain ([its keys](reference/measure.md)) |
| … `sources/`, `staging/` | a file a source ([its keys](reference/source.md)), and the SQL that renames and recodes |
| … `council/` | the council's own: its name, areas, communities, claims, priorities, codebooks |
| … `definitions/*.toml` | what councils share, such as the framework; a council's folder may lay its own over it |
| `schemas/` | what staged tables and results must be; imported as `fairer_stockton.schemas` |
| `pipelines/` | the stages as commands; imported as `fairer_stockton.pipelines` |
| `data/raw/`, `data/processed/`, `reports/` | the extracts; what is made from them; the editions |
| `docs/`, `docs_generator/` | these pages, and what writes the generated ones among them |
| `tests/`, `benchmarks/` | the proofs, and the speeds |
"""
HALL = """
## The rooms of the package

An arrow leads from a room to one that it imports. An arrow that follows from others is not drawn (`measure` imports
`definitions`, as nearly everything does); the table has them all. Each room may import those above it in the table and
none below.

![The rooms of fairer_stockton and what each imports: the table below says the same](architecture.svg)
"""
INSIDE = """
## Inside `report/`

The largest room, by the same rule.

![The rooms of fairer_stockton/report and what each imports: the table below says the same](architecture-report.svg)
"""


def pages() -> dict[Path, str]:
    """Return the page and its diagrams, by path below `docs/`."""
    hall, inside = imports_of_rooms(ROOMS), imports_of_rooms(REPORT_ROOMS, REPORT)
    text = INTRODUCTION + HALL + _table(ROOMS, PACKAGE.name, hall) + INSIDE + _table(REPORT_ROOMS, REPORT, inside)
    return {
        Path("architecture.md"): text,
        Path("architecture.svg"): draw(hall, "Imports between the rooms of fairer_stockton"),
        Path("architecture-report.svg"): draw(inside, "Imports between the rooms of fairer_stockton/report"),
    }


def _table(rooms: tuple[str, ...], prefix: str, imported: dict[str, set[str]]) -> str:
    rows = [
        f"| `{room}` | {contents_of(room, prefix)} | {', '.join(sorted(imported[room], key=rooms.index)) or '–'} |"
        for room in rooms
    ]
    return "\n".join(["", "| room | what it holds | imports |", "|---|---|---|", *rows, ""])
