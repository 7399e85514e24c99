"""You said, we did: what residents' views were about, where they came from, and what came of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from fairer_stockton.definitions.actions import ACTIONS, Action
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.disclosure.parts_of_total import read_parts_if_safe
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.actions import STATUS_TITLES
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    Heading,
    Paragraph,
    TableWithWidths,
)
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    begin_with_capital,
    mark_sample,
    write_count_with_noun,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType, ViewOutcome
from fairer_stockton.uses.packs.figures import HIDDEN, NOT_IN_REPORT, PackFigure, fill_figure, start_figure
from fairer_stockton.uses.packs.writing import FIGURES, Pack, make_document, name_folder, refuse_another_council

YOU_SAID_FOLDER = "you-said"  # the folder of all, among the reports
FILES_OF_YOU_SAID = {"you-said.pdf": "as PDF", "you-said.docx": "in Word", FIGURES: "every figure, as CSV"}
VIEWS, OUTCOME = "residents_views", "outcome"
MEASURE, THEME = "views_answered", "theme"
OUTCOME_TITLES = {
    ViewOutcome.DONE: "something was done",
    ViewOutcome.PLANNED: "something is planned",
    ViewOutcome.NOT_POSSIBLE: "found not to be possible",
    ViewOutcome.NO_ANSWER_YET: "no answer yet",
}
ANSWERED = tuple(outcome for outcome in ViewOutcome if outcome != ViewOutcome.NO_ANSWER_YET)
ABOUT_VIEWS = "residents' views"
HEADER_OF_VIEWS = ("Views", "Have an answer", "Share with an answer")
WIDTHS_OF_VIEWS = (2.6, 1.0, 1.4, 1.0)
HEADER_OF_OUTCOMES = ("What came of it", "Views", "Share of all views")
HEADER_OF_ACTIONS = ("What the council does", "How far", "Since", "Who answers for it")
WHAT_COUNTS_AS_ANSWERED = (
    "A view has an answer if something was done, is planned, or was found not to be possible. These are views, not "
    "people: one person may say much, and those who say nothing are not counted. What people wrote is not read here."
)
OUTCOMES_NOT_SHOWN = (
    "How many were done, are planned or were found not to be possible is not shown: one of these may be of few views, "
    "or the record was corrected after it was published."
)
NO_ACTION = f"The council’s register ({ACTIONS}) has no action that names these themes yet"


class ThemeOfViews(NamedTuple):
    """A theme in words, with the figure of its views and the actions that answer it."""

    title: str
    figure: PackFigure
    actions: tuple[Action, ...]


class ResidentsViews(NamedTuple):
    """All views of the latest period that has a figure: of the borough, by theme, by ward and by outcome.

    `hidden_period` is a later one, whose figures are hidden; `outcomes` is empty where it may not be shown.
    """

    period: str
    borough: ObservationRow
    themes: tuple[ThemeOfViews, ...]
    wards: tuple[PackFigure, ...]
    figures: tuple[PackFigure, ...]
    hidden_period: str = ""
    outcomes: tuple[PackFigure, ...] = ()


def read_residents_views(edition: Edition) -> ResidentsViews:
    """Return the views of the latest period, as far as the edition shows them.

    Raises:
        CatalogueError: the edition is of another council, or has no figure of residents' views.
    """
    refuse_another_council(edition, "residents_views", "residents' views")
    measure = edition.definitions.measures[MEASURE]
    rows = edition.select_observations(MEASURE, area_type=AreaType.BOROUGH, breakdown="all")
    borough = find_latest_row_with_value(rows)
    if borough is None or not borough.has_value:
        raise CatalogueError(
            file="residents_views",
            found="no figure of residents' views in the edition",
            expected="an extract of them, a row a view",
            remedy="see docs/extracts/residents_views.md, then `make report`",
        )
    themes = tuple(_list_themes(edition, measure, borough.period))
    wards = tuple(_list_wards(edition, measure, borough.period))
    whole = fill_figure(start_figure(measure, ABOUT_VIEWS, edition.borough_name, borough.area_code), borough)
    figures = (whole, *(theme.figure for theme in themes), *wards)
    latest = max(row.period for row in rows)
    return ResidentsViews(borough.period, borough, themes, wards, figures, latest if latest > borough.period else "")


def add_outcomes(settings: Settings, edition: Edition, views: ResidentsViews) -> ResidentsViews:
    """Return the views with how many had each outcome, as far as disclosure control lets them be shown."""
    borough = views.borough
    wholes = ((ANSWERED, borough.numerator), (tuple(ViewOutcome), borough.denominator))
    parts = read_parts_if_safe(settings, VIEWS, OUTCOME, views.period, tuple(ViewOutcome), wholes)
    outcomes = tuple(_make_figures_of_outcomes(edition, borough, parts))
    return views._replace(outcomes=outcomes, figures=(*views.figures, *outcomes))


def _make_figures_of_outcomes(
    edition: Edition, borough: ObservationRow, parts: Mapping[str, int]
) -> Iterator[PackFigure]:
    measure = edition.definitions.measures[MEASURE]
    whole = fill_figure(start_figure(measure, ABOUT_VIEWS, edition.borough_name, borough.area_code), borough)
    for outcome, number in parts.items():
        title, share = OUTCOME_TITLES[ViewOutcome(outcome)], 100 * number / borough.denominator
        yield replace(whole, title="Residents’ views by outcome", detail=title, value=share, people=number)


def _list_themes(edition: Edition, measure: Measure, period: str) -> Iterator[ThemeOfViews]:
    """Yield each theme, most views first; those whose number is hidden last, by name."""
    words = edition.definitions.breakdowns[THEME].groups
    cells = {"area_type": AreaType.BOROUGH, "breakdown": THEME, "period": period}
    rows = edition.select_observations(MEASURE, **cells)
    actions = edition.definitions.actions or ()
    for row in sorted(
        rows, key=lambda row: (row.is_suppressed, -row.denominator if row.has_value else 0, row.category)
    ):
        title = words.get(row.category, row.category)
        figure = fill_figure(start_figure(measure, ABOUT_VIEWS, edition.borough_name, row.area_code), row)
        answering = tuple(action for action in actions if row.category in action.themes)
        yield ThemeOfViews(title, replace(figure, detail=title), answering)
    # What the council does about a theme is shown whether or not the edition has a row of it.
    for theme in words.keys() - {row.category for row in rows}:
        if answering := tuple(action for action in actions if theme in action.themes):
            figure = start_figure(measure, ABOUT_VIEWS, edition.borough_name, edition.authority)
            yield ThemeOfViews(words[theme], replace(figure, detail=words[theme], missing=NOT_IN_REPORT), answering)


def _list_wards(edition: Edition, measure: Measure, period: str) -> Iterator[PackFigure]:
    cells = {"area_type": AreaType.WARD, "vintage": edition.ward_vintage, "breakdown": "all", "period": period}
    for row in sorted(edition.select_observations(MEASURE, **cells), key=lambda row: row.area_name):
        yield fill_figure(start_figure(measure, ABOUT_VIEWS, row.area_name, row.area_code), row)


def make_you_said_pack(edition: Edition, views: ResidentsViews) -> Pack:
    """Return the page of what residents said and what is done, with all that goes beside it."""
    document = make_document(
        edition,
        "You said, we did",
        f"{edition.title}: residents’ views of {write_period(views.period)}",
        _make_blocks(views),
        lead="What residents told the council, and what came of it.",
    )
    name = name_folder("you-said", edition.name)
    return Pack(YOU_SAID_FOLDER, name, document, FILES_OF_YOU_SAID, {"period": views.period}, views.figures)


def _make_blocks(views: ResidentsViews) -> Iterator[Block]:
    yield Heading("In short")
    yield BulletList(
        (*(mark_sample(line, views.borough.synthetic) for line in _write_in_short(views)), *_write_of_actions(views))
    )
    yield Paragraph(WHAT_COUNTS_AS_ANSWERED, "note")
    yield Heading("What came of them")
    yield from _make_part_on_outcomes(views)
    yield Heading("By theme")
    lines = [_make_line(begin_with_capital(theme.title), theme.figure) for theme in views.themes]
    yield TableWithWidths(
        Table("What the views were about", ("Theme", *HEADER_OF_VIEWS), tuple(lines)), WIDTHS_OF_VIEWS
    )
    yield from _make_parts_on_actions(views.themes)
    yield Heading("Where the views came from")
    lines = [_make_line(figure.who, figure) for figure in views.wards]
    yield TableWithWidths(
        Table("Wards, in the order of the alphabet", ("Ward", *HEADER_OF_VIEWS), tuple(lines)), WIDTHS_OF_VIEWS
    )
    if left_out := " ".join(_write_what_is_left_out(views)):
        yield Paragraph(left_out, "note")


def _write_in_short(views: ResidentsViews) -> Iterator[str]:
    borough = views.borough
    share = write_value_with_unit(borough.value, borough.unit)
    number, answered = f"{borough.denominator:,.0f}", f"{borough.numerator:,.0f}"
    year = write_period(views.period)
    if views.hidden_period:
        hidden = write_period(views.hidden_period)
        yield f"These are views of {year}. The figures of {hidden} are not shown, so that nobody can be recognised."
    yield f"{number} views reached the council in {year}; {answered} of them ({share}) have an answer."
    if views.outcomes:
        yield f"Of all views: {'; '.join(f'{figure.detail}, {figure.people:,.0f}' for figure in views.outcomes)}."
    yield from _write_largest_themes(views.themes)


def _write_largest_themes(themes: Sequence[ThemeOfViews]) -> Iterator[str]:
    shown = [theme for theme in themes if theme.figure.has_value]
    most = max((theme.figure.out_of for theme in shown), default=0)
    if not most:
        return
    of_shown = "" if len(shown) == len(themes) else "Of the themes whose numbers are shown, "
    names = " and ".join(theme.title for theme in shown if theme.figure.out_of == most)
    each = " each" if sum(theme.figure.out_of == most for theme in shown) > 1 else ""
    yield begin_with_capital(f"{of_shown}most views were about {names}: {most:,.0f}{each}.")


def _write_of_actions(views: ResidentsViews) -> Iterator[str]:
    """Yield on how many themes the register has an action: the council's own record, which no sample invents."""
    with_actions = sum(bool(theme.actions) for theme in views.themes)
    yield f"The council’s register has an action on {with_actions or 'none'} of the {len(views.themes)} themes."


def _make_part_on_outcomes(views: ResidentsViews) -> Iterator[Block]:
    if not views.outcomes:
        yield Paragraph(OUTCOMES_NOT_SHOWN, "note")
        return
    lines = tuple(
        (
            mark_sample(begin_with_capital(figure.detail), figure.synthetic),
            f"{figure.people:,.0f}",
            write_value_with_unit(figure.value, figure.unit),
        )
        for figure in views.outcomes
    )
    yield TableWithWidths(Table("What came of the views", HEADER_OF_OUTCOMES, lines), (2.6, 1.0, 1.4))


def _make_line(what: str, figure: PackFigure) -> tuple[str, ...]:
    if not figure.has_value:
        return (mark_sample(what, figure.synthetic), figure.missing, "–", "–")
    share = write_value_with_unit(figure.value, figure.unit)
    return (mark_sample(what, figure.synthetic), f"{figure.out_of:,.0f}", f"{figure.people:,.0f}", share)


def _make_parts_on_actions(themes: Sequence[ThemeOfViews]) -> Iterator[Block]:
    yield Heading("What the council does about it")
    for theme in themes:
        if theme.actions:
            yield from _make_part_on_theme(theme)
    if without := [theme.title for theme in themes if not theme.actions]:
        yield Paragraph(f"{NO_ACTION}: {'; '.join(without)}.")


def _make_part_on_theme(theme: ThemeOfViews) -> Iterator[Block]:
    yield Heading(begin_with_capital(theme.title), 2)
    lines = tuple(
        (f"{action.title}\n{action.words}", STATUS_TITLES[action.status], action.since, action.owner)
        for action in theme.actions
    )
    title = f"Actions on {theme.title}: the register’s, whether or not these views led to them"
    yield TableWithWidths(Table(title, HEADER_OF_ACTIONS, lines), (3.0, 0.9, 1.0, 1.6))
    if answers := _list_answers(theme.actions):
        yield BulletList(answers)


def _list_answers(actions: Sequence[Action]) -> tuple[str, ...]:
    return tuple(f"You said: {action.you_said} We did: {action.we_did}" for action in actions if action.you_said)


def _write_what_is_left_out(views: ResidentsViews) -> Iterator[str]:
    if hidden := sum(figure.missing == HIDDEN for figure in views.wards):
        wards = write_count_with_noun(hidden, "ward has", "wards have")
        yield f"{wards} numbers that are not shown, so that nobody can be recognised."
    if views.borough.note:
        yield f"{views.borough.note}."
