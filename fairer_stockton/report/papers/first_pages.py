"""The Cabinet paper's four pages: the summary, the gaps, the places, and the communities with what is not known.

Officers' blanks stand where a paper has them: the meeting's date and who reports on the first page, and below the
fourth page's findings the recommendations, the reasons and the implications.
"""

from collections.abc import Iterator

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines.choice import Headlines
from fairer_stockton.report.pages.glance import GlanceDomain
from fairer_stockton.report.pages.views import PageViews
from fairer_stockton.report.papers.annexes import (
    COMMUNITIES,
    GAPS,
    MEASURES,
    MISSING,
    PLACES,
    group_missing_by_reason,
)
from fairer_stockton.report.papers.communities import make_communities_sheet_blocks
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    Heading,
    Paragraph,
    Sheet,
    SideBySide,
    SpaceToFillIn,
)
from fairer_stockton.report.papers.domain_annex import list_caveats, write_editors_note
from fairer_stockton.report.papers.headline_blocks import make_headline_blocks
from fairer_stockton.report.papers.places import make_picture_block, make_places_sheet_blocks
from fairer_stockton.report.words.figures import write_count_with_noun

MEETING = (SpaceToFillIn(1, "Date of the meeting"), SpaceToFillIn(1, "Report of"))
PROPOSALS = (SpaceToFillIn(3, "Recommendations"), SpaceToFillIn(3, "Reasons for the recommendations"))
IMPLICATIONS = (
    SpaceToFillIn(3, "Legal implications"),
    SpaceToFillIn(3, "Financial implications"),
    SpaceToFillIn(3, "Equality implications"),
)
REASONS_SHOWN = 3
NOT_MEASURED = "Not measured here: "  # what a reason begins with, and the heading says already


def make_first_pages(edition: Edition, views: PageViews, domains: list[GlanceDomain]) -> tuple[Sheet, ...]:
    """Return the four pages."""
    parts = (
        _make_summary_blocks(edition, views),
        _make_gaps_blocks(views),
        make_places_sheet_blocks(views.tenth, views.deprivation, views.priorities, PLACES),
        _make_people_blocks(edition, views, domains),
    )
    return tuple(Sheet(tuple(blocks)) for blocks in parts)


def _make_summary_blocks(edition: Edition, views: PageViews) -> Iterator[Block]:
    yield SideBySide(MEETING)
    yield Heading("Summary")
    yield from make_headline_blocks(views.headlines, edition.definitions.gap_changes.baseline_year, GAPS)
    if note := edition.commentary.report:
        yield Paragraph(write_editors_note(note))


def _make_gaps_blocks(views: PageViews) -> Iterator[Block]:
    yield Heading("The gaps, then and now")
    picture = views.headline_picture
    if picture:
        caveats = list_caveats(picture.measures)
        yield make_picture_block(picture, picture.question, picture.note, caveats, tallest=15.0)
    else:
        yield Paragraph("No headline gap has figures of both its groups in this edition.")
    yield Paragraph("Every measure, and every gap that has changed:", see=(MEASURES, GAPS))


def _make_people_blocks(edition: Edition, views: PageViews, domains: list[GlanceDomain]) -> Iterator[Block]:
    if edition.has_communities:
        yield from make_communities_sheet_blocks(edition, COMMUNITIES)
    yield Heading("What we do not know", 2 if edition.has_communities else 1)
    baseline = edition.definitions.gap_changes.baseline_year
    yield BulletList(
        (*_list_gaps_not_followed(views.headlines, baseline), *_list_what_is_not_measured(edition, domains))
    )
    yield Paragraph("Every measure without a figure, and why:", see=(MISSING,))
    yield Heading("For decision", 2)
    yield SideBySide(PROPOSALS)
    yield SideBySide(IMPLICATIONS)


def _list_gaps_not_followed(headlines: Headlines, baseline_year: int) -> Iterator[str]:
    """Yield which measures of the framework have no gap that can be followed from its start."""
    if headlines.unanswered:
        yield f"No gap can be followed since {baseline_year} for: {'; '.join(headlines.unanswered)}."


def _list_what_is_not_measured(edition: Edition, domains: list[GlanceDomain]) -> Iterator[str]:
    """Yield how many measures have no figure, and the reasons that most of them share."""
    by_reason = group_missing_by_reason(edition, domains)
    missing = sum(len(names) for names in by_reason.values())
    if not missing:
        yield "Every measure of the framework has a figure in this edition."
        return
    yield f"We have no data yet for {write_count_with_noun(missing, 'measure', 'measures')}."
    for reason, names in list(by_reason.items())[:REASONS_SHOWN]:
        count, why = write_count_with_noun(len(names), "measure", "measures"), reason.removeprefix(NOT_MEASURED)
        yield f"{count}: {why.rstrip('.')}."
