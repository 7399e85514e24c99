"""The page of the council's targets, there only where it has declared some; and its targets for one measure."""

from dataclasses import dataclass

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.site import make_page_name_of_domain
from fairer_stockton.report.targets.standings import TargetStanding, list_target_standings
from fairer_stockton.report.targets.words import HOW_TO_READ_TARGETS, count_targets, describe_target
from fairer_stockton.report.words.narrative import mark_proxy_in_title


@dataclass(frozen=True)
class TargetView:
    """One target in sentences, and where its measure is; no link where the borough has no figure of it."""

    name: str
    title: str
    link: str
    sentences: tuple[str, ...]
    synthetic: bool


@dataclass(frozen=True)
class TargetsView:
    """All targets: how many of each verdict there are, each, and how to read them."""

    summary: str
    targets: tuple[TargetView, ...]
    how_to_read: str = HOW_TO_READ_TARGETS

    @property
    def synthetic(self) -> bool:
        """Whether any verdict rests on the sample."""
        return any(target.synthetic for target in self.targets)


def make_targets_view(edition: Edition) -> TargetsView | None:
    """Return what is said of the council's targets; None where it has declared none."""
    standings = list_target_standings(edition)
    if not standings:
        return None
    return TargetsView(count_targets(standings), tuple(_make_view(edition, standing) for standing in standings))


def list_targets_of_measure(edition: Edition, measure: Measure) -> tuple[TargetView, ...]:
    """Return the targets that a measure is to reach."""
    standings = [each for each in list_target_standings(edition) if each.target.measure == measure.name]
    return tuple(_make_view(edition, standing) for standing in standings)


def _link_to_measure(edition: Edition, measure: Measure) -> str:
    if measure not in edition.list_measures_with_figures(measure.domain):
        return ""
    return f"{make_page_name_of_domain(edition.framework[measure.domain])}#{measure.name.replace('_', '-')}"


def _make_view(edition: Edition, standing: TargetStanding) -> TargetView:
    measure = standing.measure
    return TargetView(
        name=standing.target.name,
        title=mark_proxy_in_title(measure, measure.title),
        link=_link_to_measure(edition, measure),
        sentences=describe_target(standing),
        synthetic=any(row.synthetic for row in standing.rows),
    )
