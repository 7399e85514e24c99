"""The course of neighbourhoods through the editions of the Indices: which were among the most deprived, and when."""

from typing import TYPE_CHECKING

from fairer_stockton.definitions.deprivation_weights import INDICES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.place_rows import DeprivationRow
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.deprivation import MAIN_INDEX
from fairer_stockton.report.words.figures import is_known, write_count_with_noun, write_ordinal

if TYPE_CHECKING:
    import pandas as pd

FEWEST_EDITIONS = 3  # of two, the tables of moves say all
WORST_TENTH = 1
NOT_FOLLOWED = "not known"
RANK_ORDER = "1st is the most deprived"


def make_table_of_most_deprived(edition: Edition, main_index_rows: list[DeprivationRow]) -> Table | None:
    """Make the table of how many neighbourhoods were among England's most deprived tenth and fifth, by edition."""
    if len(main_index_rows) < FEWEST_EDITIONS:
        return None
    header = (
        "Edition", "Neighbourhoods", "In the most deprived tenth", "Share in the tenth", "Rank of that share",
        "In the most deprived fifth", "Share in the fifth",
    )  # fmt: skip
    lines = tuple(
        (
            row.period,
            f"{row.neighbourhoods:.0f}",
            *_write_count_and_share(row.proportion, row.neighbourhoods),
            _write_rank_of_share(row),
            *_write_count_and_share(row.proportion_in_fifth, row.neighbourhoods),
        )
        for row in main_index_rows
    )
    caption = (
        f"Neighbourhoods of {edition.borough_name} among England’s most deprived, in each edition of the Index of "
        f"Multiple Deprivation, with the rank of the share ({RANK_ORDER}). England’s own shares are 10% and 20%"
    )
    return Table(caption, header, lines, numbers=tuple(range(1, len(header))))


def make_table_of_most_deprived_by_index(edition: Edition, rows: list[DeprivationRow]) -> Table | None:
    """Make the table of how many neighbourhoods were in the most deprived tenth of each index, edition by edition."""
    by_index = {(row.index_name, row.period): row for row in rows}
    periods = sorted({row.period for row in rows if row.index_name != MAIN_INDEX})
    if not periods:
        return None
    lines = tuple(
        (facts.title, *(_write_count_of_whole(by_index.get((name, period))) for period in periods))
        for name, facts in INDICES.items()
        if any((name, period) in by_index for period in periods)
    )
    caption = f"Neighbourhoods of {edition.borough_name} among England’s most deprived tenth, by index"
    return Table(caption, ("Index", *periods), lines, numbers=tuple(range(1, len(periods) + 1)))


def _write_count_of_whole(row: DeprivationRow | None) -> str:
    if row is None or not is_known(row.proportion):
        return NOT_FOLLOWED
    return f"{row.proportion * row.neighbourhoods:.0f} of {row.neighbourhoods:.0f} ({row.proportion:.1%})"


def _write_count_and_share(share: float, neighbourhoods: float) -> tuple[str, str]:
    if not is_known(share):
        return NOT_FOLLOWED, NOT_FOLLOWED
    return f"{share * neighbourhoods:.0f}", f"{share:.1%}"


def _write_rank_of_share(row: DeprivationRow) -> str:
    if not is_known(row.rank_of_proportion) or not row.proportion:
        return "none"
    among = row.published_among if row.is_published("rank_of_proportion") else row.areas
    return f"{write_ordinal(row.rank_of_proportion)} of {among:,.0f} councils"


def write_sentences_on_course(edition: Edition) -> list[str]:
    """Write how many neighbourhoods were in the most deprived tenth in every edition, and how many in some."""
    tenths = _read_tenths_of_neighbourhoods(edition)
    if tenths.shape[1] < FEWEST_EDITIONS:
        return []
    followed = tenths.dropna()
    worst = followed == WORST_TENTH
    count, first, last = tenths.shape[1], tenths.columns[0], tenths.columns[-1]
    always, ever = int(worst.all(axis=1).sum()), int(worst.any(axis=1).sum())
    sentences = [
        f"We can follow {len(followed)} of the borough’s {len(tenths)} neighbourhoods through all {count} editions, "
        f"from {first} to {last}. {_begin_with_count(always)} among England’s most deprived tenth in every edition, "
        f"and {ever - always} more in at least one."
    ]
    if lost := len(tenths) - len(followed):
        noun = write_count_with_noun(lost, "other was", "others were")
        sentences.append(
            f"The {noun} redrawn after the Census of 2001, and we hold no list that links the old ones to the new: for "
            "them the early editions are not known."
        )
    return sentences


def _begin_with_count(count: int) -> str:
    return f"{count or 'None'} {'was' if count == 1 else 'were' if count else 'was'}"


def make_table_of_courses(edition: Edition) -> Table | None:
    """Make the table of the tenths, edition by edition, of neighbourhoods that were ever in the most deprived one."""
    tenths = _read_tenths_of_neighbourhoods(edition)
    ever = tenths[(tenths == WORST_TENTH).any(axis=1)]
    if tenths.shape[1] < FEWEST_EDITIONS or ever.empty:
        return None
    editions_in_worst = (ever == WORST_TENTH).sum(axis=1)
    names = edition.movements.drop_duplicates("lsoa21cd").set_index("lsoa21cd")["lsoanm"]
    order = editions_in_worst.sort_values(ascending=False, kind="stable").index
    lines = tuple(
        (
            f"{names[code]} ({code})",
            *(f"{tenth:.0f}" if is_known(tenth) else NOT_FOLLOWED for tenth in tenths_of_code),
            str(times),
        )
        for code, times, tenths_of_code in zip(
            order, editions_in_worst[order].tolist(), ever.loc[order].to_numpy().tolist(), strict=True
        )
    )
    header = ("Neighbourhood (LSOA 2021)", *(f"Tenth in {period}" for period in ever.columns), "Editions in the first")
    caption = (
        "Neighbourhoods that were among England’s most deprived tenth in any edition: 1 is the most deprived tenth"
    )
    return Table(caption, header, lines, numbers=tuple(range(1, len(header))))


def _read_tenths_of_neighbourhoods(edition: Edition) -> "pd.DataFrame":
    """Return the tenth of each neighbourhood, a column for each edition; nan where it cannot be followed."""
    return edition.movements.pivot(index="lsoa21cd", columns="period", values="decile").astype(float)
