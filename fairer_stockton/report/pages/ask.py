"""The page that answers questions: examples of what can be asked, each of a measure that this edition has."""

from collections.abc import Callable

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.run.vocabulary import AreaType, GapType


def list_example_questions(edition: Edition) -> list[str]:
    """Return questions that have an answer, each of another domain where there are enough."""
    makers: list[Callable[[Edition, Measure], str]] = [_ask_for_ward, _ask_for_england, _ask_for_fifths, _ask_for_women]
    examples = []
    for domain in edition.framework:
        for measure in edition.list_measures_with_figures(domain):
            if makers and (question := makers[0](edition, measure)):
                examples.append(question)
                del makers[0]
                break
    return examples


def _ask_for_ward(edition: Edition, measure: Measure) -> str:
    cells = {"area_type": AreaType.WARD, "vintage": edition.ward_vintage, "breakdown": "all"}
    rows = edition.select_observations(measure.name, **cells)
    latest = max((row.period for row in rows), default="")
    ward = next((row for row in rows if row.is_shown and row.period == latest), None)
    return f"{measure.title} in the ward of {ward.area_name}" if ward else ""


def _ask_for_england(edition: Edition, measure: Measure) -> str:
    gaps = edition.select_gaps(measure.name, gap_type=GapType.BOROUGH_V_ENGLAND, breakdown="all")
    return f"{measure.title} compared with England" if gaps and gaps[-1].has_value else ""


def _ask_for_fifths(edition: Edition, measure: Measure) -> str:
    gaps = edition.select_gaps(measure.name, gap_type=GapType.MOST_V_LEAST_FIFTH)
    return f"{measure.title}: gap between rich and poor" if gaps and gaps[-1].has_value else ""


def _ask_for_women(edition: Edition, measure: Measure) -> str:
    rows = edition.select_observations(measure.name, area_type=AreaType.BOROUGH, breakdown="sex", category="Female")
    return f"{measure.title}: women" if rows and rows[-1].is_shown else ""
