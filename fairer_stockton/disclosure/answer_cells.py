"""Linked tables of surveys: how many answered, over maps, waves and characteristics."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.disclosure.atoms import PLACE, UNKNOWN_GROUP, LinkedSystem, merge_indistinguishable_groups
from fairer_stockton.disclosure.counts import AREA, find_areas_without_row
from fairer_stockton.disclosure.linked import BY_SUBTRACTION, EPSILON, SHOWN_BEFORE, LinkedCells
from fairer_stockton.disclosure.versions import NOTHING_EARLIER, EarlierFigures
from fairer_stockton.run.vocabulary import AreaType, Status


def link_cells_of_survey_measure(
    figures: pd.DataFrame,
    respondent_counts: pd.DataFrame,
    membership: pd.DataFrame,
    nested_groups: pd.DataFrame,
    rules: DisclosureRules,
    already_hidden: "pd.Index[Any]",
    earlier: EarlierFigures = NOTHING_EARLIER,
) -> Iterable[LinkedSystem]:
    """Yield the linked cells of one survey measure: over its maps, and over each characteristic and what nests in it.

    Args:
        figures: rows of observations of one measure, of every period whose waves overlap.
        respondent_counts: who answered, as `counts.count_respondents` returns it, of that measure.
        membership: which areas count the respondents of which place, as `counts.read_respondent_membership` returns it.
        nested_groups: which groups make up which of another characteristic, as `counts.find_nested_groups` returns it.
        rules: those in force.
        already_hidden: rows that are hidden in any case; a characteristic without one, and without a small group, is
            safe.
        earlier: what was published before.
    """
    waves = figures["period"].str.split(" and ")
    everyone = respondent_counts[respondent_counts["breakdown"] == "all"].rename(columns={"period": "wave"})
    geographic = figures[figures["breakdown"].isin(membership["breakdown"])]
    everyone = _leave_out_places_of_empty_areas(everyone, find_areas_without_row(figures, membership), membership)
    then = earlier.figures[earlier.figures["breakdown"].isin(membership["breakdown"])]
    together = pd.concat([geographic, then], ignore_index=True)
    pairs = _pair_figures_with_respondents_of_areas(
        together,
        pd.concat([membership, earlier.list_respondent_membership()]),
        everyone,
        together["period"].str.split(" and "),
    )
    yield _link_answer_cells(geographic, pairs, everyone, rules, then)
    whole = figures[(figures["area_type"] == AreaType.BOROUGH) & (figures["breakdown"] == "all")]
    inside = everyone[everyone["place"].isin(membership.loc[membership["area_type"] == AreaType.BOROUGH, "place"])]
    groups = _add_group_of_unknown_characteristic(
        respondent_counts[respondent_counts["breakdown"] != "all"], inside.groupby("wave")["amount"].sum()
    )
    few = groups["amount"].between(1, rules.fewest_respondents, inclusive="left") & (
        groups["category"] != UNKNOWN_GROUP
    )
    small_splits, hidden_in = (
        set(groups.loc[few, "breakdown"]),
        set(figures["breakdown"][figures.index.isin(already_hidden)]),
    )
    split, borough_hidden = dict(list(figures.groupby("breakdown"))), whole.index.isin(already_hidden).any()
    # Most characteristics have no small group and nothing hidden: nothing in them needs guarding, and to leave them out
    # saves most of the time.
    for name, atoms in groups.groupby("breakdown"):
        if name not in split:
            continue
        nested = nested_groups[nested_groups["breakdown"] == name]
        wholes = [other for other in nested["other"].unique() if other in split]
        if name in small_splits or borough_hidden or hidden_in & {name, *wholes}:
            table = pd.concat([whole, split[name], *(split[other] for other in wholes)])
            yield _link_answer_cells(table, _pair_figures_with_nested_groups(table, waves, atoms, nested), atoms, rules)


def _leave_out_places_of_empty_areas(
    respondent_counts: pd.DataFrame, areas_without_row: pd.DataFrame, membership: pd.DataFrame
) -> pd.DataFrame:
    """Leave out the places of areas that have no row: readers know that nobody answered there in any of its waves."""
    of_areas = areas_without_row.merge(membership, on=[*AREA, "breakdown", "category"])
    waves = of_areas.assign(wave=of_areas["period"].str.split(" and ")).explode("wave")
    nobody = pd.MultiIndex.from_frame(waves[["wave", *PLACE]])
    return respondent_counts[~pd.MultiIndex.from_frame(respondent_counts[["wave", *PLACE]]).isin(nobody)]


def _add_group_of_unknown_characteristic(
    respondent_counts: pd.DataFrame, respondents_by_wave: "pd.Series[float]"
) -> pd.DataFrame:
    """Add to the groups of each characteristic in each wave those of whom it is not known.

    Returns:
        Columns breakdown, wave, category and amount.
    """
    known = (
        respondent_counts.groupby(["breakdown", "period", "category"])["amount"]
        .sum()
        .rename_axis(index={"period": "wave"})
    )
    named = known.groupby(["breakdown", "wave"]).sum()
    every = pd.MultiIndex.from_product(
        [named.index.unique("breakdown"), respondents_by_wave.index], names=named.index.names
    )
    rest = (respondents_by_wave.reindex(every, level="wave") - named.reindex(every, fill_value=0.0)).clip(lower=0)
    return pd.concat([known.reset_index(), rest.rename("amount").reset_index().assign(category=UNKNOWN_GROUP)])


def _pair_figures_with_nested_groups(
    borough_figures: pd.DataFrame,
    waves_of_figures: "pd.Series[Any]",
    smallest_groups: pd.DataFrame,
    nested_groups: pd.DataFrame,
) -> pd.DataFrame:
    """Pair each figure of the borough with its groups: all of them, its own, or those nested in it."""
    parts: dict[tuple[Any, Any], list[Any]] = {}
    for row in nested_groups.itertuples():
        parts.setdefault((row.other, row.other_category), []).append(row.category)
    named = list(zip(smallest_groups["wave"], smallest_groups["category"], strict=True))
    pairs = [
        (figure, atom, 1.0)
        for figure, (breakdown, category, of) in enumerate(
            zip(
                borough_figures["breakdown"],
                borough_figures["category"],
                waves_of_figures.loc[borough_figures.index],
                strict=True,
            )
        )
        for atom, (wave, group) in enumerate(named)
        if wave in of and (breakdown == "all" or group in parts.get((breakdown, category), [category]))
    ]
    return pd.DataFrame(pairs, columns=["figure", "atom", "share"])


def _pair_figures_with_respondents_of_areas(
    figures: pd.DataFrame, membership: pd.DataFrame, smallest_groups: pd.DataFrame, waves_of_figures: "pd.Series[Any]"
) -> pd.DataFrame:
    """Pair each figure of an area with its atoms: who answered in its places, in its waves."""
    parts = figures.assign(wave=waves_of_figures.loc[figures.index], figure=np.arange(len(figures))).explode("wave")
    parts = parts.merge(membership, on=[*AREA, "breakdown", "category"])
    return parts.merge(
        smallest_groups.reset_index(drop=True).reset_index(names="atom")[["wave", *PLACE, "atom"]], on=["wave", *PLACE]
    )


def _link_answer_cells(
    figures: pd.DataFrame,
    figure_and_group_pairs: pd.DataFrame,
    smallest_groups: pd.DataFrame,
    rules: DisclosureRules,
    earlier: pd.DataFrame = NOTHING_EARLIER.figures,
) -> LinkedSystem:
    atoms_shown = merge_indistinguishable_groups(
        figure_and_group_pairs,
        len(figures),
        smallest_groups["amount"].to_numpy(float)[None, :],
        smallest_groups["category"],
        earlier_figure_count=len(earlier),
    )
    derivable, then = atoms_shown.atoms_derivable_by_subtraction, atoms_shown.earlier
    # What was shown before is known, unless other answers make it; what was hidden is guarded as if it were hidden now.
    as_then = np.abs(then @ atoms_shown.amounts[0] - earlier["base"].to_numpy(float)) <= EPSILON
    before = then[np.flatnonzero(as_then | (earlier["status"] == Status.SUPPRESSED).to_numpy())]
    as_then = as_then[as_then | (earlier["status"] == Status.SUPPRESSED).to_numpy()]
    cells = LinkedCells.of(
        sparse.vstack([atoms_shown.holds, derivable, before]),
        atoms_shown.amounts[0],
        [
            *range(len(figures)),
            *[BY_SUBTRACTION] * derivable.shape[0],
            *np.where(as_then, SHOWN_BEFORE, BY_SUBTRACTION),
        ],
        rules.fewest_respondents,
    )
    return LinkedSystem(cells, figures.index, np.zeros(len(figures), bool))
