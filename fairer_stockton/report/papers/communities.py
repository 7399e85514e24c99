"""The communities in the Cabinet paper: the six gaps on one page, and in an annex each community with its figures."""

from collections.abc import Iterator, Sequence

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.communities import (
    ABOUT_THE_SAME,
    ALONE,
    BETTER_OFF,
    NO_CLEAR_DIFFERENCE,
    NO_DATA,
    NOT_PUBLISHED,
    NOT_SHOWN,
    NOT_TESTED,
    WORSE_OFF,
    CommunityOutcome,
    list_outcomes_of_communities,
    make_communities_view,
)
from fairer_stockton.report.papers.document import Block, BulletList, Heading, Paragraph, TableWithWidths
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import mark_sample

COMMUNITIES_NOTE = (
    "A person may belong to several of these communities at once. In the residents’ survey “everyone else” is all who "
    "answered and do not belong to the one named. Published figures compare other groups: the page of the communities "
    "names them."
)
LACKING = {NOT_SHOWN: "not shown, to protect people", NO_DATA: "no data held", NOT_PUBLISHED: "no public source"}
NAMED = {WORSE_OFF: "Worse off", BETTER_OFF: "Better off", NOT_TESTED: "A figure that cannot be tested"}
COUNTED = {
    NO_CLEAR_DIFFERENCE: "no clear difference",
    ABOUT_THE_SAME: "about the same",
    ALONE: "a figure of its own alone",
}


def make_table_of_six_gaps(edition: Edition) -> TableWithWidths:
    """Return a row for each of the six gaps: who is clearly worse off, who is not, and for whom nothing is known."""
    outcomes_by_gap: dict[str, list[CommunityOutcome]] = {}
    for outcome in list_outcomes_of_communities(edition):
        outcomes_by_gap.setdefault(outcome.gap, []).append(outcome)
    lines = tuple(
        (gap, _write_what_figures_show(outcomes), _count_outcomes(outcomes, LACKING) or "–")
        for gap, outcomes in outcomes_by_gap.items()
    )
    count = len(edition.definitions.communities)
    table = Table(
        f"The {count} communities, each compared with everyone else in the six gaps",
        ("Gap", "What the figures show", "What is not known"),
        lines,
    )
    return TableWithWidths(table, (1.4, 4.2, 2), strong=(0,), label="six-gaps")


def _write_what_figures_show(outcomes: Sequence[CommunityOutcome]) -> str:
    """Write who is worse or better off, by name, then how many show no difference, each kind on a line."""
    lines = [
        f"{title}: {'; '.join(names)}"
        for kind, title in NAMED.items()
        if (names := [outcome.community for outcome in outcomes if outcome.outcome == kind])
    ]
    counted = _count_outcomes(outcomes, COUNTED)
    return "\n".join([*lines, *([counted] if counted else [])]) or "No figure"


def _count_outcomes(outcomes: Sequence[CommunityOutcome], titles: dict[str, str]) -> str:
    counts = {title: sum(outcome.outcome == kind for outcome in outcomes) for kind, title in titles.items()}
    return "; ".join(f"{title}: {count}" for title, count in counts.items() if count).capitalize()


def make_community_blocks(edition: Edition) -> Iterator[Block]:
    """Yield the annex of the communities: a row for each, with its figures and what is not known of it."""
    view = make_communities_view(edition)
    yield BulletList(tuple(sentence for sentence in view.sentences if "below" not in sentence))
    by_community: dict[str, list[CommunityOutcome]] = {}
    for outcome in list_outcomes_of_communities(edition):
        by_community.setdefault(outcome.community, []).append(outcome)
    lines = tuple(
        (community, _write_figures(outcomes), _write_gaps_without_figures(outcomes))
        for community, outcomes in by_community.items()
    )
    header = ("Community", "What the figures show, by the measure that answers each gap best", "Gaps without a figure")
    yield TableWithWidths(Table("Each community in the six gaps", header, lines), (1.5, 3.4, 2.7), strong=(0,))
    yield Paragraph(COMMUNITIES_NOTE, "note")


def _write_figures(outcomes: Sequence[CommunityOutcome]) -> str:
    shown = [f"{outcome.gap}: {outcome.words}" for outcome in outcomes if outcome.outcome not in LACKING]
    return "\n".join(shown) or "No figure"


def _write_gaps_without_figures(outcomes: Sequence[CommunityOutcome]) -> str:
    lines = []
    for kind, title in LACKING.items():
        gaps = [outcome.gap for outcome in outcomes if outcome.outcome == kind]
        if gaps:
            lines.append(f"{title[:1].upper()}{title[1:]}: {'; '.join(gaps)}")
    return "\n".join(lines) or "–"


def write_title_of_communities(edition: Edition) -> str:
    """Write the heading over the communities, marked where their figures are invented."""
    return mark_sample("Disadvantaged communities and the six gaps", bool(edition.communities["synthetic"].any()))


def make_communities_sheet_blocks(edition: Edition, annex_label: str) -> Iterator[Block]:
    """Yield the communities as the fourth page has them."""
    yield Heading(write_title_of_communities(edition))
    yield Paragraph(make_communities_view(edition).sentences[0], "finding")
    yield make_table_of_six_gaps(edition)
    yield Paragraph("Every community with its figures:", see=(annex_label,))
