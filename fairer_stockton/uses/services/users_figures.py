"""The figures of an audit of users: of each area, and of the most deprived fifth against the least, for each group."""

from collections.abc import Iterator
from typing import Any

from fairer_stockton.report.questions import FIFTHS_BREAKDOWN
from fairer_stockton.report.words.figures import is_known, lower_first_letter
from fairer_stockton.run.vocabulary import AreaType, Comparison
from fairer_stockton.statistics.estimate import Estimate
from fairer_stockton.statistics.inequality import compute_absolute_gap
from fairer_stockton.statistics.proportions import compute_wilson_proportion
from fairer_stockton.uses.packs.figures import HIDDEN, NAN
from fairer_stockton.uses.services.figures import ServiceFigure
from fairer_stockton.uses.services.groups import CountedGroup
from fairer_stockton.uses.services.neighbourhoods import CountedPeople
from fairer_stockton.uses.services.users import ELSEWHERE, WHOLE_LIST, UsersAudit, name_kind_of_area

CHANCE = "chance (95%)"
NOBODY_IN_NEED = "nobody is counted there who needs it"
FIFTH_NOT_SHOWN, ENDS_NOT_SHOWN = "not all fifths are shown", "not both are shown"
COMPARED_RATES = {
    Comparison.HIGHER: "clearly more",
    Comparison.LOWER: "clearly fewer",
    Comparison.SIMILAR: "no clear difference",
}


def make_figure_of_area(audit: UsersAudit, number: int) -> ServiceFigure:
    """Return the rate of users in an area, with its share of those in need, and by how much that of users differs."""
    area, rates, counts = audit.areas[number], audit.rates, audit.users.counts
    borough = audit.find(AreaType.BOROUGH)
    of_need = _share(audit.people_in_need[number], audit.people_in_need[borough])
    # Of the borough itself it is all.
    of_users = compute_wilson_proportion([NAN if number == borough else counts[number]], [counts[borough]])
    share, least, most = (end - of_need for end in _read_numbers(of_users))
    is_hidden = bool(audit.users.is_hidden[number])
    has_rate = area.kind in (WHOLE_LIST, ELSEWHERE) or is_known(rates.value[number])
    return ServiceFigure(
        value=float(rates.value[number]),
        lower_95=float(rates.lower_95[number]),
        upper_95=float(rates.upper_95[number]),
        unit="per_1000",
        about=name_kind_of_area(area.kind),
        measure=audit.need.measure.name,
        title=_make_title(audit.need),
        who=area.name,
        code=area.code,
        period=audit.audit.period,
        limits_allow_for=CHANCE,
        count=float(counts[number]),
        out_of=float(audit.people_in_need[number]),
        beside="the area’s share of those in need (%); the gap is its share of users less that",
        beside_value=of_need,
        gap=share,
        gap_lower=least,
        gap_upper=most,
        verdict="" if number == borough else COMPARED_RATES.get(Comparison(audit.verdicts[number]), ""),
        missing=HIDDEN if is_hidden else "" if has_rate else NOBODY_IN_NEED,
        synthetic=audit.need.synthetic,
        sources=audit.need.sources,
    )


def _make_title(counted: CountedPeople) -> str:
    return f"Users per 1,000: {lower_first_letter(counted.measure.title)}"


def _share(part: Any, whole: Any) -> float:
    return float(100 * part / whole) if whole > 0 else NAN


def list_figures_of_ends(audit: UsersAudit) -> Iterator[ServiceFigure]:
    """Yield, for each group, the rate of the most deprived fifth beside the least, and how much they differ."""
    for group in audit.groups if audit.fifths else ():
        yield _make_figure_of_ends(audit, group)


def _make_figure_of_ends(audit: UsersAudit, group: CountedGroup) -> ServiceFigure:
    most, least = audit.compute_rates_of_ends(group.counted)
    gap = compute_absolute_gap(most, least)
    value, low, high = _read_numbers(most)
    difference, gap_low, gap_high = _read_numbers(gap)
    _, least_low, least_high = _read_numbers(least)
    words = "no clear difference" if gap_low <= 0 <= gap_high else "clearly more" if gap_low > 0 else "clearly fewer"
    # Of other groups the users say nothing: a difference may be that they live elsewhere than those in need.
    has_verdict = is_known(difference) and group.counted.measure.name == audit.audit.need
    return ServiceFigure(
        value=value,
        lower_95=low,
        upper_95=high,
        unit="per_1000",
        about=group.about,
        measure=group.counted.measure.name,
        title=_make_title(group.counted),
        who=audit.areas[audit.fifths[0]].name,
        period=audit.audit.period,
        limits_allow_for=CHANCE,
        beside=audit.areas[audit.fifths[-1]].name,
        beside_value=float(least.value[0]),
        beside_lower=least_low,
        beside_upper=least_high,
        gap=difference,
        gap_lower=gap_low,
        gap_upper=gap_high,
        verdict=words if has_verdict else "",
        missing=_explain(audit, [audit.fifths[0], audit.fifths[-1]], gap, ENDS_NOT_SHOWN),
        synthetic=group.counted.synthetic,
        sources=group.counted.sources,
    )


def _explain(audit: UsersAudit, fifths: list[int], estimate: Estimate, not_shown: str) -> str:
    """Return why an estimate from fifths has no value; nothing where it has one."""
    return not_shown if audit.users.is_hidden[fifths].any() else str(estimate.reason[0])


def _read_numbers(estimate: Estimate) -> tuple[float, float, float]:
    value, low, high = (float(numbers[0]) for numbers in estimate.value_and_limits[:3])
    return value, low, high


def list_figures_of_gradient(audit: UsersAudit) -> Iterator[ServiceFigure]:
    """Yield the relative index along all fifths."""
    if not audit.fifths:
        return
    value, low, high = _read_numbers(audit.relative_index)
    yield ServiceFigure(
        value=value,
        lower_95=low,
        upper_95=high,
        unit="ratio",
        about=name_kind_of_area(FIFTHS_BREAKDOWN),
        measure=audit.need.measure.name,
        title=f"Relative index of inequality. {_make_title(audit.need)}",
        who="The most deprived end as a multiple of the least",
        period=audit.audit.period,
        limits_allow_for=CHANCE,
        missing=_explain(audit, audit.fifths, audit.relative_index, FIFTH_NOT_SHOWN),
        synthetic=audit.need.synthetic,
        sources=audit.need.sources,
    )
