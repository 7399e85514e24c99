"""Questions about an extract as a whole: what is possible but unlikely in itself, or beside the extract before it.

The bounds are wide: real extracts of following years stay within them, and the usual accidents (half a file, a file
pasted twice, a column that was lost) do not. Nothing is refused by them, only asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fairer_stockton.supply.questions import ExtractQuestion
from fairer_stockton.validate.rows import ORIGIN, format_row_count

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

GROWTH = 1.5  # times as many rows, or areas, as before, or as few
HEAVIEST_TO_MEDIAN, LIGHTEST_TO_MEDIAN = 50, 1 / 1_000  # times the median weight
SHARE_MOVED = 0.25  # of all rows: a share that moves farther from one extract to the next
MEAN_MOVED = 2  # times the mean figure of before, or one part in as many
FEWEST_COMPARED = 10  # rows below which shares are not compared
MOST_ANSWERS = 30  # different values of a column, at most, for them to be answers
REPEATED_BLOCK = 10  # rows in the same order that stand twice by no accident
PASTED_SHARE = 0.05  # of all rows: as many, in such blocks, are asked about
SAME_ROWS = 0.95  # of all rows: as many that stand in the extract before as they are


@dataclass(frozen=True)
class ComparedExtracts:
    """The rows of an extract and those of the one before, with what the contract and the file call their columns."""

    rows: "pd.DataFrame"
    earlier: "pd.DataFrame | None"
    earlier_period: str
    same_period: bool
    model: Any
    headings: Mapping[str, str]

    @property
    def content(self) -> list[str]:
        """The columns that say something of what a row is about: not which row it is, nor where it was read."""
        return [name for name in self.rows.columns if name not in (*ORIGIN, *list_row_number_columns(self.model))]

    def list_answers(self, column_name: str) -> list[Any]:
        """Return the closed list of answers of a column; none where it has no such list."""
        checks = self.model.to_schema().columns[column_name].checks
        return [answer for check in checks if check.name == "isin" for answer in check.statistics["allowed_values"]]


def list_row_number_columns(row_contract: Any) -> list[str]:
    """Return the columns that only number the rows: text that no row shares, and not a code or an answer."""
    schema = row_contract.to_schema()
    unique = [name for name in schema.unique or () if name not in ORIGIN and not name.endswith("cd")]
    listed = {name for name in unique if any(check.name == "isin" for check in schema.columns[name].checks)}
    return [name for name in unique if name not in listed]


def ask_about_whole_extract(extracts: ComparedExtracts) -> list[ExtractQuestion]:
    """List what is unlikely in an extract, in itself and beside the one before."""
    asked = [
        *_ask_about_single_row(extracts),
        *_ask_about_extreme_weights(extracts),
        *_ask_about_repeated_rows(extracts),
    ]
    if extracts.earlier is not None:
        asked += [
            *_ask_about_change_in_row_count(extracts),
            *_ask_about_same_content(extracts),
            *_ask_about_changed_columns(extracts),
        ]
    return [replace(question, column=extracts.headings.get(question.column, question.column)) for question in asked]


def _ask_about_single_row(extracts: ComparedExtracts) -> Iterator[ExtractQuestion]:
    if len(extracts.rows) == 1:
        yield ExtractQuestion("", "one row and no more", "as many rows as there are cases")


def _ask_about_extreme_weights(extracts: ComparedExtracts) -> Iterator[ExtractQuestion]:
    for name, column in extracts.model.to_schema().columns.items():
        if (column.metadata or {}).get("unit") != "weight":
            continue
        weights = extracts.rows[name].dropna().astype(float)
        middle, lightest = weights.median(), round(1 / LIGHTEST_TO_MEDIAN)
        for far in (weights[weights > HEAVIEST_TO_MEDIAN * middle], weights[weights < LIGHTEST_TO_MEDIAN * middle]):
            if len(far):
                yield ExtractQuestion(
                    name,
                    f"{format_row_count(len(far))} with a weight far "
                    f"{'above' if far.iloc[0] > middle else 'below'} the others",
                    f"no weight above {HEAVIEST_TO_MEDIAN} times the middle one, nor below a {lightest:,}th of it",
                    int(extracts.rows.loc[far.index[0], "source_row"]),
                )


def _ask_about_repeated_rows(extracts: ComparedExtracts) -> Iterator[ExtractQuestion]:
    """Ask about rows that stand twice but for their number: all of them, or whole blocks in the same order."""
    import numpy as np

    rows = extracts.rows.sort_values("source_row")
    sums = _hash_rows(rows, extracts.content)
    _, times = np.unique(sums, return_counts=True)
    fold = int(np.gcd.reduce(times)) if len(times) else 1
    expected = "each case once"
    if len(rows) > 3 and fold > 1:
        yield ExtractQuestion("", f"every row {fold} times over, but for its number", expected)
        return
    again = _mark_pasted_blocks(sums)
    if again.sum() > PASTED_SHARE * len(rows) and again.sum() >= REPEATED_BLOCK:
        first = int(rows["source_row"].iloc[int(again.argmax())])
        yield ExtractQuestion(
            "", f"{format_row_count(int(again.sum()))} that repeat rows above them, in the same order", expected, first
        )


def _hash_rows(rows: "pd.DataFrame", columns: list[str]) -> "np.ndarray[Any, Any]":
    """Return one number for the content of each row."""
    import pandas as pd

    return pd.util.hash_pandas_object(rows[columns], index=False).to_numpy()


def _mark_pasted_blocks(row_hashes: "np.ndarray[Any, Any]") -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Mark the rows of blocks that stand farther up in the same order; runs of like rows are no such blocks."""
    import numpy as np
    import pandas as pd

    marked = np.zeros(len(row_hashes), dtype=bool)
    if len(row_hashes) < 2 * REPEATED_BLOCK:
        return marked
    windows = np.lib.stride_tricks.sliding_window_view(row_hashes, REPEATED_BLOCK)
    factors = np.array(
        [0x9E3779B97F4A7C15 ** (position + 1) % 2**64 for position in range(REPEATED_BLOCK)], dtype=np.uint64
    )
    block = (windows * factors).sum(axis=1, dtype=np.uint64)
    varied = (windows[:, 1:] != windows[:, :-1]).sum(axis=1) >= REPEATED_BLOCK // 2
    starts = np.flatnonzero(pd.Series(block).duplicated().to_numpy() & varied)
    marked[(starts[:, None] + np.arange(REPEATED_BLOCK)).ravel()] = True
    return marked


def _ask_about_change_in_row_count(extracts: ComparedExtracts) -> Iterator[ExtractQuestion]:
    assert extracts.earlier is not None
    now, before = len(extracts.rows), len(extracts.earlier)
    if not before / GROWTH < now < before * GROWTH:
        yield ExtractQuestion(
            "", format_row_count(now), f"about as many as the extract of {extracts.earlier_period} has: {before:,}"
        )


def _ask_about_same_content(extracts: ComparedExtracts) -> Iterator[ExtractQuestion]:
    """Ask about rows that all stand in the extract of another period already: the same file under another name."""
    import numpy as np

    if extracts.same_period or extracts.earlier is None or len(extracts.rows) < FEWEST_COMPARED:
        return
    now, before = _hash_rows(extracts.rows, extracts.content), _hash_rows(extracts.earlier, extracts.content)
    rich = len(np.unique(now)) > len(now) / 2  # else like rows are bound to occur
    same = np.isin(now, before)
    if rich and same.mean() >= SAME_ROWS:
        yield ExtractQuestion(
            "",
            f"{format_row_count(int(same.sum()))} that stand in the extract of {extracts.earlier_period} just so",
            "figures of its own period",
        )


def _ask_about_changed_columns(extracts: ComparedExtracts) -> Iterator[ExtractQuestion]:
    assert extracts.earlier is not None
    if min(len(extracts.rows), len(extracts.earlier)) < FEWEST_COMPARED:
        return
    for name in extracts.content:
        now, before = extracts.rows[name], extracts.earlier[name]
        if name in extracts.headings and before.notna().any():
            answers = extracts.list_answers(name)
            yield from _ask_about_changed_column(
                name, now, before, f"the extract of {extracts.earlier_period}", {word: repr(word) for word in answers}
            )


def _ask_about_changed_column(
    column_name: str,
    new_values: "pd.Series[Any]",
    earlier_values: "pd.Series[Any]",
    earlier_extract_in_words: str,
    words_by_answer: Mapping[Any, str],
) -> Iterator[ExtractQuestion]:
    """Ask the first that is unlikely of: all empty, all the same, fewer areas, other answers, other figures.

    A value is named where it is an answer of a list; what else stands in rows of people is not repeated.
    """
    if new_values.isna().all():
        yield ExtractQuestion(
            column_name,
            "no value in any row",
            f"values, as {earlier_values.notna().mean():.0%} of {earlier_extract_in_words} has",
        )
    elif new_values.nunique() == 1 < earlier_values.nunique():
        value = words_by_answer.get(new_values.dropna().iloc[0], "the same value")
        yield ExtractQuestion(
            column_name,
            f"{value} wherever there is a value",
            f"several, as in {earlier_extract_in_words}: {earlier_values.nunique():,}",
        )
    elif column_name.endswith("cd"):
        if new_values.nunique() < earlier_values.nunique() / GROWTH:
            yield ExtractQuestion(
                column_name,
                f"{new_values.nunique():,} areas",
                f"about as many as {earlier_extract_in_words} has: {earlier_values.nunique():,}",
            )
        yield from _ask_about_most_changed_share(
            column_name,
            new_values.notna(),
            earlier_values.notna(),
            earlier_extract_in_words,
            {True: "a value", False: "no value"},
        )
    elif max(new_values.nunique(), earlier_values.nunique()) <= MOST_ANSWERS:
        yield from _ask_about_most_changed_share(
            column_name,
            new_values.fillna(""),
            earlier_values.fillna(""),
            earlier_extract_in_words,
            {**words_by_answer, "": "no answer"},
        )
    elif new_values.dtype.kind in "if":
        yield from _ask_about_changed_mean(
            column_name,
            new_values.dropna().astype(float),
            earlier_values.dropna().astype(float),
            earlier_extract_in_words,
        )


def _ask_about_most_changed_share(
    column_name: str,
    new_values: "pd.Series[Any]",
    earlier_values: "pd.Series[Any]",
    earlier_extract_in_words: str,
    words_by_value: Mapping[Any, str],
) -> Iterator[ExtractQuestion]:
    import pandas as pd

    shares = pd.DataFrame(
        {"now": new_values.value_counts(normalize=True), "before": earlier_values.value_counts(normalize=True)}
    )
    shares = shares.fillna(0.0).sort_index()
    moves = (shares["now"] - shares["before"]).abs().to_numpy()
    largest = int(moves.argmax())
    if moves[largest] > SHARE_MOVED:
        value = shares.index[largest]
        answer = words_by_value.get(value, "the value that moved most")
        share, earlier_share = (f"{shares[when].iloc[largest]:.0%}" for when in ("now", "before"))
        yield ExtractQuestion(
            column_name, f"{answer} in {share} of the rows", f"about {earlier_share}, as in {earlier_extract_in_words}"
        )


def _ask_about_changed_mean(
    column_name: str, new_values: "pd.Series[Any]", earlier_values: "pd.Series[Any]", earlier_extract_in_words: str
) -> Iterator[ExtractQuestion]:
    if (
        len(new_values) >= FEWEST_COMPARED  # the mean of a few would tell their figures
        and earlier_values.mean() > 0
        and not 1 / MEAN_MOVED < new_values.mean() / earlier_values.mean() < MEAN_MOVED
    ):
        yield ExtractQuestion(
            column_name,
            f"{new_values.mean():,.4g} on average",
            f"about {earlier_values.mean():,.4g}, as in {earlier_extract_in_words}",
        )
