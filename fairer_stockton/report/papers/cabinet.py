"""The annual report as a paper for Cabinet: a page of summary, blanks for officers, the domains, gaps and annexes."""

from collections.abc import Iterator, Sequence

from fairer_stockton.definitions.sources import LICENCES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.claims import claim_tables, claims_sentence
from fairer_stockton.report.pages.communities import communities_view
from fairer_stockton.report.pages.domain_tables import fifths_overview
from fairer_stockton.report.pages.glance import (
    GlanceDomain,
    GlanceRow,
    count_against_england,
    count_directions,
    glance_domains,
    write_summary,
)
from fairer_stockton.report.pages.views import Views
from fairer_stockton.report.papers.document import (
    Blank,
    Block,
    Bullets,
    Document,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    Terms,
)
from fairer_stockton.report.papers.findings import findings
from fairer_stockton.report.papers.places import focus_blocks, picture_of, priority_blocks
from fairer_stockton.report.table import Table, select_columns
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.claims import CLAIM_VERDICTS
from fairer_stockton.report.words.figures import mark_sample
from fairer_stockton.report.words.reading import READING
from fairer_stockton.run.vocabulary import ClaimVerdict, Direction

CABINET_LEAD = (
    "Are the unfair differences between our residents, and between our neighbourhoods, closing? This paper gives every "
    "measure of the framework that published figures can answer, and says plainly which they cannot."
)
BLANK_SECTIONS = (
    ("Recommendations", 9),
    ("Reasons for the recommendations", 8),
    ("Legal, financial and equality implications", 10),
)
CHART_ORDER = ("areas", "fifths", "time", "wards")  # pictures, so that pages fill; the pages alone have funnels
GLANCE_WIDTHS = (3.0, 1.9, 1.35, 1.55, 2.7, 1.4, 1.2)
COMMUNITIES_NOTE = (
    "A person may belong to several of these communities at once. “Everyone else” is all who answered and do not "
    "belong to the one named."
)


def cabinet_paper(edition: Edition, views: Views) -> Document:
    """Make the paper of an edition from which hidden figures have been taken."""
    domains = glance_domains(edition)
    return Document(
        title=f"{edition.title}: annual report {edition.year}",
        kicker=f"Report to {edition.council.reports_to}"
        if edition.at_home
        else "Published figures for the measures of the framework",
        lead=CABINET_LEAD,
        stamp=edition.stamp,
        author=edition.council.contact,
        logo=edition.look.logo_name,
        logo_alt=edition.look.logo_alt,
        heading_colour=edition.look.heading,
        facts=(Blank(1, "Date of the meeting"), Blank(1, "Report of")),
        contents=True,
        blocks=tuple(_blocks(edition, views, domains)),
    )


def _blocks(edition: Edition, views: Views, domains: list[GlanceDomain]) -> Iterator[Block]:
    yield PageBreak()
    yield from _summary(edition, views, domains)
    yield PageBreak()
    for title, lines in BLANK_SECTIONS:
        yield Heading(title)
        yield Blank(lines)
    yield PageBreak()
    for part in (part for part in domains if not part.domain.focus):
        yield from _domain(edition, views, part)
    yield from _gaps(views, domains)
    for part in (part for part in domains if part.domain.focus):
        yield from _domain(edition, views, part)
        yield from focus_blocks(views.tenth, fifths_overview(edition), views.deprivation)
    if views.priorities:
        yield from priority_blocks(views.priorities)
    if edition.has_communities:
        yield from _communities(edition)
    if edition.has_claims:
        yield from _claims(edition)
    yield from _annexes(edition, domains)


def _summary(edition: Edition, views: Views, domains: list[GlanceDomain]) -> Iterator[Block]:
    """Yield one page: the whole report in sentences, and a count for each domain."""
    yield Heading("Summary")
    sentences = [*write_summary(edition, domains, "in the tables of this paper"), *views.deprivation.sentences[1:2]]
    if views.priorities:
        sentences.append(views.priorities.lead)
    if edition.at_home and len(edition.communities):
        sentences.append(communities_view(edition).sentences[0])
    yield Bullets(tuple(sentences))
    rows = [(part.domain.title, *_counts(part.rows)) for part in domains if part.rows]
    if rows:
        beside = ("Worse than England", "Similar or about the same", "Better")
        directions = ("Gaps closing", "Widening", "No clear change")
        caption = (
            "What each part of this paper counts; figures and gaps that cannot be judged are in the first column only"
        )
        table = Table(caption, ("Domain", "Figures", *beside, *directions), tuple(rows), numbers=tuple(range(1, 8)))
        yield Grid(table, (3.4, 1, 1.2, 1, 1, 1, 1.2, 1.2))


def _counts(rows: Sequence[GlanceRow]) -> list[str]:
    counts = (*count_against_england(rows), *count_directions(rows)[:3])
    return [str(len(rows)), *(str(count or "–") for count in counts)]


def _domain(edition: Edition, views: Views, part: GlanceDomain) -> Iterator[Block]:
    """Yield a domain: its measures at a glance, what stands out, its pictures, and what it lacks."""
    yield Heading(part.domain.title)
    if part.rows:
        yield Grid(_glance_table(edition, part), GLANCE_WIDTHS)
    measures = edition.of_domain(part.domain.name)
    terms = findings(edition, measures)
    if terms:
        yield Heading("What stands out", 2)
        yield Terms(terms)
    noted = [
        (measure.title, edition.commentary[measure.name]) for measure in measures if measure.name in edition.commentary
    ]
    if noted:
        yield Heading("Notes by editors", 2)
        yield Terms(tuple((title, f"Note by {note.by}: {note.words}") for title, note in noted))
    charts = [chart for chart in views.charts[part.domain.name] if chart.kind in CHART_ORDER]
    for chart in sorted(charts, key=lambda chart: CHART_ORDER.index(chart.kind)):
        yield picture_of(chart, chart.question, chart.note)
    if part.missing:
        yield Terms(_missing(edition, part))


def _glance_table(edition: Edition, part: GlanceDomain) -> Table:
    lines = tuple(
        (
            narrative.write_title(row.measure, row.synthetic, row.category),
            f"{row.value} ({row.limits})" if row.limits else row.value,
            row.england,
            row.comparison_title,
            f"{row.gap_title}: {row.gap}" if row.gap_title else row.gap,
            row.direction,
            row.period,
        )
        for row in part.rows
    )
    header = ("Measure", f"{edition.borough_name} (95% interval)", "England", "Beside England")
    gap = ("Gap (95% interval)", "Is the gap closing?", "Period")
    return Table(f"{part.domain.title}: each measure at a glance", (*header, *gap), lines)


def _gaps(views: Views, domains: list[GlanceDomain]) -> Iterator[Block]:
    """Yield the gaps, sorted by what the figures show of how they move."""
    yield Heading("Are the gaps closing?")
    yield Paragraph(
        "Of each measure, the gap that best answers the framework's question. A gap is said to close or to widen only "
        "where at least three periods, with intervals, show it beyond chance. Where that cannot be told, the lists "
        "below leave it out."
    )
    for picture in views.gaps[:1]:
        yield picture_of(picture, picture.question, picture.note)
    rows = [row for part in domains for row in part.rows if row.gap_title]
    for word, title, none in (
        (Direction.CLOSING, "Clearly closing", "No gap can be said to be closing."),
        (Direction.WIDENING, "Clearly widening", "No gap can be said to be widening."),
        (Direction.NO_CLEAR_CHANGE, "No clear change", "Of no gap can it be said that it shows no clear change."),
    ):
        rows_of_direction = [row for row in rows if row.direction == narrative.DIRECTION_TITLES[word]]
        yield Heading(title, 2)
        if not rows_of_direction:
            yield Paragraph(none)
            continue
        lines = tuple(
            (narrative.write_title(row.measure, row.synthetic, row.category), row.gap_title, row.gap, row.period)
            for row in rows_of_direction
        )
        header = ("Measure", "Between", "Gap (95% interval)", "Period of the figure")
        yield Grid(Table(f"{title}: {len(rows_of_direction)}", header, lines), (3, 2.2, 2.8, 1.1))


def _communities(edition: Edition) -> Iterator[Block]:
    """Yield the communities against the six gaps, in one table."""
    view = communities_view(edition)
    yield Heading(mark_sample("Disadvantaged communities and the six gaps", view.synthetic))
    yield Bullets(tuple(sentence for sentence in view.sentences if "below" not in sentence))
    yield Grid(view.overview, (1.5, 1, 1, 1, 1, 1, 1))
    yield Paragraph(COMMUNITIES_NOTE, "note")


def _claims(edition: Edition) -> Iterator[Block]:
    """Yield the council's own figures that differ from the recomputed ones."""
    if edition.claims.empty:
        return
    yield Heading("The council’s own figures, recomputed")
    yield Paragraph(claims_sentence(edition))
    differs = claim_tables(edition).get(CLAIM_VERDICTS[ClaimVerdict.DIFFERS])
    if differs:
        yield Grid(select_columns(differs, 0, 1, 2, 3, 4), (3, 1.5, 1, 1, 1))


def _annexes(edition: Edition, domains: list[GlanceDomain]) -> Iterator[Block]:
    yield Heading("Annex A: How to read the figures")
    yield Terms(READING)
    yield Heading("Annex B: What is not measured")
    yield from _not_measured(edition, domains)
    yield Heading("Annex C: Sources and licences")
    for licence, words in LICENCES.items():
        sources_read = (edition.sources[name] for name in edition.attributions)
        named = sorted(f"{source.publisher}, {source.title}" for source in sources_read if source.licence == licence)
        if named:
            yield Paragraph(words.format(council=edition.council.supplied_by))
            yield Bullets(tuple(dict.fromkeys(named)), "note")


def _missing(edition: Edition, part: GlanceDomain) -> tuple[tuple[str, str], ...]:
    """Return what a domain lacks, and why."""
    needs, domain = part.domain.needs, part.domain.name
    return tuple(
        (name, narrative.explain_no_measure(needs, edition.why_missing(domain, name))) for name in part.missing
    )


def _not_measured(edition: Edition, domains: list[GlanceDomain]) -> Iterator[Block]:
    missing = tuple(line for part in domains for line in _missing(edition, part))
    yield Terms(missing) if missing else Paragraph("Every measure of the framework has a figure in this edition.")
    shown = dict.fromkeys(row.measure.name for part in domains for row in part.rows)
    stand_ins = [edition.measures[name] for name in shown if edition.measures[name].proxy_for]
    if stand_ins:
        yield Heading("Measures that stand in for what nobody publishes", 2)
        yield Terms(tuple((measure.title, f"stands in for: {measure.proxy_for}") for measure in stand_ins))
