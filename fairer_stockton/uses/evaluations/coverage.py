"""Coverage: which of the neighbourhoods that a file names are judged, and which are not and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

LEAST_JUDGED = 0.8  # of the named neighbourhoods: the answer to fewer would be read as one to all
SHARED_OUT = "borders changed, so its figure of an earlier period is shared out, not counted"
LACKS_A_PERIOD = "it lacks a figure in some period that is compared"
REACHES_BEYOND = "the smallest area that has figures reaches beyond the areas named"


@dataclass(frozen=True)
class Coverage:
    """What of the named areas is judged.

    Attributes:
        named: how many neighbourhoods of 2021 the named areas hold.
        judged: the names of the areas that are judged, each of which lies wholly in those named.
        left_out: named neighbourhoods that are not judged, with the reason.
        vanished: named areas none of whose neighbourhoods is judged.
        shared_out: how many areas of England are left out because a figure of theirs is shared out and not counted.
    """

    named: int
    judged: tuple[str, ...]
    left_out: Mapping[str, str]
    vanished: tuple[str, ...]
    shared_out: int = 0

    @property
    def share(self) -> float:
        """The share of the named neighbourhoods that is judged."""
        return 1.0 - len(self.left_out) / self.named if self.named else 0.0


def find_named_units(parts: pd.DataFrame, neighbourhoods: Collection[str]) -> set[str]:
    """Return the areas all of whose neighbourhoods are named: of one that is named in part, others would be judged too.

    Args:
        parts: `unit` and `lsoa21cd`, a row for each neighbourhood of 2021 that an area holds some of.
        neighbourhoods: codes of 2021.
    """
    whole = parts["lsoa21cd"].isin(neighbourhoods).groupby(parts["unit"]).all()
    return set(whole.index[whole])


def find_coverage(
    parts: pd.DataFrame, named: Mapping[str, Collection[str]], judged: pd.DataFrame, shared_out: Collection[str]
) -> Coverage:
    """Return what of the named areas is judged.

    Args:
        parts: `unit`, `lsoa21cd` and `lsoa21nm`.
        named: the neighbourhoods of each named area, by codes of 2021.
        judged: `area_code` and `area_name` of the areas that are judged.
        shared_out: areas that have a figure which is shared out.
    """
    every = {code for codes in named.values() for code in codes}
    own = parts[parts["lsoa21cd"].isin(every)]
    is_judged = own["unit"].isin(judged["area_code"]).groupby(own["lsoa21cd"]).all()
    reached = set(is_judged.index[is_judged])
    left = own[~own["lsoa21cd"].isin(reached)].drop_duplicates("lsoa21cd").sort_values("lsoa21nm")
    whole = find_named_units(parts, every)
    reasons = {
        name: SHARED_OUT if unit in shared_out else LACKS_A_PERIOD if unit in whole else REACHES_BEYOND
        for name, unit in zip(left["lsoa21nm"], left["unit"], strict=True)
    }
    vanished = tuple(name for name, codes in named.items() if not reached & set(codes))
    return Coverage(len(every), tuple(judged["area_name"]), reasons, vanished, len(shared_out))


def list_needs_of_coverage(coverage: Coverage) -> list[str]:
    """Return that too little of what is named would be judged, where that is so."""
    needs = []
    if coverage.vanished:
        needs.append(
            f"Figures of every area that is named: {', '.join(coverage.vanished)} would not be judged at all. "
            f"{write_left_out(coverage)}"
        )
    elif coverage.share < LEAST_JUDGED:
        needs.append(
            f"Figures of at least {LEAST_JUDGED:.0%} of the {coverage.named} neighbourhoods that are named; "
            f"{coverage.named - len(coverage.left_out)} would be judged. {write_left_out(coverage)}"
        )
    return needs


def write_left_out(coverage: Coverage) -> str:
    """Return which named neighbourhoods are not judged, by reason; empty where all are."""
    by_reason: dict[str, list[str]] = {}
    for name, why in coverage.left_out.items():
        by_reason.setdefault(why, []).append(name)
    parts = [f"{', '.join(names)} ({why})" for why, names in by_reason.items()]
    return f"Not judged: {'; '.join(parts)}." if parts else ""
