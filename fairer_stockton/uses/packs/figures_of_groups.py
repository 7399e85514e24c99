"""The figures of a pack's groups of people: each beside those that the report sets the group against."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fairer_stockton.definitions.communities import WHOLE_MEASURE
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.comparing import differs_enough
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.communities import (
    ABOUT_THE_SAME,
    BETTER_OFF,
    NO_CLEAR_DIFFERENCE,
    NOT_TESTED,
    WORSE_OFF,
    judge_community,
)
from fairer_stockton.report.rows import CommunityRow, GapRow, ObservationRow, find_latest_row_with_value, read_rows
from fairer_stockton.report.words.figures import (
    NOT_AVAILABLE,
    begin_with_capital,
    is_known,
    lower_first_letter,
)
from fairer_stockton.report.words.narrative import COMPARISONS
from fairer_stockton.run.vocabulary import AreaType, Comparison, GapType, Polarity
from fairer_stockton.uses.packs.chosen import GroupOfPeople
from fairer_stockton.uses.packs.figures import (
    HIDDEN,
    NAN,
    PackFigure,
    fill_figure,
    find_newer_period,
    start_figure,
)


def list_figures_of_group(edition: Edition, group: GroupOfPeople, measures: Sequence[Measure]) -> list[PackFigure]:
    """Return the latest figures of a group in each measure that has any of it."""
    if group.community:
        return _list_figures_of_community(edition, group, measures)
    return [figure for measure in measures for figure in _list_figures_of_category(edition, group, measure)]


def _list_figures_of_community(edition: Edition, group: GroupOfPeople, measures: Sequence[Measure]) -> list[PackFigure]:
    """Return a community's figures; of measures of the six gaps alone, since no others are made for communities."""
    table = edition.communities
    wanted = {measure.name for measure in measures}
    rows = read_rows(table[(table["community"] == group.community) & table["measure"].isin(wanted)], CommunityRow)
    latest = {row.measure: row for row in sorted(rows, key=lambda row: (row.has_value, row.period))}
    return [_make_figure_of_community(edition, group, latest[name]) for name in sorted(latest)]


def _make_figure_of_community(edition: Edition, group: GroupOfPeople, row: CommunityRow) -> PackFigure:
    measure, is_hidden = edition.measures[row.measure], row.is_suppressed
    return PackFigure(
        value=NAN if is_hidden else row.group_value,
        lower_95=NAN if is_hidden else row.group_lower_95,
        upper_95=NAN if is_hidden else row.group_upper_95,
        unit=measure.unit,
        about=edition.framework[measure.domain].title,
        measure=measure.name,
        title=measure.title,
        who=group.title,
        detail="; ".join(filter(None, (_name_other_group(row), _name_larger_area(edition, row)))),
        code=row.area_code,
        period=row.period,
        beside=lower_first_letter(row.else_category) or "everyone else",
        # With everybody's figure, that of the others would tell the hidden one.
        beside_value=NAN if is_hidden else row.else_value,
        england_value=NAN if is_hidden else row.england_value,
        verdict=judge_community(edition, row) if row.has_value and not is_hidden else "",
        missing=_explain_missing_community(row),
        is_low_base=row.is_low_base,
        synthetic=row.synthetic,
        sources=row.sources,
    )


def _explain_missing_community(row: CommunityRow) -> str:
    if row.is_suppressed:
        return HIDDEN
    return "" if is_known(row.group_value) else row.note or NOT_AVAILABLE


def _name_other_group(row: CommunityRow) -> str:
    """Return the group that the publisher has, where that is not the community itself."""
    return "" if row.category in (row.title, WHOLE_MEASURE) else row.category


def _name_larger_area(edition: Edition, row: CommunityRow) -> str:
    return "" if row.area_code == edition.authority else f"{row.area_name} as a whole"


def _list_figures_of_category(edition: Edition, group: GroupOfPeople, measure: Measure) -> Iterator[PackFigure]:
    """Yield the borough's latest figure of a category; none where the measure is not split so."""
    row = _find_row_of_category(edition, group.breakdown, group.category, measure, AreaType.BOROUGH, "")
    if row is None:
        return
    domain = edition.framework[measure.domain].title
    figure = fill_figure(start_figure(measure, domain, begin_with_capital(group.title), edition.authority), row)
    newer = find_newer_period(edition, measure, row.period)
    yield _set_against_reference(edition, measure, replace(figure, newer_period=newer), row)


def _set_against_reference(edition: Edition, measure: Measure, figure: PackFigure, row: ObservationRow) -> PackFigure:
    """Return a group's figure beside that of its reference group, judged by the report's gap between the two.

    Where the report has no such gap, as of the reference group itself, the figure is shown alone.
    """
    if not row.has_value:
        return figure
    england = _find_row_of_category(edition, row.breakdown, row.category, measure, AreaType.ENGLAND, row.period)
    figure = replace(figure, england_value=england.value if england else NAN)
    gap = find_latest_row_with_value(
        edition.select_gaps(
            measure.name, gap_type=GapType.BREAKDOWN, area_code=row.area_code, period=row.period,
            breakdown=row.breakdown, category=row.category,
        )
    )  # fmt: skip
    if gap is None:
        return figure
    reference = _find_row_of_category(edition, row.breakdown, gap.group_b, measure, AreaType.BOROUGH, row.period)
    return replace(
        figure,
        beside=_name_reference(edition, gap),
        beside_value=reference.value if reference else NAN,
        verdict=judge_gap(measure, gap, reference) if reference and reference.has_value and gap.has_value else "",
        synthetic=figure.synthetic or gap.synthetic,
    )


def _name_reference(edition: Edition, gap: GapRow) -> str:
    groups = edition.definitions.breakdowns[gap.breakdown].groups
    return groups.get(gap.group_b, lower_first_letter(gap.group_b))


def judge_gap(measure: Measure, gap: GapRow, reference: ObservationRow) -> str:
    """Return the verdict on a group set against its reference group, in the words for communities."""
    if not gap.has_interval or measure.estimated:
        return NOT_TESTED
    if gap.interval_contains(0.0):
        return NO_CLEAR_DIFFERENCE
    if not differs_enough(reference.value + gap.value, reference.value, measure):
        return ABOUT_THE_SAME
    if measure.polarity == Polarity.NEUTRAL:
        return COMPARISONS[Comparison.HIGHER if gap.value > 0 else Comparison.LOWER].lower()
    return WORSE_OFF if (gap.value > 0) == (measure.polarity == Polarity.LOWER_IS_BETTER) else BETTER_OFF


def _find_row_of_category(
    edition: Edition, breakdown: str, category: str, measure: Measure, area_type: str, period: str
) -> ObservationRow | None:
    cells = {"area_type": area_type, "breakdown": breakdown, "category": category}
    cells |= {"period": period} if period else {}
    return find_latest_row_with_value(edition.select_observations(measure.name, **cells))
