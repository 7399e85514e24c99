"""Cells of surveys: how many answered, over maps, waves and characteristics."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.definitions.disclosure_rules import Rules
from fairer_stockton.disclosure.atoms import OTHER, PLACE, System, told_apart
from fairer_stockton.disclosure.counts import AREA, absent
from fairer_stockton.disclosure.linked import ALONE, LinkedCells


def of_answers(
    figures: pd.DataFrame,
    counts: pd.DataFrame,
    held: pd.DataFrame,
    kin: pd.DataFrame,
    rules: Rules,
    telling: "pd.Index[Any]",
) -> Iterable[System]:
    """Link the bases of one survey measure: over its maps, and over each characteristic and those that follow from it.

    Args:
        figures: rows of observations of one measure, of every period whose waves overlap.
        counts: who answered, as `counts.answered` gives it, of that measure.
        held: which areas count the respondents of which place, as `counts.respondents_in` gives it.
        kin: which groups make up which groups of another characteristic, as `counts.kin` gives it.
        rules: those in force.
        telling: rows that are hidden in any case; a characteristic without one, and without a small group, is safe.
    """
    waves = figures["period"].str.split(" and ")
    everyone = counts[counts["breakdown"] == "all"].rename(columns={"period": "wave"})
    geographic = figures[figures["breakdown"].isin(held["breakdown"])]
    everyone = _where_somebody_answered(everyone, absent(figures, held), held)
    yield _answers(geographic, _matched(geographic, held, everyone, waves), everyone, rules)
    whole = figures[(figures["area_type"] == "borough") & (figures["breakdown"] == "all")]
    inside = everyone[everyone["place"].isin(held.loc[held["area_type"] == "borough", "place"])]
    groups = _with_the_rest(counts[counts["breakdown"] != "all"], inside.groupby("wave")["amount"].sum())
    few = groups["amount"].between(1, rules.fewest_respondents, inclusive="left") & (groups["category"] != OTHER)
    small, told = set(groups.loc[few, "breakdown"]), set(figures["breakdown"][figures.index.isin(telling)])
    split, whole_told = dict(list(figures.groupby("breakdown"))), whole.index.isin(telling).any()
    for name, atoms in groups.groupby("breakdown"):
        if name not in split:
            continue
        made = kin[kin["breakdown"] == name]
        besides = [other for other in made["other"].unique() if other in split]
        if name in small or whole_told or told & {name, *besides}:
            chosen = pd.concat([whole, split[name], *(split[other] for other in besides)])
            yield _answers(chosen, _grouped(chosen, waves, atoms, made), atoms, rules)


def _where_somebody_answered(counts: pd.DataFrame, lacking: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Leave out the places of areas that have no row: it is known that nobody answered there in any of its waves."""
    of_areas = lacking.merge(held, on=[*AREA, "breakdown", "category"])
    waves = of_areas.assign(wave=of_areas["period"].str.split(" and ")).explode("wave")
    nobody = pd.MultiIndex.from_frame(waves[["wave", *PLACE]])
    return counts[~pd.MultiIndex.from_frame(counts[["wave", *PLACE]]).isin(nobody)]


def _with_the_rest(counts: pd.DataFrame, asked: "pd.Series[float]") -> pd.DataFrame:
    """Give the groups of each characteristic in each wave, and those of whom it is not known.

    Returns:
        Columns breakdown, wave, category and amount.
    """
    known = counts.groupby(["breakdown", "period", "category"])["amount"].sum().rename_axis(index={"period": "wave"})
    named = known.groupby(["breakdown", "wave"]).sum()
    every = pd.MultiIndex.from_product([named.index.unique("breakdown"), asked.index], names=named.index.names)
    rest = (asked.reindex(every, level="wave") - named.reindex(every, fill_value=0.0)).clip(lower=0)
    return pd.concat([known.reset_index(), rest.rename("amount").reset_index().assign(category=OTHER)])


def _grouped(chosen: pd.DataFrame, waves: "pd.Series[Any]", atoms: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Say which groups each figure of the borough holds: all, its own, or those that make it up."""
    parts: dict[tuple[Any, Any], list[Any]] = {}
    for row in made.itertuples():
        parts.setdefault((row.other, row.other_category), []).append(row.category)
    named = list(zip(atoms["wave"], atoms["category"], strict=True))
    pairs = [
        (figure, atom, 1.0)
        for figure, (breakdown, category, of) in enumerate(
            zip(chosen["breakdown"], chosen["category"], waves.loc[chosen.index], strict=True)
        )
        for atom, (wave, group) in enumerate(named)
        if wave in of and (breakdown == "all" or group in parts.get((breakdown, category), [category]))
    ]
    return pd.DataFrame(pairs, columns=["figure", "atom", "share"])


def _matched(figures: pd.DataFrame, held: pd.DataFrame, atoms: pd.DataFrame, waves: "pd.Series[Any]") -> pd.DataFrame:
    """Say which atoms each figure of an area holds."""
    parts = figures.assign(wave=waves.loc[figures.index], figure=np.arange(len(figures))).explode("wave")
    parts = parts.merge(held, on=[*AREA, "breakdown", "category"])
    return parts.merge(
        atoms.reset_index(drop=True).reset_index(names="atom")[["wave", *PLACE, "atom"]], on=["wave", *PLACE]
    )


def _answers(figures: pd.DataFrame, pairs: pd.DataFrame, atoms: pd.DataFrame, rules: Rules) -> System:
    small = told_apart(pairs, len(figures), atoms["amount"].to_numpy(float)[None, :], atoms["category"])
    alone = small.alone
    cells = LinkedCells.of(
        sparse.vstack([small.holds, alone]),
        small.amounts[0],
        [*range(len(figures)), *[ALONE] * alone.shape[0]],
        rules.fewest_respondents,
    )
    return System(cells, figures.index, np.zeros(len(figures), bool))
