"""What an attacker can put together of a survey: all questions of a wave, linked by who answered them.

Unknown are the respondents by neighbourhood and by group: how many there are, how many of them answered each question,
and how many answered it in the one way or in any other.
"""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import pandas as pd

from fairer_stockton.auditor.conditions import Condition, split_condition
from fairer_stockton.auditor.counts import (
    OF_MEASURE,
    label_figures,
    make_rows_for_missing_areas,
    make_rows_without_neighbourhood,
    prepare_figures,
)
from fairer_stockton.auditor.layout import MAP, Layout
from fairer_stockton.auditor.links import Statements, link, link_in_layout
from fairer_stockton.auditor.places import choose_area_holding_most_of_neighbourhood
from fairer_stockton.auditor.puzzle import Puzzle
from fairer_stockton.auditor.quantities import Quantities, RequiredRangeWidths
from fairer_stockton.auditor.shares import narrow_shares
from fairer_stockton.auditor.tables import propose_and_prove_least
from fairer_stockton.definitions.measures import SurveyMeasure
from fairer_stockton.run.vocabulary import AreaType, Status

EVERYONE: Condition = frozenset()
BASE, YES_SIDE, OTHER_SIDE = SIDES = ["all who answered", "yes", "the other answers"]


def make_survey_puzzle(
    measures: list[SurveyMeasure],
    figures: pd.DataFrame,
    neighbourhoods_of_areas: pd.DataFrame,
    widths: RequiredRangeWidths,
    *,
    is_number_known: bool = True,
) -> Puzzle:
    """Return the puzzle of all questions of a survey in waves that some figure pools, or in a single wave.

    What is assumed besides the figures, all of it to the attacker's advantage:

    - the number of all respondents is known, and is the smallest that the figures allow: each question's base is part
      of it, so that the base of one tells that of another where nearly everyone answered. (Of waves that are pooled it
      is the smallest of each by itself, and there may be no table that has it of all at once: then it is not assumed.)
    - the number of yes answers in the whole borough is known exactly, and that behind any other shown share to within
      what the weights of respondents blur (see `shares`);
    - on both sides of a shown figure there are as many as the rule asks for.
    """
    figures, held = prepare_figures(figures, neighbourhoods_of_areas)
    held = choose_area_holding_most_of_neighbourhood(held)
    questions = _Questions(measures, figures, held, widths, guards_bases=False)
    bases = questions.list_bases()
    table = questions.quantities.table
    borough = held[(held["area_type"] == AreaType.BOROUGH) & (held["breakdown"] == "all")].drop_duplicates(MAP)[:1]
    layout = Layout(pd.concat([bases, borough], ignore_index=True), held, merge=True)
    if is_number_known:
        bases = _state_all_respondents(bases, questions, borough, layout)
    asked, waves = questions.list_sides_of_bases(), questions.waves
    sides = narrow_shares(questions.list_sides(), bases, table, asked, layout, waves)
    rows = number_rows(pd.concat([bases, sides], ignore_index=True))
    quantities, hubs = questions.quantities, tuple(questions.everyone.values())
    parts, changes, pairs = quantities.list_parts(), quantities.list_changes(), quantities.list_sides()
    return link_in_layout(Statements(rows, table, parts, changes, waves, hubs=hubs, sides=pairs), layout)


def make_survey_puzzle_of_any_number(
    measures: list[SurveyMeasure],
    figures: pd.DataFrame,
    neighbourhoods_of_areas: pd.DataFrame,
    widths: RequiredRangeWidths,
) -> Puzzle:
    """Return the same puzzle where it is not known how many took part in each wave."""
    return make_survey_puzzle(measures, figures, neighbourhoods_of_areas, widths, is_number_known=False)


def make_base_puzzle(
    measures: list[SurveyMeasure],
    figures: pd.DataFrame,
    neighbourhoods_of_areas: pd.DataFrame,
    widths: RequiredRangeWidths,
) -> Puzzle:
    """Return the puzzle of how many answered, each question by its own bases alone, over maps, waves and groups."""
    figures, held = prepare_figures(figures, neighbourhoods_of_areas)
    held = choose_area_holding_most_of_neighbourhood(held)
    questions = _Questions(measures, figures, held, widths, guards_bases=True)
    rows = number_rows(questions.list_bases())
    return link(
        Statements(rows, questions.quantities.table, (), questions.quantities.list_changes(), questions.waves), held
    )


def number_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return statements with the number of each: the waves that a figure pools are one row in several lines."""
    return rows.assign(row=rows.groupby(["figure", "quantity"], sort=False).ngroup())


class _Questions:
    """The quantities of a survey, and what its figures say of them."""

    def __init__(
        self,
        measures: list[SurveyMeasure],
        figures: pd.DataFrame,
        held: pd.DataFrame,
        widths: RequiredRangeWidths,
        *,
        guards_bases: bool,
    ) -> None:
        self.guards_bases = guards_bases
        self.quantities, self.held, self.widths = Quantities(), held, widths
        waves = sorted({wave for period in figures["period"].unique() for wave in str(period).split(" and ")})
        self._number_of_wave = {wave: number for number, wave in enumerate(waves)}
        self.waves = len(waves)
        self.everyone: dict[int, int] = {}
        asked = figures[OF_MEASURE].drop_duplicates().sort_values("files", kind="stable")
        numbers = [
            (measure.name, files, *self._number(measure, files))
            for measure in measures
            for files in asked.loc[asked["measure"] == measure.name, "files"].tolist()
        ]
        self._questions = pd.DataFrame(numbers, columns=[*OF_MEASURE, *SIDES])
        self._figures = self._add_rows_of_nobody(figures).merge(self._questions, on=OF_MEASURE)

    def _number(self, measure: SurveyMeasure, files: int) -> tuple[int, int, int]:
        """Return the numbers of those who answered a question, those who said yes, and the others who answered."""
        answer, add = measure.answer, self.quantities
        if self.guards_bases:
            # By the measure's name, so that two questions of the same people are not linked.
            base = add.number(files, measure.name, "1", split_condition(answer.of))
            # A base makes a figure; of a neighbourhood that has none, what must not be told is the people.
            add.guard(base, "answers", self.widths.answered, measure.name, single_width=self.widths.fewest_answers)
            return base, base, base
        self.everyone[files] = add.number(files, answer.table, "1", EVERYONE)
        base = add.number(files, answer.table, "1", split_condition(answer.of))
        yes = add.number(files, answer.table, "1", split_condition(answer.of, answer.yes))
        no = add.number_rest(base, yes)
        few = self.widths.fewest_answers
        add.guard(base, "sides", few, measure.name, single_width=few, secret_below=self.widths.answered)
        for side, name in ((yes, YES_SIDE), (no, OTHER_SIDE)):
            add.guard(side, "sides", few, f"{measure.name}, {name}")
            add.add_side(side, base)
        return base, yes, no

    def _add_rows_of_nobody(self, figures: pd.DataFrame) -> pd.DataFrame:
        """Return figures with rows for areas that have none, and for those without a neighbourhood."""
        absent = make_rows_for_missing_areas(figures, self.held, len(figures)).assign(known=0.0)
        unplaced = make_rows_without_neighbourhood(figures, self.held, len(figures) + len(absent))
        rows = pd.concat([figures, absent, unplaced], ignore_index=True)
        return rows.assign(base=rows["base"].fillna(rows["known"].astype(float)))

    @cached_property
    def _lines(self) -> pd.DataFrame:
        """A line for each figure and each of its waves, with nothing known."""
        figures = self._figures
        hidden = figures["status"] == Status.SUPPRESSED
        rows = figures[[*MAP, "figure", "measure", "base", "value", *SIDES]].assign(
            low=np.nan, high=np.nan, cell=hidden, hidden=hidden,
            label=label_figures(figures), wave=figures["period"].str.split(" and "),
        )  # fmt: skip
        rows = rows.explode("wave", ignore_index=True)
        return rows.assign(wave=rows["wave"].map(self._number_of_wave).astype(np.int64))

    def _state(self, side: str) -> pd.DataFrame:
        """Return the lines of all who answered, or of those on one side."""
        return self._lines.drop(columns=SIDES).assign(quantity=self._lines[side])

    def list_bases(self) -> pd.DataFrame:
        """Return what is known and hidden of how many answered."""
        rows = self._state(BASE)
        return rows.assign(low=rows["base"], high=rows["base"])

    def list_sides(self) -> pd.DataFrame:
        """Return what is hidden of both sides of each question, and with what is shown the share of yes, in `value`."""
        sides = {name: self._state(name) for name in (YES_SIDE, OTHER_SIDE)}
        tables = [
            rows.assign(is_yes=name == YES_SIDE, fewest=self.widths.fewest_answers, label=rows["label"] + f", {name}")
            for name, rows in sides.items()
        ]
        rows = pd.concat(tables, ignore_index=True)
        nobody = (rows["base"] == 0) & rows["value"].isna()
        return rows.assign(low=rows["low"].mask(nobody, 0.0), high=rows["high"].mask(nobody, 0.0))

    def list_sides_of_bases(self) -> list[tuple[int, int, int]]:
        """Return the numbers of those who answered each question, and of both sides."""
        return list(dict.fromkeys(self._questions[SIDES].itertuples(index=False, name=None)))


def _state_all_respondents(
    bases: pd.DataFrame, questions: _Questions, borough: pd.DataFrame, layout: Layout
) -> pd.DataFrame:
    """Return what is known of bases, and how many respondents each wave surely has at the least.

    A reader may know the number of respondents. Every table with fewer is a table with more too, for those who answered
    nothing, so that to take the fewest is to take what lets the fewest tables be.
    """
    of_everyone = borough[MAP].assign(measure="", base=np.nan, value=np.nan, cell=False, hidden=False, label="everyone")
    rows = [bases]
    first = int(bases["figure"].max()) + 1
    is_of_borough = (bases["area_type"] == AreaType.BOROUGH) & (bases["breakdown"] == "all") & bases["low"].notna()
    for files, number in questions.everyone.items():
        # A question that all were asked gives the number itself, in the waves in which it was asked.
        given = set(bases.loc[is_of_borough & (bases["quantity"] == number), "wave"])
        if len(given) == questions.waves:
            continue
        for wave, fewest in enumerate(_prove_fewest_respondents(bases, questions, layout, number)):
            figure = first + files * questions.waves + wave
            if wave not in given:
                rows.append(of_everyone.assign(figure=figure, quantity=number, wave=wave, low=fewest, high=fewest))
    return pd.concat(rows, ignore_index=True)


def _prove_fewest_respondents(
    bases: pd.DataFrame, questions: _Questions, layout: Layout, everyone: int
) -> Iterator[float]:
    """Yield how many respondents each wave surely has at the least, by what is shown of all questions together."""
    table = questions.quantities.table
    plain = table.assign(counted="", single=False)
    parts = [numbers for numbers in questions.quantities.list_parts() if numbers[0] == everyone or numbers[2] < 0]
    rows = number_rows(bases.assign(cell=False))
    per_wave = []
    for wave in range(questions.waves):
        asked = rows[(rows["wave"] == wave)].drop_duplicates(MAP)
        whole = asked[(asked["area_type"] == AreaType.BOROUGH) & (asked["breakdown"] == "all")][:1]
        own = {"figure": rows["figure"].max() + 1 + wave, "row": rows["row"].max() + 1 + wave}  # not a pooled figure's
        per_wave.append(whole.assign(**own, quantity=everyone, low=np.nan, high=np.nan, cell=True))
    every = pd.concat([rows, *per_wave], ignore_index=True)
    puzzle = link_in_layout(Statements(every, plain, parts, (), questions.waves), layout)
    yield from propose_and_prove_least(puzzle)
