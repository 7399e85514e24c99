"""The notes of observations: every sentence that one can carry, written from its columns and nowhere else."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure, SurveyMeasure
from fairer_stockton.run.vocabulary import LeavesOut, Reason

APPORTIONED = "some neighbourhoods lie in it only in part: their figures are shared out by where residents live"
COUNTED_FOR_BOROUGH = "have no neighbourhood and are counted for the borough alone"
COUNTED_IF_ANY = "are counted for the borough alone"  # of those whose number is hidden, and may be 0
ESTIMATED = "rests on a model of its publisher's, not on a direct count"

# What notes are written from besides columns that are published. A kind of figure need not have all of them.
NOTE_NUMBERS = (
    "withheld",  # how many of the figures that it is summed from its publisher withholds
    "model_weight",  # percent that a ward's own answers weigh in its modelled figure
    "model_waves",  # how many waves of the survey are modelled together
    "fit_percent",  # more residents in the neighbourhoods of an area than in the area itself
    "left_out_of",  # rows that there are in all, of which a figure leaves some out
)
NOTE_TEXTS = (
    "reason",  # a `Reason`, or nothing
    "design",  # as `write_design` returns it
    "fit_year",  # of which the residents of an area are
    "prices_of",  # the period whose pounds it is in, where it is in real terms
)
PUBLISHED_FACTS = (
    "measure",
    "value",
    "base",
    "apportioned",
    "rounded_to",
    "left_out",
    "leaves_out",
    "as_first_published",
)


def write_notes(rows: pd.DataFrame, measures: Mapping[str, Measure]) -> "pd.Series[str]":
    """Return the note of each observation.

    Args:
        rows: observations with the columns of `PUBLISHED_FACTS`, `NOTE_NUMBERS` and `NOTE_TEXTS` that they have.
        measures: theirs, by name.
    """
    facts = rows.reindex(columns=[*PUBLISHED_FACTS, *NOTE_NUMBERS, *NOTE_TEXTS])
    facts[list(NOTE_TEXTS)] = facts[list(NOTE_TEXTS)].astype(object).fillna("")
    facts["apportioned"] = facts["apportioned"].isin([True])
    facts["as_first_published"] = facts["as_first_published"].astype(object).fillna("")
    facts["leaves_out"] = facts["leaves_out"].astype(object).fillna(LeavesOut.NONE)
    # Of most figures a note says no more than whether there is one: so a few notes serve many rows.
    surveys = [name for name, measure in measures.items() if isinstance(measure, SurveyMeasure)]
    facts["value"] = facts["value"].where(facts["value"].isna(), 1.0)
    facts["base"] = facts["base"].where(facts["measure"].isin(surveys))
    telling = [name for name in facts if facts[name].nunique(dropna=False) > 1] or ["measure"]
    number = facts.groupby(telling, dropna=False, sort=False).ngroup().to_numpy()
    each = facts.drop_duplicates(telling).itertuples(index=False)
    notes = np.array([write_note(row, measures[str(row.measure)]) for row in each], dtype=object)
    return pd.Series(notes[number], rows.index, dtype="str")


def write_note(row: Any, measure: Measure) -> str:
    """Write all that there is to know of one figure, or why there is none.

    Args:
        row: what a note is written from, as attributes; numbers that it does not have are nan, texts "".
        measure: that the figure is of.
    """
    if row.reason == Reason.HIDDEN:
        return Reason.HIDDEN.value  # anything more could reveal what is hidden
    parts = (
        _write_basis(row, measure),
        f"counts are rounded to multiples of {row.rounded_to:.0f}, so that nobody can be recognised"
        if _is_known(row.rounded_to)
        else "",
        _write_fit(row),
        _write_left_out(row, measure) if row.leaves_out != LeavesOut.NONE else "",
        f"in the prices of {row.prices_of}" if row.prices_of and _is_known(row.value) else "",
        f"shown as first published, in the edition of {row.as_first_published}" if row.as_first_published else "",
        ESTIMATED if measure.estimated and _is_known(row.value) else "",
    )
    return "; ".join(filter(None, parts))


def write_design(waves: int, alone: Mapping[str, int]) -> str:
    """Write what to know of how respondents were drawn.

    Args:
        waves: how many are pooled.
        alone: how many respondents have no sampling point in a wave of which others have one, by wave.
    """
    scaled = ["the weights of each wave are scaled to one mean"] if waves > 1 else []
    points = [
        f"{count:,} of {wave} with no sampling point, each taken as a point alone" for wave, count in alone.items()
    ]
    return "; ".join((*scaled, *points))


def _write_basis(row: Any, measure: Measure) -> str:
    """Write why there is no figure, else what it is made of where that is not plain."""
    if row.withheld > 0:
        return f"the publisher withholds {row.withheld:,.0f} of the figures it is summed from"
    if row.reason:
        return str(row.reason)
    if row.apportioned:
        return APPORTIONED
    if _is_known(row.model_weight):
        return _write_model(row)
    return _write_answers(row, measure) if isinstance(measure, SurveyMeasure) else ""


def _write_model(row: Any) -> str:
    """Write what a modelled figure rests on, and how much the ward's own answers weigh in it."""
    weight = f"the ward's own answers weigh {row.model_weight:.0f} %"
    if not _is_known(row.model_waves):
        return f"modelled from the survey and deprivation; {weight}"
    waves = f"{row.model_waves:.0f} waves of the survey"
    return f"modelled from {waves} and deprivation, and adjusted to the borough's figure; in this wave {weight}"


def _write_answers(row: Any, measure: SurveyMeasure) -> str:
    """Write how many answered, and how they were drawn."""
    answered = f"{row.base:,.0f} {measure.answer.who}"
    return f"{answered}; {row.design}" if row.design else answered


def _write_fit(row: Any) -> str:
    """Write how many residents the neighbourhoods of an area hold, more or fewer than the area itself."""
    if not row.fit_year or not _is_known(row.value):
        return ""
    return (
        f"made up of whole neighbourhoods, which in mid-{row.fit_year} held {abs(row.fit_percent):.1f} % "
        f"{'more' if row.fit_percent > 0 else 'fewer'} residents than the council counted in this area"
    )


def _write_left_out(row: Any, measure: Measure) -> str:
    """Write how many rows have no neighbourhood, if that may be known."""
    rows = measure.answer.rows if isinstance(measure, SurveyMeasure) else "rows"
    if not _is_known(row.left_out):
        return f"any {rows} without a neighbourhood {COUNTED_IF_ANY}"
    total = f" of {row.left_out_of:,.0f}" if _is_known(row.left_out_of) else ""
    return f"{row.left_out:,.0f}{total} {rows} {COUNTED_FOR_BOROUGH}"


def _is_known(number: float) -> bool:
    return number == number  # nan is not equal to itself
