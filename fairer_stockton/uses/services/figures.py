"""The figures of a service audit, as rows of its CSV: each with its limits, and what these allow for."""

from dataclasses import dataclass

from fairer_stockton.report.rows import Amount
from fairer_stockton.uses.packs.figures import NAN


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFigure(Amount):
    """A figure of a service audit.

    Attributes:
        about: the gap, the community or the kind of area that it is of.
        title: what is counted.
        who: the group, the place or the area, and its `code`.
        limits_allow_for: what `lower_95` and `upper_95` allow for: chance, or not knowing where in it people live.
        count: how many people, homes, users or visits the figure counts; nan where that is hidden.
        out_of: of how many.
        beside: whom or what it is compared with, whose figure is `beside_value`, with its limits where it has any.
        gap: the difference, with `gap_lower` and `gap_upper`.
        verdict: how the two compare, in words.
        distance_metres: from the middle of a neighbourhood to the nearest place, in a straight line;
            `beside_distance_metres` is that of everyone else, on average.
        missing: why there is no figure.
    """

    about: str
    measure: str = ""
    title: str
    who: str
    code: str = ""
    period: str = ""
    limits_allow_for: str = ""
    count: float = NAN
    out_of: float = NAN
    beside: str = ""
    beside_value: float = NAN
    beside_lower: float = NAN
    beside_upper: float = NAN
    gap: float = NAN
    gap_lower: float = NAN
    gap_upper: float = NAN
    verdict: str = ""
    distance_metres: float = NAN
    beside_distance_metres: float = NAN
    missing: str = ""
    synthetic: bool = False
    sources: str = ""
