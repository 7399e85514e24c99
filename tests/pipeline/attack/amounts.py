"""Attack on sums of amounts: one or two who make up most of a sum can be told from it, shown or worked out."""

from collections.abc import Callable, Iterator

import numpy as np

from fairer_stockton.run.vocabulary import Statistic
from tests.pipeline.attack.counts import CountPuzzle, Unknown
from tests.pipeline.attack.published import Published
from tests.pipeline.attack.puzzle import Finding, Target

Contributions = Callable[[Unknown], list[float]]  # the single amounts that one unknown is the sum of
MOST_BY_TWO, NEAREST = 0.90, 0.10  # the rules of dominance, as the quality page states them


def attack_amounts(published: Published, source: str, contributions: Contributions) -> list[Finding]:
    """Return the sums that one or two dominate and that are shown, or known more closely than a tenth of them.

    Args:
        published: an edition.
        source: one of its sources.
        contributions: the truth, by which only the test knows which sums are dominated.
    """
    findings: list[Finding] = []
    if all(measure.statistic != Statistic.WEIGHTED_MEAN for measure in published.measures.values()):
        return findings
    for period in sorted(published.list_rows(source)["period"].unique()):
        puzzle = CountPuzzle(published, source, period)
        puzzle.write_all_facts()
        findings += puzzle.puzzle.find_narrow_targets(list(_list_dominated_sums(puzzle, contributions)))
    return findings


def is_dominated(amounts: list[float]) -> bool:
    """Return whether two make up most of a sum, or the second could tell the first from it."""
    largest = sorted(amounts, reverse=True)
    total, first = sum(largest), sum(largest[:1])
    return total > 0 and (sum(largest[:2]) > MOST_BY_TWO * total or total - sum(largest[:2]) < NEAREST * first)


def _list_dominated_sums(puzzle: CountPuzzle, contributions: Contributions) -> Iterator[Target]:
    """Yield the sums of amounts, of each figure and each neighbourhood, that one or two dominate."""
    for row in puzzle.rows.to_dict("records"):
        if puzzle.published.measures[row["measure"]].statistic != Statistic.WEIGHTED_MEAN:
            continue
        holds = puzzle.find_terms(row)
        for terms in (holds, *({where: 1.0} for where in holds)):
            of = {puzzle.unknown(puzzle.quantities[row["measure"]]["numerator"], *where): 1.0 for where in terms}
            amounts = [amount for unknown in of for amount in contributions(unknown)]
            if is_dominated(amounts):
                name = f"{row['period']} {row['measure']} in {row['area_type']} {row['area_code']}"
                yield Target(f"{name}, {len(terms)} neighbourhoods", of, NEAREST * sum(amounts), np.inf)
