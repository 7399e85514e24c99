"""The tidy CSV files: every observation, every gap, a file a domain, and a README that explains the columns."""

from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.editions.cells import write_cells
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import DIGITS
from fairer_stockton.report.tables.csvw import MEASURE_COLUMNS, make_csv_metadata

if TYPE_CHECKING:
    import pandas as pd


# What each table of results is, as the README says it.
TABLE_WORDS = {
    "observations": "every measure for every area, period and group of people",
    "gaps": "every comparison of two groups of areas or people",
    "decompositions": "why some of these gaps are there, in parts that add up",
    "standings": "how each area compares with the borough, and where it stands among its like",
    "communities": "each disadvantaged community against everyone else in the six gaps",
    "priorities": "the priority list: neighbourhoods and groups of them, ranked, and how firmly",
    "targeting": "whom targeting by place reaches: people on a low income inside and outside each list of places",
    "comparators": "where the authority stands among other councils on each measure",
    "deprivation": "the Indices' official summaries: every council of England, and the authority's areas",
    "agreement": "how many councils' summaries agree with the publisher's own",
    "movements": "the tenth of England in which each neighbourhood stood, edition by edition",
    "memberships": "which areas hold each neighbourhood, and what part of it",
    "suppression": "how many figures are hidden, so that nobody can be recognised",
    "claims": "the council's own published figures, recomputed",
}
# So that a spreadsheet program shows what the files say.
HOW_CELLS_ARE_WRITTEN = (
    "How cells are written, here, in the folder parquet and in the workbook:",
    "  a month         2025-M04 is April 2025 (a spreadsheet program would turn 2025-04 into a day)",
    "  a split year    2010/2011 is the year from 2010 into 2011, as of schools or taxes",
    "  a text that begins with = + - or @, which could be run as a formula, has an apostrophe before it",
    "  a number        12 digits and 10 decimals at most; a p-value that is smaller than that is 0",
    'R reads the files by read.csv(file, fileEncoding = "UTF-8-BOM") or readr::read_csv(file); pandas and Excel need '
    "nothing said.",
)


def write_csv_files(edition: Edition, folder: Path) -> None:
    """Write each table, a file for each domain and the README into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in TABLE_WORDS.items():
        _write_csv_with_metadata(edition, getattr(edition, name), folder / f"{name}.csv", name, words)
    for name, domain in edition.framework.items():
        words = f"{domain.title}: every observation of its measures"
        _write_csv_with_metadata(
            edition, _make_domain_table(edition, name), folder / f"{name}.csv", "observations", words
        )
    (folder / "README.txt").write_text(make_readme_text(edition), encoding="utf-8", newline="\n")


def make_readme_text(edition: Edition) -> str:
    """Return a text that explains the files and each of their columns, from the contract that results must meet."""
    from fairer_stockton.schemas.results.contracts import CONTRACTS
    from fairer_stockton.schemas.results.observations import OBSERVATION_COLUMNS

    lines = [
        f"{edition.title}, edition {edition.name}: tables as CSV",
        "UTF-8 with a byte-order mark, commas between cells, one header line",
    ]
    if edition.synthetic:
        lines += [
            "",
            edition.stamp,
            "Rows whose column `synthetic` is True rest on generated sample data: their values are invented.",
        ]
    lines += [
        "",
        "Where a row has no number, its `status` says why (in brackets: the Government Analysis Function's symbols):",
        "  suppressed     [c]    confidential: not shown, so that nobody can be recognised; it may be of nobody at all",
        "  not_available  [x]    not available: the source has no figure; the column `note` says more",
        "  low_base       [low]  the figure is shown and rests on few answers",
    ]
    lines += ["", *HOW_CELLS_ARE_WRITTEN]
    lines += ["", "Beside each file, a file ending in -metadata.json says the same for software (CSV on the Web)."]
    lines += [
        "The folder parquet beside this one holds the same tables, but for the domains' files, with typed columns."
    ]
    lines += ["", *(f"{f'{name}.csv':<18}{words}" for name, words in TABLE_WORDS.items())]
    for name, domain in edition.framework.items():
        measured = len(edition.list_measures_with_figures(name))
        lines.append(
            f"{name}.csv: {domain.title}, " + (f"{measured} measures" if measured else "no data yet, so no rows")
        )
    for name in TABLE_WORDS:
        columns = CONTRACTS[name].to_schema().columns
        more = " (the domains' files add the measure's words after it)" if name == "observations" else ""
        order = OBSERVATION_COLUMNS if name == "observations" else columns
        lines += [
            "",
            f"Columns of {name}.csv{more}",
            *(f"  {column}: {columns[column].description}" for column in order),
        ]
    lines += ["", "Sources", *(f"  {line}" for line in edition.attributions.values()), ""]
    return "\n".join(lines)


def _make_domain_table(edition: Edition, domain_name: str) -> "pd.DataFrame":
    rows = edition.observations[edition.observations["domain"] == domain_name].copy()
    for position, (column, key) in enumerate(
        zip(MEASURE_COLUMNS, ("title", "framework", "proxy_for"), strict=True), start=1
    ):
        rows.insert(position, column, [getattr(edition.measures[name], key) for name in rows["measure"]])
    return rows


def _write_csv_with_metadata(
    edition: Edition, table: "pd.DataFrame", path: Path, contract_name: str, description: str
) -> None:
    """Write a table, and beside it what it is."""
    from fairer_stockton.schemas.results.contracts import CONTRACTS

    # With a byte-order mark, without which Excel reads the pound sign and the dash as other letters.
    write_cells(table).to_csv(path, index=False, lineterminator="\n", encoding="utf-8-sig", float_format=DIGITS)
    text = make_csv_metadata(edition, path.name, list(table.columns), CONTRACTS[contract_name], description)
    path.with_name(f"{path.name}-metadata.json").write_text(text, encoding="utf-8", newline="\n")
