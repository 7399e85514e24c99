"""The packs of partnerships: two pages on a place, or on a theme of the whole borough, with room for notes."""

from collections.abc import Iterator, Sequence

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.partnership_themes import PartnershipTheme
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.area_sheets import make_sheet_name
from fairer_stockton.report.pages.areas import STANDING_OUT, Profile, Profiles
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    Document,
    Heading,
    Paragraph,
    SpaceToFillIn,
    TableWithWidths,
    number_captions,
)
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import lower_first_letter
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.run.vocabulary_of_uses import ThemeKind
from fairer_stockton.uses.packs.figure_lines import ABOUT_PLACES, HEADER, HOW_TO_READ, WIDTHS, make_line
from fairer_stockton.uses.packs.figures import PackFigure, make_figure_of_borough, make_figure_of_place
from fairer_stockton.uses.packs.writing import FIGURES, Pack, name_folder

PARTNERSHIPS_FOLDER = "partnerships"  # the folder of all, among the reports
FILES_OF_PARTNERSHIP = {
    "pack.pdf": "as PDF, to print",
    "pack.docx": "in Word, to write on in",
    FIGURES: "its figures as CSV",
}
PARTNERSHIP_AREAS = (AreaType.COMMUNITY_PARTNERSHIP, AreaType.TARGET_AREA)
MOST_RESIDENTS = 4  # sentences on who lives there
HEADER_OF_BOROUGH = ("What", "When", "Here", "In England", "Compared")
QUESTIONS = ("What do these figures miss?", "What should be looked at first, and by whom?")


def make_partnership_packs(edition: Edition) -> Iterator[Pack]:
    """Yield a pack for each Community Partnership and target area, then one for each theme of the whole borough.

    Raises:
        CatalogueError: the council names no themes.
    """
    themes = edition.definitions.partnership_themes if edition.at_home else ()
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
    figures = {
        theme.title: [make_figure_of_place(edition, measure, theme.title, area) for measure in _list(edition, theme)]
        for theme in themes
    }
    blocks = [
        Heading("In short"),
        BulletList(profile.residents[:MOST_RESIDENTS]),
        *_list_what_stands_out(profile),
        *(block for title, rows in figures.items() for block in _make_part(title, rows, HEADER)),
        *_make_ending(
            f"{ABOUT_PLACES} More of {area.name} in the report, on one page and in full: {make_sheet_name(area)}, "
            f"{area.page}."
        ),
    ]
    return _make_pack(edition, area.name, f"{area.kind}, edition {edition.year}", blocks, sum(figures.values(), []))


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
    figures = [make_figure_of_borough(edition, measure, theme.title) for measure in _list(edition, theme)]
    worse = [lower_first_letter(figure.title) for figure in figures if figure.verdict == "worse"]
    finding = (
        f"Clearly worse than in England: {'; '.join(worse)}."
        if worse
        else ("No figure of this theme is clearly worse than in England.")
    )
    blocks = [
        Heading("In short"),
        BulletList((finding,)),
        *_make_part(f"{edition.borough_name} and England", figures, HEADER_OF_BOROUGH),
        *_make_ending("Each measure over the years, by area and group: the page of its domain in the report."),
    ]
    return _make_pack(edition, theme.title, f"For the partnership, edition {edition.year}", blocks, figures)


def _list(edition: Edition, theme: PartnershipTheme) -> list[Measure]:
    return [edition.measures[name] for name in theme.measures if name in edition.measures]


def _make_part(title: str, figures: Sequence[PackFigure], header: tuple[str, ...]) -> Iterator[Block]:
    """Yield a theme's table; what has no figure here is named below it."""
    shown = [figure for figure in figures if figure.has_value]
    lacking = [f"{lower_first_letter(figure.title)} ({figure.missing})" for figure in figures if not figure.has_value]
    yield Heading(title)
    if shown:
        lines = tuple(make_line(figure, figure.title) for figure in shown)
        yield TableWithWidths(Table(title, header, lines), WIDTHS)
    if lacking:
        yield Paragraph(f"No figure here: {'; '.join(lacking)}.", "note")


def _make_ending(where_more_is: str) -> Iterator[Block]:
    yield Paragraph(f"{HOW_TO_READ} {where_more_is}", "note")
    yield Heading("For the partnership to write")
    for question in QUESTIONS:
        yield SpaceToFillIn(3, question)


def _make_pack(
    edition: Edition, title: str, kicker: str, blocks: Sequence[Block], figures: Sequence[PackFigure]
) -> Pack:
    document = Document(
        title=title,
        kicker=f"{edition.title}: {kicker}",
        lead="",
        stamp=edition.stamp,
        author=edition.council.contact,
        created=edition.created,
        heading_colour=edition.look.heading,
        blocks=number_captions(blocks),
    )
    return Pack(
        PARTNERSHIPS_FOLDER,
        name_folder(title, edition.name),
        document,
        FILES_OF_PARTNERSHIP,
        {"place or theme": title},
        figures,
    )
