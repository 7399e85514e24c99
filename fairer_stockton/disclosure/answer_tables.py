"""Who answered and what, by the smallest groups that the figures of a survey distinguish."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from fairer_stockton.disclosure.atoms import PLACE, UNKNOWN_GROUP
from fairer_stockton.disclosure.counts import AREA, GROUP
from fairer_stockton.disclosure.linked import EPSILON, Flags, Floats
from fairer_stockton.disclosure.versions import NOTHING_EARLIER, EarlierFigures
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.run.vocabulary import AreaType, Status

FIGURE_KEY = ["period", *AREA, *GROUP]  # of the figures of all measures alike
YES, NO = "yes", "no"
PART_THAT_MAY_DIFFER = 0.25  # of two sets of people that are nearly the same


@dataclass(frozen=True)
class AnswersOfGroups:
    """How many of each group were asked, and how many said yes or no to each question.

    `labels` has a row for each group: its `wave`, and its `place` or its `category`. `everyone` has the shape
    (groups,), `yes` and `no` the shape (measures, groups).
    """

    labels: pd.DataFrame
    everyone: Floats
    yes: Floats
    no: Floats


@dataclass(frozen=True)
class LinkedPopulation:
    """Measures that nearly the same people answered, by number: the base of one tells that of another.

    `bases` are measures whose answers are of these people; `sides` are those whose yes (or no) is said by them.
    """

    bases: tuple[int, ...]
    sides: tuple[tuple[int, str], ...] = ()
    inside: tuple[tuple[int, str], ...] = ()  # those whose yes (or no) is said by all of these people, and by others


@dataclass(frozen=True)
class AnswerTable:
    """The figures of a survey's measures in one set of tables, and the smallest groups (atoms) that they add up.

    Attributes:
        holds: shape (figures, atoms): which atoms each figure counts, whatever the measure.
        positions: shape (measures, figures): the row of the observations, or -1 where a measure has none.
        waves: shape (waves, atoms): the atoms of each wave, of which everyone knows how many respondents there were.
        everyone: shape (atoms,): all respondents.
        yes: shape (measures, atoms): who said yes.
        no: shape (measures, atoms): who gave another answer.
        is_recognisable: shape (atoms,): whether the characteristic is known: nobody is recognised by leaving it out.
        is_unplaced: shape (figures,): the numbers of those without a neighbourhood, of whom nothing else is shown.
        is_of_areas: whether the figures are of areas, and not of groups of people.
        holds_before: shape (areas of then, atoms): what areas hold that there are no more, of which something was
            published.
        shown_before: shape (measures, areas of then): of which it was published how many answered, as now.
        hidden_before: the same shape: of which it was hidden.
    """

    holds: Floats
    positions: "np.ndarray[Any, np.dtype[np.intp]]"
    waves: Floats
    everyone: Floats
    yes: Floats
    no: Floats
    is_recognisable: Flags
    is_unplaced: Flags
    is_of_areas: bool
    holds_before: Floats
    shown_before: Flags
    hidden_before: Flags

    def count_answers(self, measure_number: int, side: str = "") -> Floats:
        """Return how many of each atom answered a question, or gave one side's answer."""
        parts = {YES: self.yes, NO: self.no}
        return parts[side][measure_number] if side else self.yes[measure_number] + self.no[measure_number]


def count_answers_of_groups(
    respondents: pd.DataFrame, measure_names: Sequence[str], groups: "pd.Series[Any]", label: str, *, every: Any = None
) -> AnswersOfGroups:
    """Count who answered what in each wave, by group.

    Args:
        respondents: a row each, as `surveyed.read_survey_answers` yields them.
        measure_names: the columns of their answers.
        groups: the group of each respondent.
        label: what the groups are: `place` or `category`.
        every: groups that there are in each wave, though nobody in them may have answered.
    """
    waves = respondents["period"]
    own = pd.MultiIndex.from_arrays([waves, groups])
    everywhere = pd.MultiIndex.from_product([sorted(waves.unique()), () if every is None else every])
    labels = own.append(everywhere).unique().sort_values().set_names(["wave", label])
    numbers = labels.get_indexer(own)
    belongs = sparse.csr_array((np.ones(len(own)), (np.arange(len(own)), numbers)), shape=(len(own), len(labels)))
    answers = respondents[list(measure_names)].to_numpy(float)
    yes, no = ((answers == side).astype(float).T @ belongs for side in (1.0, 0.0))
    return AnswersOfGroups(labels.to_frame(index=False), np.asarray(belongs.sum(axis=0)), yes, no)


def find_linked_populations(answers: Floats, few: int) -> list[LinkedPopulation]:
    """Return the populations that measures of one survey share, the largest first.

    Two bases are of one population where few people are in one and not in the other, and so are a base and the yes (or
    no) of another measure: of the workers that one question counts, the next asks. That holds for what definitions say,
    a question that is put to those who said yes, and for what only the answers show.

    Args:
        answers: shape (respondents, measures): 1, 0, or nan where there is no answer.
        few: below how many two sets of people are nearly the same.
    """
    answered = ~np.isnan(answers)
    numbers = np.flatnonzero(answered.any(axis=0))
    sets = np.column_stack([np.ones(len(answers), bool), answered[:, numbers]])  # first of all, everyone asked
    _, label = csgraph.connected_components(_find_nearly_same_sets(sets, sets, few), directed=False)
    sides = [(int(number), side) for number, side in product(numbers, (YES, NO))]
    people = np.column_stack([np.equal(answers[:, number], float(side == YES)) for number, side in sides])
    populations = []
    for which in np.unique(label[1:]):
        own = np.flatnonzero(label[1:] == which)
        bases = tuple(int(number) for number in numbers[own])
        near = _find_nearly_same_sets(people, sets[:, own + 1], few).any(axis=1)
        anyone = np.asarray(sets[:, own + 1].any(axis=1))
        around = ~(anyone[:, None] & ~people).any(axis=0)
        others = np.array([number not in bases for number, _ in sides])
        populations.append(
            LinkedPopulation(
                bases,
                tuple(side for side, is_near in zip(sides, near & others, strict=True) if is_near),
                tuple(side for side, is_around in zip(sides, around & ~near & others, strict=True) if is_around),
            )
        )
    size = answered.sum(axis=0)
    return sorted(populations, key=lambda population: -max(size[number] for number in population.bases))


def _find_nearly_same_sets(first_sets: Flags, second_sets: Flags, few: int) -> Flags:
    """Return for each pair of sets whether few are in one and not in the other, also beside those who are in either."""
    first, second = first_sets.astype(float), second_sets.astype(float)
    both = first.T @ second
    either = first.sum(axis=0)[:, None] + second.sum(axis=0)[None, :] - both
    return np.asarray((either - both < few) & (either - both < PART_THAT_MAY_DIFFER * either))


def make_table_of_areas(
    figures: pd.DataFrame,
    measure_names: Sequence[str],
    answers: AnswersOfGroups,
    membership: pd.DataFrame,
    earlier: EarlierFigures = NOTHING_EARLIER,
) -> AnswerTable:
    """Return the table of all maps: which places each area's figure counts, in its waves.

    Args:
        figures: rows of observations, numbered from 0.
        measure_names: the measures, in the order of the answers.
        answers: by place.
        membership: which areas count the respondents of which place, as `counts.read_respondent_membership` returns it.
        earlier: what was published before of areas that there are no more.
    """
    of_areas = figures[figures["breakdown"].isin(membership["breakdown"])]
    keys, positions = _number_figures(of_areas, measure_names)
    then = earlier.figures[earlier.figures["breakdown"].isin(membership["breakdown"])].reset_index(drop=True)
    keys_then, positions_then = _number_figures(then, measure_names)
    # An area of then that held a single neighbourhood is that neighbourhood, of which no survey has a figure now.
    alone = then.loc[then["area_type"] == AreaType.LSOA, [*AREA, *GROUP]]
    alone = alone.assign(place=alone["area_code"], place_vintage="2021", share=1.0)
    held = pd.concat([membership, earlier.list_respondent_membership(), alone]).drop_duplicates()
    holds_then = _find_places_of_figures(keys_then, held, answers)
    table = _merge_atoms(
        keys,
        _find_places_of_figures(keys, membership, answers),
        positions,
        answers,
        np.ones(len(answers.labels), bool),
        holds_before=holds_then,
        is_of_areas=True,
    )
    # A number that these answers do not make is of a measure that was defined otherwise: nothing follows from it.
    base = np.append(then["base"].to_numpy(float), np.nan)[positions_then]
    is_as_now = np.abs((table.yes + table.no) @ table.holds_before.T - base) <= EPSILON
    is_hidden = np.append((then["status"] == Status.SUPPRESSED).to_numpy(bool), False)[positions_then]
    return replace(table, shown_before=is_as_now, hidden_before=is_hidden)


def _find_places_of_figures(keys: pd.DataFrame, membership: pd.DataFrame, answers: AnswersOfGroups) -> Floats:
    """Return which places in which waves each figure counts: shape (figures, groups of the answers)."""
    parts = keys.assign(wave=keys["period"].str.split(" and "), figure=keys.index).explode("wave")
    atoms = answers.labels.assign(place_vintage="2021", atom=answers.labels.index)
    pairs = parts.merge(membership, on=[*AREA, *GROUP]).merge(atoms, on=["wave", *PLACE])
    holds = np.zeros((len(keys), len(atoms)))
    holds[pairs["figure"].to_numpy(int), pairs["atom"].to_numpy(int)] = 1.0
    return holds


def make_table_of_groups(
    figures: pd.DataFrame,
    measure_names: Sequence[str],
    answers: AnswersOfGroups,
    characteristic: str,
    nested_groups: pd.DataFrame,
) -> AnswerTable:
    """Return the table of a characteristic: the borough, its groups, and groups of others that they make up.

    Args:
        figures: as for `make_table_of_areas`.
        measure_names: the measures, in the order of the answers.
        answers: by group of the characteristic, `UNKNOWN_GROUP` among them.
        characteristic: its name.
        nested_groups: as `counts.find_nested_groups` returns it.
    """
    nested = nested_groups[nested_groups["breakdown"] == characteristic]
    whole = (figures["area_type"] == AreaType.BOROUGH) & (figures["breakdown"] == "all")
    used = whole | (figures["breakdown"].isin([characteristic, *nested["other"]]))
    keys, positions = _number_figures(figures[used], measure_names)
    wholes = nested.groupby(["other", "other_category"])["category"].agg(set).to_dict()
    waves, categories = answers.labels["wave"].to_numpy(object), answers.labels["category"].to_numpy(object)
    holds = np.zeros((len(keys), len(categories)))
    for figure, (period, breakdown, category) in enumerate(
        zip(keys["period"], keys["breakdown"], keys["category"], strict=True)
    ):
        inside = np.isin(waves, period.split(" and "))
        if breakdown != "all":
            inside &= np.isin(categories, list(wholes.get((breakdown, category), {category})))
        holds[figure] = inside
    return _merge_atoms(keys, holds, positions, answers, categories != UNKNOWN_GROUP, is_of_areas=False)


def _number_figures(
    figures: pd.DataFrame, measure_names: Sequence[str]
) -> tuple[pd.DataFrame, "np.ndarray[Any, np.dtype[np.intp]]"]:
    """Return the keys that figures of all measures share, and which row is that of each measure (or -1)."""
    keys = figures[FIGURE_KEY].drop_duplicates().reset_index(drop=True)
    positions = np.full((len(measure_names), len(keys)), -1)
    numbers = pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(figures[FIGURE_KEY]))
    positions[pd.Index(measure_names).get_indexer(pd.Index(figures["measure"])), numbers] = figures.index
    return keys, positions


def _merge_atoms(
    keys: pd.DataFrame,
    holds: Floats,
    positions: Any,
    answers: AnswersOfGroups,
    is_recognisable: Flags,
    *,
    holds_before: Floats | None = None,
    is_of_areas: bool,
) -> AnswerTable:
    """Return a table whose atoms are merged where every figure counts them alike: no subtraction can part them."""
    holds_before = np.zeros((0, holds.shape[1])) if holds_before is None else holds_before
    seen = holds.any(axis=0) | holds_before.any(axis=0)
    waves = pd.get_dummies(answers.labels["wave"]).to_numpy(float).T
    patterns, pattern_of = np.unique(np.vstack([holds, waves, holds_before])[:, seen], axis=1, return_inverse=True)
    into = np.eye(patterns.shape[1])[pattern_of.ravel()]
    everyone, yes, no = (amounts[..., seen] @ into for amounts in (answers.everyone, answers.yes, answers.no))
    return AnswerTable(
        holds=patterns[: len(holds)],
        positions=positions,
        waves=patterns[len(holds) : len(holds) + len(waves)],
        everyone=everyone,
        yes=yes,
        no=no,
        is_recognisable=np.asarray(is_recognisable[seen] @ into) > 0,
        is_unplaced=(keys["breakdown"] == UNPLACED).to_numpy(bool),
        is_of_areas=is_of_areas,
        holds_before=patterns[len(holds) + len(waves) :],
        shown_before=np.zeros((len(yes), len(holds_before)), bool),
        hidden_before=np.zeros((len(yes), len(holds_before)), bool),
    )


def list_characteristics(figures: pd.DataFrame, respondents: pd.DataFrame, splits: Sequence[str]) -> Iterator[str]:
    """Yield the characteristics of which a survey's figures are shown."""
    shown = set(figures["breakdown"])
    yield from (name for name in splits if name in shown and respondents[name].notna().any())


def count_answers_of_places(
    respondents: pd.DataFrame, measure_names: Sequence[str], membership: pd.DataFrame
) -> AnswersOfGroups:
    """Count who answered what in each place of the areas: nobody, for all that readers know, is a number too."""
    home = respondents["lsoa21cd"].fillna(UNPLACED)
    return count_answers_of_groups(respondents, measure_names, home, "place", every=membership["place"].unique())


def count_answers_of_categories(
    respondents: pd.DataFrame, measure_names: Sequence[str], characteristic: str, figures: pd.DataFrame
) -> AnswersOfGroups:
    """Count who answered what in each category of a characteristic that any figure is of, nobody's among them."""
    categories = figures.loc[figures["breakdown"] == characteristic, "category"].unique()
    own = respondents[characteristic].fillna(UNKNOWN_GROUP)
    return count_answers_of_groups(respondents, measure_names, own, "category", every=categories)
