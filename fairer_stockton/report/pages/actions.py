"""What the council and its partners do, as pages show it: the actions that officers record, and where."""

from collections.abc import Iterable
from dataclasses import dataclass

from fairer_stockton.definitions.actions import ACTIONS, Action
from fairer_stockton.report.area_profile import ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.site import make_page_name_of_domain
from fairer_stockton.run.vocabulary import ActionStatus

STATUS_TITLES = {
    ActionStatus.PLANNED: "Planned",
    ActionStatus.UNDER_WAY: "Under way",
    ActionStatus.DONE: "Done",
    ActionStatus.STOPPED: "Stopped",
}
INVITATION = f"Officers record actions in {ACTIONS} of the council’s folder."


@dataclass(frozen=True)
class MeasureLink:
    """A measure's title, and where its figures stand."""

    title: str
    address: str


@dataclass(frozen=True)
class ActionView:
    """One action as a page shows it."""

    action: Action
    status: str
    measures: tuple[MeasureLink, ...]


def make_measure_links(edition: Edition, measure_names: Iterable[str]) -> tuple[MeasureLink, ...]:
    """Return a link to each of these measures that has a figure in the edition."""
    domains = {
        name: {measure.name for measure in edition.list_measures_with_figures(name)} for name in edition.framework
    }
    links = []
    for name in measure_names:
        measure = edition.measures.get(name)
        if measure and name in domains[measure.domain]:
            page = make_page_name_of_domain(edition.framework[measure.domain])
            links.append(MeasureLink(measure.title, f"{page}#{name.replace('_', '-')}"))
    return tuple(links)


def make_action_views(edition: Edition, actions: Iterable[Action]) -> tuple[ActionView, ...]:
    """Return these actions as pages show them."""
    return tuple(
        ActionView(action, STATUS_TITLES[action.status], make_measure_links(edition, action.measures))
        for action in actions
    )


def list_actions_in_area(edition: Edition, area: ProfiledArea, areas: Iterable[ProfiledArea]) -> tuple[ActionView, ...]:
    """Return the actions that are for an area, or for a larger one that it lies wholly within.

    Those of the whole borough are left out: they stand on the page of the framework's story.
    """
    own = set(area.neighbourhoods)
    around = {other.code for other in areas if own <= set(other.neighbourhoods)}
    actions = edition.definitions.actions or ()
    return make_action_views(edition, (action for action in actions if around & {*action.areas}))
