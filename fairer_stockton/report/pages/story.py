"""The page of the framework's story: how unfairness comes about, where the framework turns, and what is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from fairer_stockton.definitions.communities import Community
from fairer_stockton.definitions.story import FocusArea, Stage, Story
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.actions import ActionView, MeasureLink, make_action_views, make_measure_links
from fairer_stockton.report.pages.glance import make_glance_row
from fairer_stockton.report.pages.site import make_page_name_of_domain
from fairer_stockton.report.questions import list_categories
from fairer_stockton.report.rows import CommunityRow, read_rows
from fairer_stockton.report.table import Table, drop_empty_columns
from fairer_stockton.report.words.figures import mark_sample

NO_ANSWER = "none"


@dataclass(frozen=True)
class StageView:
    """A stage of the picture: its words, and a link to each domain and measure of it."""

    stage: Stage
    domains: tuple[MeasureLink, ...]
    measures: tuple[MeasureLink, ...]


@dataclass(frozen=True)
class FocusView:
    """A focus area: its measures as tables, what is done, and what cannot be counted."""

    focus: FocusArea
    table: Table | None
    communities: Table | None
    actions: tuple[ActionView, ...]


@dataclass(frozen=True)
class StoryView:
    """All that the page says."""

    story: Story
    stages: tuple[StageView, ...]
    focus: tuple[FocusView, ...]
    answers: tuple[ActionView, ...]
    keeps_actions: bool


def make_story_view(edition: Edition, story: Story) -> StoryView:
    """Make the page's parts from the council's files and the edition's figures."""
    actions = edition.definitions.actions
    return StoryView(
        story=story,
        stages=tuple(_make_stage_view(edition, stage) for stage in story.stages),
        focus=tuple(_make_focus_view(edition, focus) for focus in story.focus),
        answers=make_action_views(edition, (action for action in actions or () if action.you_said)),
        keeps_actions=actions is not None,
    )


def _make_stage_view(edition: Edition, stage: Stage) -> StageView:
    domains = [edition.framework[name] for name in stage.domains]
    return StageView(
        stage,
        tuple(MeasureLink(domain.title, make_page_name_of_domain(domain)) for domain in domains),
        make_measure_links(edition, stage.measures),
    )


def _make_focus_view(edition: Edition, focus: FocusArea) -> FocusView:
    return FocusView(
        focus,
        _make_table_of_domains(edition, focus) if focus.domains else _make_table_of_measures(edition, focus),
        _make_table_of_communities(edition, focus) if focus.communities else None,
        make_action_views(
            edition, (action for action in edition.definitions.actions or () if focus.name in action.focus)
        ),
    )


def _make_table_of_domains(edition: Edition, focus: FocusArea) -> Table:
    """Make a row a domain: what the framework measures in it, and how many figures this edition has."""
    rows = []
    for name in focus.domains:
        domain = edition.framework[name]
        rows.append((
            domain.title,
            "; ".join(domain.measures),
            str(len(edition.list_measures_with_figures(name)) or NO_ANSWER),
            str(len(edition.missing(name)) or NO_ANSWER),
        ))  # fmt: skip
    header = ("Domain", "What the framework measures", "Measures with a figure", "Still without one")
    return Table(f"{focus.title}: the domains and their measures", header, tuple(rows), numbers=(2, 3))


def _make_table_of_measures(edition: Edition, focus: FocusArea) -> Table | None:
    """Make a row a measure: the borough's figure, England's, and how they compare."""
    with_figure = {measure.name for name in edition.framework for measure in edition.list_measures_with_figures(name)}
    glance = [
        make_glance_row(edition, edition.measures[name], category)
        for name in focus.measures
        if name in with_figure
        for category in list_categories(edition, edition.measures[name])
    ]
    rows = tuple(
        (
            mark_sample(row.measure.make_title_of_group(row.category), row.synthetic),
            row.period,
            row.value,
            row.england,
            row.comparison_title,
        )
        for row in glance
    )
    header = ("Measure", "Period", edition.borough_name, "England", "Compared with England")
    return Table(f"{focus.title}: what is published", header, rows, numbers=(2, 3)) if rows else None


def _make_table_of_communities(edition: Edition, focus: FocusArea) -> Table:
    """Make a row a community: who it is, for how many of the gaps there is a figure, and what would reach it."""
    figures: dict[str, set[str]] = {}
    for row in read_rows(edition.communities, CommunityRow):
        if row.has_value or row.is_alone:
            figures.setdefault(row.community, set()).add(row.gap)
    gaps = len(edition.definitions.six_gaps)
    rows = tuple(
        (
            community.title,
            community.who,
            f"{len(figures.get(community.name, ())) or NO_ANSWER} of {gaps}",
            community.needs,
        )
        for community in _list_communities(edition, focus.communities)
    )
    header = ("Community", "Who belongs to it", "Gaps with a figure", "What would tell us more")
    return drop_empty_columns(Table(f"{focus.title}: the communities", header, rows))


def _list_communities(edition: Edition, kinds: Iterable[str]) -> list[Community]:
    return [community for community in edition.definitions.communities.values() if community.kind in set(kinds)]
