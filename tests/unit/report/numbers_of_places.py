"""The numbers that may stand where a page speaks of places: the Indices, how neighbourhoods moved, and priorities."""

import re
from itertools import pairwise
from typing import Any

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.words.deprivation import SUMMARY_WORDS
from fairer_stockton.report.words.figures import is_known, write_ordinal, write_people_count
from tests.conftest import DEFINITIONS

NUMBER = re.compile(r"(?<![\w.,])£?(\d[\d,]*(?:\.\d+)?)")
TENTH = "most_deprived_tenth"
_WHOLE = ("domains_in_worst_tenth", "editions_in_worst_tenth")


def numbers_in(*texts: object) -> set[str]:
    """Return the numbers of texts as they are written, without what is joined to a letter."""
    return {number.rstrip(",") for text in texts for number in NUMBER.findall(str(text))}


def deprivation_scope(edition: Edition) -> set[str]:
    """Return the official summaries, their ranks, and how many places they are of."""
    numbers = numbers_in(*edition.deprivation["period"], "2019", "30", "2021", "2024", *range(1, 2))
    ours = edition.deprivation[
        (edition.deprivation["area_code"] == edition.authority) | (edition.deprivation["area_type"] != "authority")
    ]
    for row in ours[ours["index_name"] == "imd"].to_dict("records"):
        numbers |= {
            form.format(row[name]).rstrip("%") for name, (_, form, _) in SUMMARY_WORDS.items() if is_known(row[name])
        }
        numbers |= numbers_in(f"{row['neighbourhoods']:.0f}", f"{row['areas']:,}", row["weighted_by"])
        numbers |= numbers_in(f"{row['proportion'] * row['neighbourhoods']:.0f}")
        ranks = [row[f"rank_of_{name}"] for name in SUMMARY_WORDS]
        numbers |= numbers_in(*(write_ordinal(rank) for rank in ranks if is_known(rank)))
    return numbers


def tenth_scope(edition: Edition) -> set[str]:
    rows = edition.observations[edition.observations["measure"] == TENTH]
    counts = {f"{number:,.0f}" for end in ("numerator", "denominator") for number in rows[end] if is_known(number)}
    areas = numbers_in(*edition.memberships.groupby("area_code").size())
    names = numbers_in(*rows.loc[rows["area_type"] == "lsoa", "area_name"])
    return counts | areas | names | numbers_in(*rows["period"], 0)


def movement_scope(edition: Edition) -> set[str]:
    """Return how many neighbourhoods stood in each tenth in one edition and the next."""
    wide = edition.movements.pivot(index="lsoa21cd", columns="period", values="decile")
    numbers = numbers_in(*wide.columns, "100")
    worst = wide.dropna() == 1
    always, ever = worst.all(axis=1).sum(), worst.any(axis=1).sum()
    numbers |= numbers_in(len(wide), len(worst), len(wide) - len(worst), len(wide.columns), always, ever - always)
    for first, last in pairwise(wide.columns):
        both = wide[[first, last]].dropna()
        more, less = (both[last] < both[first]).sum(), (both[last] > both[first]).sum()
        out = ((both[first] == 1) & (both[last] > 1)).sum()
        into = ((both[last] == 1) & (both[first] > 1)).sum()
        ends = ((both[first] == 1).sum(), (both[last] == 1).sum(), ((both[first] == 1) & (both[last] == 1)).sum())
        numbers |= numbers_in(len(both), more, less, len(both) - more - less, into, out, *ends)
    return numbers


def recipe_scope() -> set[str]:
    recipe = DEFINITIONS.recipe
    words = [f"{component.title} {component.words} {component.weight * 100:.0f}" for component in recipe.components]
    return numbers_in(*words, recipe.status, f"{recipe.draws:,}", recipe.top, recipe.group.top)


def numbers_of_priorities(table: Any) -> set[str]:
    """Return every number of a table of places: ranks, counts, shares as per cents, names."""
    numbers: set[str] = set()
    for row in table.to_dict("records"):
        numbers |= numbers_in(row["area_name"], row["note"], row["rank"], f"{row['deprivation_rank']:,}")
        numbers |= numbers_in(write_ordinal(row["deprivation_rank"]), row["rank_lower_95"], row["rank_upper_95"])
        numbers |= numbers_in(row["editions"], *(f"{row[name]:.0f}" for name in _WHOLE if is_known(row[name])))
        numbers |= numbers_in(f"{row['top_share'] * 100:.0f}", "1", "99", "100")
        numbers |= {f"{row['residents']:,.0f}"} if is_known(row["residents"]) else set()
        numbers |= numbers_in(*(f"{row[name]:.1f}" for name in _WHOLE if is_known(row[name])))
        numbers |= numbers_in(write_people_count(row["people_above_england"]))
    return numbers


def numbers_of_targeting(table: Any) -> set[str]:
    """Return the numbers of whom lists of places reach: editions, people left out, and shares as whole per cents."""
    numbers = numbers_in(*table["period"], *table["list_name"])
    for row in table.to_dict("records"):
        numbers |= numbers_in(write_people_count(row["income_deprived"] - row["income_deprived_inside"]))
        shares = (row["reached_percent"], 100 - row["reached_percent"], row["best_reached_percent"])
        numbers |= numbers_in(*(f"{share:.0f}" for share in shares))
        needs = row["income_deprived_inside"] / row["people_inside"] if row["people_inside"] else 0
        numbers |= numbers_in(f"{100 * needs:.0f}")
    return numbers
