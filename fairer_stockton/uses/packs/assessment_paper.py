"""The impact assessment as a pack: findings first, then figures, what is not known, and blanks for officers."""

from collections.abc import Iterator
from dataclasses import asdict

from fairer_stockton.definitions.protected_characteristics import ProtectedCharacteristic
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    DefinitionList,
    Document,
    Heading,
    Paragraph,
    SideBySide,
    SpaceToFillIn,
    TableWithWidths,
)
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    begin_with_capital,
    is_known,
    lower_first_letter,
    write_value_with_unit,
)
from fairer_stockton.uses.packs.assessment import Assessment
from fairer_stockton.uses.packs.assessment_findings import list_findings
from fairer_stockton.uses.packs.figure_lines import ABOUT_PLACES, HEADER, HOW_TO_READ, WIDTHS, make_line
from fairer_stockton.uses.packs.figures import PackFigure, share_neighbourhoods
from fairer_stockton.uses.packs.writing import FIGURES, Pack, make_document, name_folder

HEADER_OF_GROUPS = ("What", "When", "The group", "Set against", "Compared")
ABOUT_GROUPS = (
    "These figures are of the whole borough: few are published of a group in one place. A figure of England is that of "
    "the same group, where it is held."
)
NONE_IN_EDITION = "This edition has no figure of it"
BASELINE = "This is the baseline: measure the same again once the decision has had time to work."
ABOUT_JUDGEMENT = (
    "Figures say who lives in a place and how life is there. They do not say what a decision will do. That is for "
    "those who know the service, and for those who use it."
)
BLANKS_OF_CHARACTERISTIC = ("Effect: better, worse or none, and why", "What will be done about it")
BLANKS_AT_THE_END = {
    "Whom we asked, when, and what they said": 4,
    "Decision, by whom, and when it is looked at again": 3,
}


ASSESSMENTS = "impact-assessments"  # the folder of all, among the reports
FILES_OF_ASSESSMENT = {
    "assessment.pdf": "as PDF",
    "assessment.docx": "in Word, to write on in",
    FIGURES: "its figures as CSV",
}


def make_assessment_pack(assessment: Assessment) -> Pack:
    """Return the assessment with all that goes beside it."""
    brief = assessment.choice.brief
    return Pack(
        kind=ASSESSMENTS,
        name=name_folder(brief.title, assessment.edition.name),
        document=make_assessment_document(assessment),
        files=FILES_OF_ASSESSMENT,
        asked=asdict(brief),
        figures=assessment.figures,
    )


def make_assessment_document(assessment: Assessment) -> Document:
    """Make the paper: the findings first, then the figures, what is not known, and blanks for officers."""
    edition, brief = assessment.edition, assessment.choice.brief
    blocks = (
        *_make_summary(assessment),
        *_make_part_on_residents(assessment),
        *_make_part_on_places(assessment),
        *_make_part_on_groups(assessment),
        *_make_part_on_what_is_not_known(assessment),
        *_make_blanks(assessment),
        *_make_part_on_single_places(assessment),
        *_make_part_on_sources(assessment),
    )
    return make_document(
        edition,
        brief.title,
        f"Equality and poverty impact assessment, with the figures of edition {edition.year}",
        blocks,
        lead=brief.decision,
    )


def _make_summary(assessment: Assessment) -> Iterator[Block]:
    brief, areas, groups = assessment.choice.brief, assessment.choice.areas, assessment.choice.groups
    yield Heading("In short")
    yield BulletList(list_findings(assessment))
    named = {
        "Proposed by": brief.owner,
        "Places": ", ".join(area.name for area in areas),
        "Groups": ", ".join(begin_with_capital(group.title) for group in groups),
    }
    yield DefinitionList(tuple((title, names) for title, names in named.items() if names), "note")


def _make_part_on_residents(assessment: Assessment) -> Iterator[Block]:
    """Yield who lives in the places together."""
    if not assessment.residents:
        return
    yield Heading("Who lives there")
    if len(assessment.choice.areas) > 1:
        shared = " A neighbourhood that lies in several of them counts once."
        together = "All places named are taken together; the tables at the end show each."
        yield Paragraph(together + (shared if share_neighbourhoods(assessment.choice.areas) else ""))
    lines = tuple(make_line(figure, f"{figure.title}\n{figure.about}") for figure in assessment.residents)
    caption = "Residents with each protected characteristic, and in poverty"
    yield TableWithWidths(Table(caption, HEADER, lines), WIDTHS)
    yield Paragraph(f"{HOW_TO_READ} {ABOUT_PLACES}", "note")


def _make_part_on_places(assessment: Assessment) -> Iterator[Block]:
    """Yield how life is in each place now: the baseline that the decision will be judged by."""
    if not assessment.places:
        return
    yield Heading("How life is there now")
    yield Paragraph(BASELINE)
    several = len(assessment.choice.areas) > 1
    lines = tuple(
        make_line(figure, f"{figure.title}\n{figure.who}" if several else figure.title) for figure in assessment.places
    )
    yield TableWithWidths(Table("The measures named, in each place", HEADER, lines), WIDTHS)


def _make_part_on_groups(assessment: Assessment) -> Iterator[Block]:
    """Yield how life is for each group named."""
    if not assessment.choice.groups:
        return
    yield Heading("How life is for the groups named")
    yield Paragraph(ABOUT_GROUPS)
    if not assessment.residents:
        yield Paragraph(HOW_TO_READ, "note")
    for group in assessment.choice.groups:
        title, figures = begin_with_capital(group.title), assessment.figures_by_group[group]
        if not figures:
            yield Paragraph(f"{title}: no measure is published of them.")
            continue
        lines = tuple(_make_line_of_group(figure) for figure in figures)
        yield TableWithWidths(Table(f"{title}, in the borough", HEADER_OF_GROUPS, lines), WIDTHS)


def _make_line_of_group(figure: PackFigure) -> tuple[str, ...]:
    title = f"{figure.title}\n{figure.detail}" if figure.detail else figure.title
    what, when, group, _, verdict = make_line(figure, title)
    beside = [
        f"{write_value_with_unit(value, figure.unit)}, {whose}"
        for value, whose in ((figure.beside_value, figure.beside), (figure.england_value, "England"))
        if is_known(value)
    ]
    return what, when, group, "\n".join(beside) or "–", verdict


def _make_part_on_what_is_not_known(assessment: Assessment) -> Iterator[Block]:
    """Yield what no figure says, and how to find out."""
    yield Heading("What is not known, and how to find out")
    items = []
    for each in assessment.edition.definitions.characteristics:
        held = f"Not held: {each.not_held}" if each.not_held else ""
        items.append((each.title, " ".join(filter(None, (held, *_list_what_lacks(assessment, each), each.find_out)))))
    items += [(measure.title, f"{NONE_IN_EDITION}: {why}") for measure, why in assessment.choice.without_figure]
    yield DefinitionList(tuple(items))


def _list_what_lacks(assessment: Assessment, characteristic: ProtectedCharacteristic) -> Iterator[str]:
    """Yield the measures of a characteristic without a figure of the places, a sentence for each reason."""
    by_reason: dict[str, list[str]] = {}
    for figure in assessment.residents:
        if figure.about == characteristic.title and not figure.has_value:
            by_reason.setdefault(begin_with_capital(figure.missing), []).append(lower_first_letter(figure.title))
    for measure, why in assessment.list_measures_without_figure(characteristic) if assessment.residents else ():
        by_reason.setdefault(f"This edition has no figure, since {why}", []).append(lower_first_letter(measure.title))
    for reason, titles in by_reason.items():
        yield f"{reason}: {'; '.join(titles)}."


def _make_blanks(assessment: Assessment) -> Iterator[Block]:
    """Yield spaces for officers' judgement: one a characteristic, and who decides."""
    yield Heading("What the decision will do")
    yield Paragraph(ABOUT_JUDGEMENT)
    for each in assessment.edition.definitions.characteristics:
        yield Heading(each.title, 2)
        yield SideBySide(tuple(SpaceToFillIn(3, label) for label in BLANKS_OF_CHARACTERISTIC))
    yield Heading("Who was asked, and who decides")
    for label, lines in BLANKS_AT_THE_END.items():
        yield SpaceToFillIn(lines, label)


def _make_part_on_single_places(assessment: Assessment) -> Iterator[Block]:
    """Yield who lives in each of several places."""
    if not assessment.residents_of_each_place:
        return
    yield Heading("Place by place")
    for area in assessment.choice.areas:
        figures = [figure for figure in assessment.residents_of_each_place if figure.code == area.code]
        lines = tuple(make_line(figure, f"{figure.title}\n{figure.about}") for figure in figures)
        caption = f"Who lives in {area.name} ({area.kind})"
        yield TableWithWidths(Table(caption, HEADER, lines), WIDTHS)


def _make_part_on_sources(assessment: Assessment) -> Iterator[Block]:
    """Yield where the figures come from."""
    names = sorted({name for figure in assessment.figures for name in figure.sources.split()})
    attributions = assessment.edition.attributions
    yield Heading("Where the figures come from")
    yield Paragraph(
        f"Every figure is that of the report, edition {assessment.edition.name}, or its counts of several places added "
        "up; figures.csv has each with its source. What the report hides, so that nobody can be recognised, is hidden "
        "here too."
    )
    yield BulletList(tuple(attributions[name] for name in names if name in attributions), "note")
