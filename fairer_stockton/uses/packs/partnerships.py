"""The packs of partnerships: two pages on a place, or on a theme of the whole borough, with room for notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.partnership_themes import PartnershipTheme
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.area_sheets import make_sheet_name
from fairer_stockton.report.pages.areas import STANDING_OUT, Profile, Profiles
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    Heading,
    Paragraph,
    SpaceToFillIn,
    TableWithWidths,
)
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import lower_first_letter, mark_sample, write_count_with_noun
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.run.vocabulary_of_uses import ThemeKind
from fairer_stockton.uses.packs.assessment_findings import NOT_COMPARED, WORSE
from fairer_stockton.uses.packs.chosen import split_by_figure
from fairer_stockton.uses.packs.figure_lines import ABOUT_PLACES, HEADER, HOW_TO_READ, WIDTHS, make_line
from fairer_stockton.uses.packs.figures import PackFigure, make_figure_of_borough, make_figure_of_place
from fairer_stockton.uses.packs.writing import FIGURES, Pack, make_document, name_folder, refuse_another_council

PARTNERSHIPS_FOLDER = "partnerships"  # the folder of all, among the reports
FILES_OF_PARTNERSHIP = {
    "pack.pdf": "as PDF, to print",
    "pack.docx": "in Word, to write on in",
    FIGURES: "its figures as CSV",
}
PARTNERSHIP_AREAS = (AreaType.COMMUNITY_PARTNERSHIP, AreaType.TARGET_AREA)
MOST_RESIDENTS = 4  # sentences on who lives there
HEADER_OF_BOROUGH = ("What", "When", "Here", "In England", "Compared")
NO_RESIDENTS = "The report shows no figure of who lives here."
FOR_PARTNERSHIP = "For the partnership to write"
QUESTIONS = ("What do these figures miss?", "What should be looked at first, and by whom?")


def make_partnership_packs(edition: Edition) -> Iterator[Pack]:
    """Yield a pack for each Community Partnership and target area, then one for each theme of the whole borough.

    Raises:
        CatalogueError: the council names no themes.
    """
    refuse_another_council(edition, "partnerships.toml", "themes of partnerships")
    themes = edition.definitions.partnership_themes
    if not themes:
        raise CatalogueError(
            file="partnerships.toml",
            found="no themes of partnerships",
            expected="a file of the council's own that names them",
            remedy="see docs/reference/partnership-themes.md",
        )
    profiles = Profiles(edition)
    of_places = [theme for theme in themes if theme.kind == ThemeKind.PLACE]
    for area in profiles.areas:
        if area.area_type in PARTNERSHIP_AREAS:
            yield _make_pack_of_place(edition, of_places, profiles.make_profile(area))
    for theme in themes:
        if theme.kind == ThemeKind.BOROUGH:
            yield _make_pack_of_theme(edition, theme)


def _make_pack_of_place(edition: Edition, themes: Sequence[PartnershipTheme], profile: Profile) -> Pack:
    area = profile.area
    figures: list[PackFigure] = []
    parts: list[Block] = []
    for theme in themes:
        measures, without = _split_measures(edition, theme)
        own = [make_figure_of_place(edition, measure, theme.title, area) for measure in measures]
        parts += _make_part(theme.title, f"Latest figures of {area.name} and of the borough", own, without, HEADER)
        figures += own
    blocks = [
        Heading("In short"),
        BulletList(profile.residents[:MOST_RESIDENTS] or (NO_RESIDENTS,)),
        *_list_what_stands_out(profile),
        *parts,
        *_make_ending(
            f"{ABOUT_PLACES} More of {area.name} in the report, on one page and in full: {make_sheet_name(area)}, "
            f"{area.page}."
        ),
    ]
    asked = {"kind": str(area.area_type), "code": area.code}
    return _make_pack(edition, area.name, f"{area.kind}, edition {edition.year}", blocks, figures, asked)


def _list_what_stands_out(profile: Profile) -> Iterator[Block]:
    """Yield what is clearly worse and clearly better than in the borough."""
    for title, sentences in (
        ("Worse than in the borough", profile.worst),
        ("Better than in the borough", profile.best),
    ):
        if sentences:
            yield Heading(title, 2)
            yield BulletList(sentences[:STANDING_OUT])  # after them the profile says how many more its tables have


def _make_pack_of_theme(edition: Edition, theme: PartnershipTheme) -> Pack:
    measures, without = _split_measures(edition, theme)
    figures = [make_figure_of_borough(edition, measure, theme.title) for measure in measures]
    caption = "The latest figures that the report shows"
    blocks = [
        Heading("In short"),
        BulletList((_write_finding(figures),)),
        *_make_part(f"{edition.borough_name} and England", caption, figures, without, HEADER_OF_BOROUGH),
        *_make_ending("Each measure over the years, by area and group: the page of its domain in the report."),
    ]
    asked = {"kind": "theme", "code": theme.name}
    return _make_pack(edition, theme.title, f"For the partnership, edition {edition.year}", blocks, figures, asked)


def _write_finding(figures: Sequence[PackFigure]) -> str:
    """Write which figures are clearly worse than England's, of those that are compared."""
    compared = [figure for figure in figures if figure.verdict not in ("", NOT_COMPARED)]
    worse = [lower_first_letter(figure.title) for figure in compared if figure.verdict == WORSE]
    if not compared:
        return "No figure of this theme can be compared with England’s."
    number = write_count_with_noun(len(compared), "figure", "figures")
    found = f"Clearly worse than in England: {'; '.join(worse)}." if worse else "None is clearly worse than in England."
    sentence = f"{found} {number} of this theme can be compared."
    return mark_sample(sentence, any(figure.synthetic for figure in compared))


def _split_measures(edition: Edition, theme: PartnershipTheme) -> tuple[list[Measure], list[tuple[Measure, str]]]:
    known = edition.definitions.measures
    return split_by_figure(edition, [known[name] for name in theme.measures if name in known])


def _make_part(
    title: str,
    caption: str,
    figures: Sequence[PackFigure],
    without: Sequence[tuple[Measure, str]],
    header: tuple[str, ...],
) -> Iterator[Block]:
    """Yield a theme's table; what has no figure here, or none in the edition, is named below it."""
    shown = [figure for figure in figures if figure.has_value]
    reasons = [(figure.title, figure.missing) for figure in figures if not figure.has_value]
    reasons += [(measure.title, f"none in this edition: {why}") for measure, why in without]
    lacking = [f"{lower_first_letter(measure_title)} ({why})" for measure_title, why in reasons]
    yield Heading(title)
    if shown:
        lines = tuple(make_line(figure, figure.title) for figure in shown)
        yield TableWithWidths(Table(caption, header, lines), WIDTHS)
    if lacking:
        yield Paragraph(f"No figure here: {'; '.join(lacking)}.", "note")


def _make_ending(where_more_is: str) -> Iterator[Block]:
    yield Paragraph(f"{HOW_TO_READ} {where_more_is}", "note")
    yield Heading("What the partnership adds")
    for question in QUESTIONS:
        yield SpaceToFillIn(3, question)


def _make_pack(
    edition: Edition,
    title: str,
    kicker: str,
    blocks: Sequence[Block],
    figures: Sequence[PackFigure],
    asked: Mapping[str, str],
) -> Pack:
    document = make_document(edition, title, f"{edition.title}: {kicker}", blocks)
    document = replace(document, writers=FOR_PARTNERSHIP)
    return Pack(
        PARTNERSHIPS_FOLDER,
        name_folder(title, edition.name),
        document,
        FILES_OF_PARTNERSHIP,
        asked,
        figures,
    )
