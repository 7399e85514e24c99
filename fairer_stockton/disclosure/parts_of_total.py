"""Totals that an edition shows, split for the whole borough alone: all of the parts are shown, or none.

Parts of the borough meet areas and groups in its total and nowhere else, so that they bound none of their hidden
figures. Among each other they are safe without a program of sums: the totals are known already, and no part is small.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.record import read_record
from fairer_stockton.run.fingerprints import read_stamp
from fairer_stockton.run.vocabulary import DisclosureMethod, Zeros

Whole = tuple[Collection[str], float]  # answers, and the number that the edition shows of all of them together


def read_parts_if_safe(
    settings: Settings, table: str, column: str, period: str, answers: Sequence[str], wholes: Sequence[Whole]
) -> dict[str, int]:
    """Return how many rows of a period have each answer; nothing where that would tell more than it may.

    Args:
        settings: of the edition in force.
        table: a staged table of the council's own, a row for each case.
        column: its column of answers.
        period: as the table has it.
        answers: all that there can be, in the order in which they are returned.
        wholes: what the edition shows of them, which the parts must add up to.
    """
    rows = pd.read_parquet(settings.staged / f"{table}.parquet", columns=[column, "period"])
    counted = Counter(rows.loc[rows["period"] == period, column].tolist())
    parts = {answer: counted[answer] for answer in answers}
    rules = settings.definitions.rules.of([table])
    safe = are_safe_parts(parts, wholes, rules) and _was_published_once(settings.raw, settings.staged, table, period)
    return parts if safe and counted.total() == sum(parts.values()) else {}


def are_safe_parts(parts: Mapping[str, int], wholes: Sequence[Whole], rules: DisclosureRules) -> bool:
    """Return whether parts may be shown: they make up what is shown, and none of them is small."""
    make_up_what_is_shown = all(sum(parts[answer] for answer in answers) == number for answers, number in wholes)
    may_be_zero = rules.zeros != Zeros.HIDDEN
    none_is_small = all(part >= rules.fewest_counted or (part == 0 and may_be_zero) for part in parts.values())
    return make_up_what_is_shown and none_is_small and rules.method == DisclosureMethod.SUPPRESSION


def _was_published_once(raw_folder: Path, staged: Path, table: str, period: str) -> bool:
    """Return whether every version that was ever published of a period is of the very files that are staged.

    Parts of two versions of an extract would tell what a few people changed between them.
    """
    of_period = period.replace("/", "-")
    inputs = read_stamp(staged / f"{table}.parquet").get("inputs", ())
    now = {checksum for _, its_period, checksum, *_ in inputs if its_period == of_period}
    recorded = {
        extract.sha256
        for version in read_record(raw_folder)
        for extract in version.extracts
        if (extract.source, extract.period) == (table, of_period)
    }
    return bool(now) and recorded == now
