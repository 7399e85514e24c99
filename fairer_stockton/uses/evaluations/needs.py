"""Needs: what an evaluation lacks before any figure is looked at, all of it at once."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from fairer_stockton.definitions.evaluations import Evaluation
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.run.errors import CatalogueError, indent_following_lines
from fairer_stockton.run.vocabulary import Polarity
from fairer_stockton.uses.evaluations.panel import FEWEST_AREAS

# Tables of the Indices of Deprivation: what they say of a place depends on a model, and on every other place.
INDEX_TABLES = ("indices_of_deprivation", "earlier_indices", "iod_indicators", "iod_summaries", "iod_underlying")


def refuse_for_needs(needs: Sequence[str], file_name: str) -> None:
    """Raise the refusal that lists what is needed.

    Raises:
        CatalogueError: always.
    """
    numbered = [f"{number}. {need}" for number, need in enumerate(needs, 1)]
    raise CatalogueError(
        file=file_name,
        found="a question that cannot be judged yet",
        expected=indent_following_lines(["all that is needed to judge it. Missing:", *numbered]),
        remedy="see docs/how-to/judge-whether-it-worked.md; until then, say that it is not known whether it worked",
    )


def list_needs_of_file(evaluation: Evaluation, edition_day: date) -> Iterator[str]:
    """Yield what the file must still say."""
    if evaluation.first_day is None:
        yield 'The day on which it began: start = "2024-04-01". Without it, no figure is before or after.'
    if evaluation.registered_on is None:
        yield 'The day on which this file was registered, before the figures were known: registered = "2024-03-01".'
    elif evaluation.registered_on > edition_day:
        yield (
            f"A day of registration that has come: {evaluation.registered} is later than the edition "
            f"({edition_day.isoformat()}; DATE= sets its day)."
        )
    if not evaluation.registered_by.strip():
        yield 'Who registered it: registered_by = "Head of Public Health".'


def list_needs_of_names(neighbourhoods: Collection[str]) -> Iterator[str]:
    """Yield that the areas hold too few neighbourhoods, where they do."""
    if (count := len(neighbourhoods)) < FEWEST_AREAS:
        yield (
            f"Areas that hold at least {FEWEST_AREAS} neighbourhoods; these hold {count}. Of one or two, whatever "
            "happens in a single street decides."
        )


def list_needs_of_measure(measure: Measure, england: Definitions) -> Iterator[str]:
    """Yield what makes a measure unfit to show an effect on some neighbourhoods."""
    if measure.estimated:
        yield (
            f"An outcome that is counted. “{measure.title}” is an estimate: part of it comes from a model, so it may "
            "show what is usual for such places, and not what was done in these."
        )
    if any(table in INDEX_TABLES for table in measure.tables):
        yield f"An outcome that is counted. “{measure.title}” is of the Indices of Deprivation, which rank places."
    for why in dict.fromkeys((measure.not_over_time, measure.small_areas_not_over_time)):
        if why:
            yield f"An outcome whose years can be compared. “{measure.title}”: {why}"
    if measure.polarity == Polarity.NEUTRAL:
        yield f"An outcome of which one way is better. “{measure.title}” is called neither better nor worse."
    if measure.name not in england.measures_with_sources:
        yield (
            f"Figures of all England, from published sources. “{measure.title}” has none here: run `make fetch`, or "
            "choose another outcome."
        )
