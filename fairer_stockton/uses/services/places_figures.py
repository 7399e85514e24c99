"""The figures of an audit of places: of each group, each neighbourhood and each place."""

from collections.abc import Iterator

from fairer_stockton.observe.comparing import differs_enough
from fairer_stockton.uses.packs.figures import NAN
from fairer_stockton.uses.services.figures import ServiceFigure
from fairer_stockton.uses.services.places import PlacesAudit

WHERE_THEY_LIVE = "not knowing where in a neighbourhood somebody lives, or where a postcode lies"
EVERYONE_COUNTED_ELSE = "everyone else counted"
MORE, FEWER, ALIKE, NOT_CLEAR = "more within reach", "fewer within reach", "about the same", "not clear"
WITHIN, PARTLY_IN, PARTLY_OUT, BEYOND_REACH = (
    "within reach",
    "mostly within reach",
    "mostly out of reach",
    "out of reach",
)
ABOUT_NEIGHBOURHOODS, ABOUT_PLACES_OF_SERVICE = "Neighbourhood", "Place"


def list_figures_of_groups(audit: PlacesAudit) -> tuple[ServiceFigure, ...]:
    """Return of each group the share within reach, beside that of everyone else whom its measure counts."""
    return tuple(_make_figure_of_group(audit, number) for number in range(len(audit.groups)))


def _make_figure_of_group(audit: PlacesAudit, number: int) -> ServiceFigure:
    group, counted = audit.groups[number], audit.groups[number].counted
    share, total = float(audit.shares.value[number]), float(counted.people.sum())
    return ServiceFigure(
        value=share,
        lower_95=float(audit.shares.least[number]),
        upper_95=float(audit.shares.most[number]),
        unit="percent",
        about=group.about,
        measure=counted.measure.name,
        title=counted.measure.title,
        who=audit.edition.borough_name,
        code=audit.edition.authority,
        period=counted.period,
        limits_allow_for=WHERE_THEY_LIVE,
        count=share / 100 * total,
        out_of=total,
        beside=EVERYONE_COUNTED_ELSE,
        beside_value=float(audit.shares_of_others.value[number]),
        beside_lower=float(audit.shares_of_others.least[number]),
        beside_upper=float(audit.shares_of_others.most[number]),
        gap=float(audit.gaps.value[number]),
        gap_lower=float(audit.gaps.least[number]),
        gap_upper=float(audit.gaps.most[number]),
        verdict=_judge(audit, number),
        distance_metres=float(audit.mean_distances[0][number]),
        beside_distance_metres=float(audit.mean_distances[1][number]),
        synthetic=counted.synthetic,
        sources=counted.sources,
    )


def _judge(audit: PlacesAudit, number: int) -> str:
    """Return how a group's share compares: clearly only where it does, wherever in their neighbourhoods people live."""
    least, most = audit.gaps.least[number], audit.gaps.most[number]
    if not (least > 0 or most < 0):
        return NOT_CLEAR
    share, others = float(audit.shares.value[number]), float(audit.shares_of_others.value[number])
    if not differs_enough(share, others, audit.groups[number].counted.measure):
        return ALIKE
    return MORE if least > 0 else FEWER


def list_figures_of_neighbourhoods(audit: PlacesAudit) -> Iterator[ServiceFigure]:
    """Yield those in need in each neighbourhood, how far it is to the nearest place, and whether that is in reach."""
    names, reach = audit.places.names, audit.reach
    for number, (code, name) in enumerate(zip(audit.neighbourhoods.codes, audit.neighbourhoods.names, strict=True)):
        people, out_of = float(audit.need.people[number]), float(audit.need.out_of[number])
        yield ServiceFigure(
            value=100 * people / out_of if out_of else NAN,
            lower_95=NAN,
            upper_95=NAN,
            unit="percent",
            about=ABOUT_NEIGHBOURHOODS,
            measure=audit.need.measure.name,
            title=audit.need.measure.title,
            who=name,
            code=code,
            period=audit.need.period,
            count=people,
            out_of=out_of,
            beside=names[reach.nearest[number]],
            verdict=name_reach(audit, number),
            distance_metres=float(reach.distance_metres[number]),
            synthetic=audit.need.synthetic,
            sources=audit.need.sources,
        )


def name_reach(audit: PlacesAudit, number: int) -> str:
    """Return how a neighbourhood lies."""
    reach = audit.reach
    if reach.is_wholly_within[number]:
        return WITHIN
    if not reach.is_partly_within[number]:
        return BEYOND_REACH
    return PARTLY_IN if reach.is_within[number] else PARTLY_OUT


def list_figures_of_places(audit: PlacesAudit) -> Iterator[ServiceFigure]:
    """Yield how many in need each place has within reach; beside it those whom no other place has."""
    every, alone = audit.reached_by_place
    for number, name in enumerate(audit.places.names):
        yield ServiceFigure(
            value=float(every.value[number]),
            lower_95=float(every.least[number]),
            upper_95=float(every.most[number]),
            unit=audit.need.noun,
            about=ABOUT_PLACES_OF_SERVICE,
            measure=audit.need.measure.name,
            title=audit.need.measure.title,
            who=name,
            period=audit.need.period,
            limits_allow_for=WHERE_THEY_LIVE,
            count=float(every.value[number]),
            out_of=float(audit.need.people.sum()),
            beside="within reach of no other place",
            beside_value=float(alone.value[number]),
            beside_lower=float(alone.least[number]),
            beside_upper=float(alone.most[number]),
            synthetic=audit.need.synthetic,
            sources=audit.need.sources,
        )
