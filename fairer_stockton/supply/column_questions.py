"""Questions about single columns of an extract: figures that are unusual, codes that look like no answer, many gaps.

What is usual of a column is declared beside what is possible, in its contract: `usual` and `usually_known`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fairer_stockton.ingest.readers.cell_kinds import NOTHING_KNOWN, TOTALS
from fairer_stockton.supply.questions import ExtractQuestion

if TYPE_CHECKING:
    import pandas as pd

# What surveys and case systems write for "refused", "don't know" and "does not apply" in columns of figures.
NEGATIVE_CODES = (-9, -8, -7, -1, -99, -999)
NINES = tuple(10**digits - last for digits in range(2, 8) for last in (1, 2, 3))  # 99, 98, 97, 999, 998, 997 …
MISSING_CODES = (*NEGATIVE_CODES, *NINES, 88, 888, 8888, 88888)
FEWEST_ROWS = 2  # times that a code must occur: once, a figure may be what it is
FAR = 1.5  # times the largest other figure
OFTEN = 0.05  # share of all figures that a code must make up, where it does not lie beyond the others
CROWDED = 3  # times as often as any other figure

GROUP = 1_000  # what a point parts on the continent: 4.358 is 4358 there
THIRDS = 0.5  # share of figures with decimals that must have three for the point to be such a one
WHOLES = 0.02  # share of figures that must have none: decimals of a measurement seldom come out whole

LISTED = "a code for no answer is listed under [no_answer] in the source's file or the wave's codebook"


def ask_about_single_columns(
    rows: "pd.DataFrame", row_contract: Any, headings: Mapping[str, str]
) -> list[ExtractQuestion]:
    """List what is unusual in single columns of a staged table.

    Args:
        rows: the staged table.
        row_contract: its contract, a pandera model whose fields declare what is usual.
        headings: what the supplied file calls a column, where that is not its name in the table.
    """
    asked: list[ExtractQuestion] = []
    for name, column in row_contract.to_schema().columns.items():
        facts = column.metadata or {}
        description = (column.description or "").rstrip(".")
        if "usual" in facts:
            asked += _ask_about_unusual_figures(rows, name, facts["usual"], description, name in headings)
        if "unit" in facts:
            asked += [*_ask_about_no_answer_codes(rows, name), *_ask_about_decimal_points(rows, name)]
        elif name in headings and not any(check.name == "isin" for check in column.checks):
            asked += _ask_about_words_without_value(rows, name, description)
        if "usually_known" in facts and name in headings:
            asked += _ask_about_missing_values(rows, name, facts["usually_known"])
    return [replace(question, column=headings.get(question.column, "")) for question in asked]


def _ask_about_unusual_figures(
    rows: "pd.DataFrame", column_name: str, usual_range: tuple[float, float], description: str, is_read_from_file: bool
) -> Iterator[ExtractQuestion]:
    least, most = usual_range
    listed = f"; {LISTED}" if is_read_from_file else ""  # of a figure that is counted from the rows no code can stand
    figures = _select_known_figures(rows, column_name)
    unusual = figures[(figures < least) | (figures > most)]
    if len(unusual):
        yield ExtractQuestion(
            column=column_name,
            found=f"{_format_rows_of_total(len(unusual), len(rows))} outside the usual range, "
            f"the first {'below' if unusual.iloc[0] < least else 'above'} it",
            expected=f"{least:,.12g} to {most:,.12g} in nearly every row ({description})" + listed,
            row=_find_source_row(rows, unusual.index[0]),
        )


def _ask_about_no_answer_codes(rows: "pd.DataFrame", column_name: str) -> Iterator[ExtractQuestion]:
    """Ask of each usual code for no answer that stands out: far beyond all other figures, or far more frequent."""
    figures = _select_known_figures(rows, column_name)
    often = figures.value_counts()
    others = often[~often.index.isin(MISSING_CODES)]
    codes = often[often.index.isin(MISSING_CODES) & (often >= FEWEST_ROWS)].sort_index()
    if codes.empty or others.empty:
        return
    beyond = (codes.index > FAR * others.index.max()) | ((codes.index < 0) & (others.index.min() >= 0))
    crowded = (codes >= OFTEN * len(figures)) & (codes >= CROWDED * others.max())
    for code, times in codes[beyond | crowded].items():
        how = "far beyond all others" if beyond[codes.index.get_loc(code)] else "far more often than any other"
        yield ExtractQuestion(
            column=column_name,
            found=f"the figure {code:.12g} in {_format_rows_of_total(int(times), len(rows))}, {how}",
            expected=f"a figure that was measured; {LISTED}",
            row=_find_source_row(rows, figures[figures == code].index[0]),
        )


def _ask_about_decimal_points(rows: "pd.DataFrame", column_name: str) -> Iterator[ExtractQuestion]:
    """Ask of figures whose point seems to part thousands: 4.358 among 580 and 12, and nothing of 1,000 or more."""
    figures = _select_known_figures(rows, column_name)
    size = figures.abs()
    decimal = size[size % 1 != 0]
    thousandths = decimal * GROUP
    whole = size[(size % 1 == 0) & (size > 0)]
    if len(decimal) < FEWEST_ROWS or len(whole) < WHOLES * len(size) or size.max() >= GROUP or decimal.min() < 1:
        return
    three = (thousandths.round() % 10 != 0).mean() >= THIRDS
    if three and ((thousandths - thousandths.round()).abs() < 1 / GROUP).all():
        yield ExtractQuestion(
            column=column_name,
            found="figures with three decimals, whose point may part thousands; all else is below 1,000",
            expected="thousands without a point, as 4358",
            row=_find_source_row(rows, decimal.index[0]),
        )


def _ask_about_words_without_value(
    rows: "pd.DataFrame", column_name: str, description: str
) -> Iterator[ExtractQuestion]:
    """Ask of words that are no value: each kind once, with its first row."""
    words = rows[column_name].dropna().astype(str).str.strip().str.casefold()
    for kind, meaning in ((NOTHING_KNOWN, "nothing is known"), (TOTALS, "the row is a sum of others")):
        these = words[words.isin(kind)]
        if len(these):
            yield ExtractQuestion(
                column=column_name,
                found=f"{these.iloc[0]!r} in {_format_rows_of_total(len(these), len(rows))}, "
                f"which may mean that {meaning}",
                expected=f"what was recorded ({description})",
                row=_find_source_row(rows, these.index[0]),
            )


def _ask_about_missing_values(
    rows: "pd.DataFrame", column_name: str, usual_share_known: float
) -> Iterator[ExtractQuestion]:
    unknown = rows[column_name].isna()
    if unknown.mean() > 1 - usual_share_known:
        yield ExtractQuestion(
            column=column_name,
            found=f"nothing, or nothing valid, in {_format_rows_of_total(int(unknown.sum()), len(rows))}",
            expected=f"a value in {usual_share_known:.0%} of the rows or more",
            row=_find_source_row(rows, unknown.idxmax()),
        )


def _select_known_figures(rows: "pd.DataFrame", column_name: str) -> "pd.Series[float]":
    return rows[column_name].dropna().astype(float)


def _find_source_row(rows: "pd.DataFrame", index: Any) -> int:
    return int(rows.loc[index, "source_row"])


def _format_rows_of_total(row_count: int, total_rows: int) -> str:
    return f"{row_count:,} of {total_rows:,} row{'s' if total_rows > 1 else ''}"
