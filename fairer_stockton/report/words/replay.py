"""Why a figure can, or cannot, be recomputed in the page from the counts of neighbourhoods, in words."""

from collections.abc import Collection

from fairer_stockton.definitions.measures import Measure, MeasureByAge, MeasureSum, SummedMeasure, SurveyMeasure

HIDDEN_ROWS = "some of its figures are hidden so that nobody can be recognised, so its counts are not published"
NO_ROWS = "this report holds no counts of neighbourhoods for it"


def explain_why_kind_has_no_replay(measure: Measure, supplied_sources: Collection[str]) -> str:
    """Return why no figure of a measure can be recomputed from open counts, as the end of a sentence; else nothing."""
    if set(measure.tables) & set(supplied_sources):
        return "it rests on records that are not open, and their counts may not be published"
    if isinstance(measure, SummedMeasure):
        return ""
    if isinstance(measure, SurveyMeasure):
        return "it comes from the answers of people to a survey, which are not published one by one"
    if isinstance(measure, MeasureByAge):
        return "it is made from counts by age, and not by adding up neighbourhoods"
    return "its publisher gives the finished figure, and not the counts it was made from"


def can_recompute(measure: Measure, supplied_sources: Collection[str]) -> bool:
    """Return whether figures of a measure are sums of open counts, so that a page can recompute them."""
    return not explain_why_kind_has_no_replay(measure, supplied_sources)


def describe_sum(part: MeasureSum) -> str:
    """Write which column of which table a sum adds up, and of which rows."""
    where = "" if part.where == "true" else f", where {part.where}"
    held = f", always at {part.held_at}" if part.held_at else ""
    return f"{part.sum} in {part.table}{where}{held}"
