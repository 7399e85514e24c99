"""Questions that pages and charts ask of an edition: the borough's figure, England's, and the gap between them."""

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.observe.comparing import differs_enough
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import GapRow, ObservationRow, find_latest_row_with_value
from fairer_stockton.run.vocabulary import AreaType, GapType, Polarity

FIFTHS_BREAKDOWN = "deprivation_fifth"
HEADLINE_GAPS = (GapType.MOST_V_LEAST_FIFTH, GapType.BREAKDOWN, GapType.BOROUGH_V_ENGLAND, GapType.AREA_RANGE)


def list_categories(edition: Edition, measure: Measure) -> list[str]:
    """List what a measure is shown for: everybody, or each group where nobody publishes everybody."""
    rows = edition.select_observations(measure.name, area_type=AreaType.BOROUGH)
    split = measure.own_breakdown.name if measure.own_breakdown else "all"
    observed = sorted({row.category for row in rows if row.breakdown in ("all", split)})
    return ["all"] if "all" in observed or not observed else observed


def is_by_msoa_alone(edition: Edition, measure: Measure) -> bool:
    """Return whether the smallest areas that a measure has figures of are MSOAs."""
    return bool(edition.select_observations(measure.name, area_type=AreaType.MSOA)) and not any(
        edition.select_observations(measure.name, area_type=kind) for kind in (AreaType.WARD, AreaType.LSOA)
    )


def find_borough_figure(
    edition: Edition, measure: Measure, category: str, period: str | None = None
) -> ObservationRow | None:
    """Return the borough's figure of a period; without one, its latest."""
    cells = {"area_type": AreaType.BOROUGH, "category": category} | ({} if period is None else {"period": period})
    return find_latest_row_with_value(edition.select_observations(measure.name, **cells))


def find_england_figure(edition: Edition, borough_figure: ObservationRow) -> ObservationRow | None:
    """Return England's figure for the same measure, period and category; else the United Kingdom's."""
    countries = (
        find_latest_row_with_value(
            edition.select_observations(
                borough_figure.measure, area_type=kind, period=borough_figure.period, category=borough_figure.category
            )
        )
        for kind in (AreaType.ENGLAND, AreaType.UNITED_KINGDOM)
    )
    return next((country for country in countries if country), None)


def find_gap_with_england(edition: Edition, borough_figure: ObservationRow) -> GapRow | None:
    """Return the gap between the borough's figure and England's, of the same period and category."""
    same = {
        "area_code": borough_figure.area_code,
        "period": borough_figure.period,
        "breakdown": borough_figure.breakdown,
        "category": borough_figure.category,
    }
    return find_latest_row_with_value(
        edition.select_gaps(borough_figure.measure, gap_type=GapType.BOROUGH_V_ENGLAND, **same)
    )


def find_preferred_gap(edition: Edition, measure: Measure, borough_figure: ObservationRow) -> GapRow | None:
    """Return the gap that answers the framework's question best: between neighbourhoods, groups, then with England."""
    for kind in HEADLINE_GAPS:
        if kind == GapType.BOROUGH_V_ENGLAND or (kind == GapType.BREAKDOWN and borough_figure.category != "all"):
            gap = find_gap_with_england(edition, borough_figure)
        else:
            gap = _find_latest_gap_of_only_pair(
                edition.select_gaps(measure.name, gap_type=kind, area_code=edition.authority)
            )
        if gap and gap.has_value:
            return gap
    return None


def _find_latest_gap_of_only_pair(gaps: list[GapRow]) -> GapRow | None:
    """Return the latest gap; none where several pairs of groups are compared, since no pair stands for all."""
    groups = {(gap.group_a, gap.group_b) for gap in gaps if gap.gap_type == GapType.BREAKDOWN}
    return find_latest_row_with_value(gaps) if len(groups) < 2 else None


def is_most_deprived_fifth_worse(edition: Edition, measure: Measure) -> bool | None:
    """Return whether the most deprived fifth is clearly worse off than the least; None where that cannot be judged."""
    gap = find_latest_row_with_value(
        edition.select_gaps(measure.name, gap_type=GapType.MOST_V_LEAST_FIFTH, area_code=edition.authority)
    )
    if gap is None or not gap.has_interval or measure.polarity == Polarity.NEUTRAL:
        return None
    # A clear difference can still be too small to matter, so the least difference decides last.
    worse = not gap.interval_contains(0.0) and (gap.value > 0) == (measure.polarity == Polarity.LOWER_IS_BETTER)
    least = find_latest_row_with_value(
        edition.select_observations(measure.name, breakdown=FIFTHS_BREAKDOWN, category="5", period=gap.period)
    )
    return worse and (least is None or differs_enough(least.value + gap.value, least.value, measure))
