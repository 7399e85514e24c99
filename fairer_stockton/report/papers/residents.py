"""The residents' summary: two pages in plain words, of what the figures say and no more."""

from collections.abc import Iterator

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines.choice import choose_headlines
from fairer_stockton.report.headlines.words import write_answer, write_finding
from fairer_stockton.report.maps.most_deprived_tenth import MostDeprivedTenthMap
from fairer_stockton.report.pages.communities import (
    ABOUT_THE_SAME,
    BETTER_OFF,
    NO_CLEAR_DIFFERENCE,
    WORSE_OFF,
    list_verdicts_on_communities,
)
from fairer_stockton.report.pages.glance import (
    GlanceDomain,
    GlanceRow,
    count_worse_similar_and_better,
    judge_fifths_of_each_measure,
    make_glance_domains,
)
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    DefinitionList,
    Document,
    Heading,
    Paragraph,
    SpaceToFillIn,
    TableWithWidths,
)
from fairer_stockton.report.papers.places import make_picture_block
from fairer_stockton.report.place_rows import DeprivationRow
from fairer_stockton.report.questions import is_most_deprived_fifth_worse
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value, read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.deprivation import MAIN_INDEX
from fairer_stockton.report.words.figures import mark_sample, write_figure, write_period
from fairer_stockton.run.vocabulary import GapType

RESIDENTS_LEAD = "Are the unfair gaps between people here closing? This is the short version of our full report."
PLAIN_MEANINGS = (
    ("A gap", "how much worse one group of people, or one place, does than another."),
    (
        "Deprived",
        "going short of things that most people have, such as money, work, good health or a safe home.",
    ),
    (
        "Sure or not sure",
        "many of our figures come from asking some people, not all. So chance plays a part in them. We only say that "
        "one figure is worse than another when chance is not likely to be the cause. The gap must also be big enough "
        "to matter.",
    ),
    (
        "Narrowed or widened",
        "the gap is smaller or larger than when the framework began. We only say so when chance is not likely to be "
        "the cause.",
    ),
    (
        "No clear change",
        "things may have changed, or not. The figures are not sure enough to show it.",
    ),
    (
        "Groups, not people",
        "a figure for a place says nothing about any one person who lives there. Where a figure could identify "
        "someone, we do not show it.",
    ),
)
TELL_US = "Do these figures match life where you live? Tell us what we have missed."
ASK_COUNCILLOR = "Ask your ward councillor to speak up for what matters most to you."
CLEAREST_CAPTION = "A clear gap from each part of life: the most and the least deprived fifth of our neighbourhoods"


def make_residents_summary(edition: Edition, deprived_tenth_map: MostDeprivedTenthMap | None) -> Document:
    """Make the summary of an edition from which hidden figures have been taken."""
    return Document(
        title=f"Is life getting fairer in {edition.borough_name}?",
        kicker=f"A summary for residents, {edition.year}",
        lead=RESIDENTS_LEAD,
        stamp=edition.stamp,
        author=edition.council.contact,
        created=edition.created,
        logo=edition.look.logo_name,
        logo_alt=edition.look.logo_alt,
        heading_colour=edition.look.heading,
        large=True,
        blocks=tuple(_make_residents_blocks(edition, deprived_tenth_map)),
    )


def _make_residents_blocks(edition: Edition, deprived_tenth_map: MostDeprivedTenthMap | None) -> Iterator[Block]:
    domains = make_glance_domains(edition)
    rows = [row for domain in domains for row in domain.rows]
    yield Heading("What we found")
    headlines, start = choose_headlines(edition), edition.definitions.gap_changes.baseline_year
    sentences = (
        f"{write_finding(headlines, start)}.",
        write_answer(headlines, start) if headlines.shown else "",
        _write_counts_beside_england(edition, rows),
        _write_count_of_worse_off_fifths(edition, domains),
        _write_count_in_most_deprived_tenth(edition),
    )
    yield BulletList(tuple(filter(None, (*sentences, _write_counts_of_communities(edition)))))
    if table := _make_table_of_clearest_gaps(edition, domains):
        yield TableWithWidths(table, (3.4, 1.2, 1.3, 1.3))
    if deprived_tenth_map:
        yield make_picture_block(
            deprived_tenth_map, "Our neighbourhoods that are among the most deprived tenth in England"
        )
    yield Heading("What it means")
    yield DefinitionList(PLAIN_MEANINGS)
    yield Heading("How to have your say")
    yield BulletList((TELL_US, *(edition.council.have_your_say if edition.at_home else ()), ASK_COUNCILLOR))
    yield SpaceToFillIn(2, "How to reach us")
    yield Paragraph("The full report, with every figure and its source, is published with this summary.", "note")


def _write_count(count: int) -> str:
    return str(count) if count else "none"


def _write_count_with_is_or_are(count: int) -> str:
    return f"{_write_count(count)} {'is' if count == 1 else 'are'}"


def _write_counts_beside_england(edition: Edition, rows: list[GlanceRow]) -> str:
    """Count how the figures stand to England's, where that can be told."""
    worse, similar, better = count_worse_similar_and_better(rows)
    judged = worse + similar + better
    start = f"We have {len(rows)} figures about life in {edition.borough_name}."
    if not judged:
        return f"{start} None of them can be compared with England yet."
    return (
        f"{start} We can compare {judged} of them with England. Of these, "
        f"{_write_count_with_is_or_are(worse)} worse than in England, {_write_count_with_is_or_are(better)} better, "
        f"and {_write_count_with_is_or_are(similar)} about the same, or too close to call."
    )


def _write_count_of_worse_off_fifths(edition: Edition, domains: list[GlanceDomain]) -> str:
    """Count the measures on which the most deprived fifth is clearly worse off than the least."""
    judged = judge_fifths_of_each_measure(edition, domains)
    if not judged:
        return ""
    return (
        "We put our neighbourhoods into five groups, from the most deprived to the least. We can compare "
        f"the two end groups on {len(judged)} measures. On {_write_count(sum(judged))} of these, the most deprived "
        "group clearly does worse."
    )


def _write_count_in_most_deprived_tenth(edition: Edition) -> str:
    """Count the neighbourhoods among England's most deprived tenth in the latest Indices."""
    table = edition.deprivation
    ours = table[(table["area_code"] == edition.authority) & (table["index_name"] == MAIN_INDEX)].sort_values("period")
    if ours.empty:
        return ""
    last = read_rows(ours, DeprivationRow)[-1]
    inside = last.proportion * last.neighbourhoods
    return (
        f"We have {last.neighbourhoods:.0f} neighbourhoods. In {last.period}, {inside:.0f} of them were among "
        "the most deprived tenth in all of England."
    )


def _write_counts_of_communities(edition: Edition) -> str:
    """Count how the communities that the framework names stand to everyone else."""
    verdict_words = list_verdicts_on_communities(edition) if edition.at_home and len(edition.communities) else []
    tested = [word for word in verdict_words if word in (WORSE_OFF, BETTER_OFF, NO_CLEAR_DIFFERENCE, ABOUT_THE_SAME)]
    if not tested:
        return ""
    worse, unclear = _write_count(tested.count(WORSE_OFF)), _write_count(tested.count(NO_CLEAR_DIFFERENCE))
    return (
        f"We also compared groups who may face extra barriers with everyone else. In {worse} of {len(tested)} tests, "
        f"the group clearly does worse. In {unclear} there is no clear gap. That does not mean that there is none, for "
        "most of the groups are small."
    )


def _make_table_of_clearest_gaps(edition: Edition, domains: list[GlanceDomain]) -> Table | None:
    """Return a row for each domain: its clear gap between fifths that is widest for its size."""
    lines = []
    for domain in domains:
        clear = [row for row in domain.rows if is_most_deprived_fifth_worse(edition, row.measure)]
        ends = [both_ends for row in clear if (both_ends := _find_both_fifths_of_latest_gap(edition, row))]
        if ends:
            # Relative to size: the figures are of different units.
            row, most, least = max(
                ends, key=lambda both_ends: _compute_relative_difference(both_ends[1].value, both_ends[2].value)
            )
            title = mark_sample(row.title, row.synthetic)
            lines.append((title, write_period(most.period), write_figure(most), write_figure(least)))
    header = ("What we looked at", "When", "Most deprived fifth", "Least deprived fifth")
    return Table(CLEAREST_CAPTION, header, tuple(lines), numbers=(2, 3)) if lines else None


def _find_both_fifths_of_latest_gap(
    edition: Edition, row: GlanceRow
) -> tuple[GlanceRow, ObservationRow, ObservationRow] | None:
    """Return the row with the figures of the most and the least deprived fifth in the period of its latest gap."""
    name = row.measure.name
    gap = find_latest_row_with_value(
        edition.select_gaps(name, gap_type=GapType.MOST_V_LEAST_FIFTH, area_code=edition.authority)
    )
    if gap is None:
        return None
    same = {"breakdown": "deprivation_fifth", "period": gap.period}
    most, least = (
        find_latest_row_with_value(edition.select_observations(name, category=end, **same)) for end in ("1", "5")
    )
    if most is None or least is None or not most.has_value or not least.has_value:
        return None
    return row, most, least


def _compute_relative_difference(first: float, second: float) -> float:
    largest = max(abs(first), abs(second))
    return abs(first - second) / largest if largest else 0.0
