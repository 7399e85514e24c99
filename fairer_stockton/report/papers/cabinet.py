"""The annual report as a paper for Cabinet: a page of summary, blanks for officers, the domains, gaps and annexes."""

from collections.abc import Iterator, Sequence

from fairer_stockton.definitions.commentary import Comment
from fairer_stockton.definitions.sources import LICENCES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.claims import make_table_of_each_verdict, summarise_claims
from fairer_stockton.report.pages.communities import make_communities_view
from fairer_stockton.report.pages.domain_tables import make_table_of_fifths
from fairer_stockton.report.pages.glance import (
    GlanceDomain,
    GlanceRow,
    count_gap_directions,
    count_worse_similar_and_better,
    make_glance_domains,
    summarise_domains,
)
from fairer_stockton.report.pages.views import PageViews
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    DefinitionList,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    SpaceToFillIn,
    TableWithWidths,
)
from fairer_stockton.report.papers.findings import list_findings_of_measures
from fairer_stockton.report.papers.places import make_deprivation_blocks, make_picture_block, make_priority_blocks
from fairer_stockton.report.table import Table, select_columns
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.claims import CLAIM_VERDICTS
from fairer_stockton.report.words.figures import mark_sample
from fairer_stockton.report.words.missing import explain_missing_figure
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
CHART_ORDER = (
    "areas",
    "fifths",
    "time",
    "wards",
    "msoas",
)  # pictures, so that pages fill; the pages alone have funnels
GLANCE_WIDTHS = (3.0, 1.9, 1.35, 1.55, 2.7, 1.4, 1.2)
COMMUNITIES_NOTE = (
    "A person may belong to several of these communities at once. In the residents’ survey “everyone else” is all who "
    "answered and do not belong to the one named. Published figures compare other groups: the page of the communities "
    "names them."
)


def make_cabinet_paper(edition: Edition, views: PageViews) -> Document:
    """Make the paper of an edition from which hidden figures have been taken."""
    domains = make_glance_domains(edition)
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
        facts=(SpaceToFillIn(1, "Date of the meeting"), SpaceToFillIn(1, "Report of")),
        contents=True,
        blocks=tuple(_make_cabinet_blocks(edition, views, domains)),
    )


def _make_cabinet_blocks(edition: Edition, views: PageViews, domains: list[GlanceDomain]) -> Iterator[Block]:
    yield PageBreak()
    yield from _make_summary_blocks(edition, views, domains)
    yield PageBreak()
    for title, lines in BLANK_SECTIONS:
        yield Heading(title)
        yield SpaceToFillIn(lines)
    yield PageBreak()
    for part in (part for part in domains if not part.domain.focus):
        yield from _make_domain_blocks(edition, views, part)
    yield from _make_gap_blocks(edition, views, domains)
    for part in (part for part in domains if part.domain.focus):
        yield from _make_domain_blocks(edition, views, part)
        yield from make_deprivation_blocks(views.tenth, make_table_of_fifths(edition), views.deprivation)
    if views.priorities:
        yield from make_priority_blocks(views.priorities)
    if edition.has_communities:
        yield from _make_community_blocks(edition)
    if edition.has_claims:
        yield from _make_claim_blocks(edition)
    yield from _make_annex_blocks(edition, domains)


def _make_summary_blocks(edition: Edition, views: PageViews, domains: list[GlanceDomain]) -> Iterator[Block]:
    """Yield one page: the whole report in sentences, and a count for each domain."""
    yield Heading("Summary")
    if note := edition.commentary.report:
        yield Paragraph(write_editors_note(note))
    sentences = [*summarise_domains(edition, domains, "in the tables of this paper"), *views.deprivation.sentences[1:2]]
    if views.priorities:
        sentences.append(views.priorities.lead)
    if edition.at_home and len(edition.communities):
        sentences.append(make_communities_view(edition).sentences[0])
    yield BulletList(tuple(sentences))
    rows = [(part.domain.title, *_write_counts_of_domain(part.rows)) for part in domains if part.rows]
    if rows:
        beside = ("Worse than England", "Similar or about the same", "Better")
        directions = ("Gaps closing", "Widening", "Other clear change")
        caption = (
            "What each part of this paper counts; figures and gaps that cannot be judged are in the first column only"
        )
        table = Table(caption, ("Domain", "Figures", *beside, *directions), tuple(rows), numbers=tuple(range(1, 8)))
        yield TableWithWidths(table, (3.4, 1, 1.2, 1, 1, 1, 1.2, 1.2))


def _write_counts_of_domain(rows: Sequence[GlanceRow]) -> list[str]:
    counts = (*count_worse_similar_and_better(rows), *count_gap_directions(rows)[:3])
    return [str(len(rows)), *(str(count or "–") for count in counts)]


def _make_domain_blocks(edition: Edition, views: PageViews, domain_at_a_glance: GlanceDomain) -> Iterator[Block]:
    """Yield a domain: its measures at a glance, what stands out, its pictures, and what it lacks."""
    yield Heading(domain_at_a_glance.domain.title)
    if comment := edition.commentary.domains.get(domain_at_a_glance.domain.name):
        yield Paragraph(write_editors_note(comment))
    if domain_at_a_glance.rows:
        yield TableWithWidths(_make_glance_table(edition, domain_at_a_glance), GLANCE_WIDTHS)
    measures = edition.list_measures_with_figures(domain_at_a_glance.domain.name)
    terms = list_findings_of_measures(edition, measures)
    if terms:
        yield Heading("What stands out", 2)
        yield DefinitionList(terms)
    notes = edition.commentary.measures
    noted = [(measure.title, notes[measure.name]) for measure in measures if measure.name in notes]
    if noted:
        yield Heading("Notes by editors", 2)
        yield DefinitionList(tuple((title, write_editors_note(note)) for title, note in noted))
    charts = [chart for chart in views.charts[domain_at_a_glance.domain.name] if chart.kind in CHART_ORDER]
    for chart in sorted(charts, key=lambda chart: CHART_ORDER.index(chart.kind)):
        yield make_picture_block(chart, chart.question, chart.note)
    if domain_at_a_glance.missing:
        yield DefinitionList(_explain_missing_measures(edition, domain_at_a_glance))


def write_editors_note(comment: Comment) -> str:
    """Write what editors add, as theirs."""
    return f"Note by {comment.by}: {comment.words}"


def _make_glance_table(edition: Edition, domain_at_a_glance: GlanceDomain) -> Table:
    lines = tuple(
        (
            narrative.write_measure_title(row.measure, row.synthetic, row.category),
            f"{row.value} ({row.limits})" if row.limits else row.value,
            row.england,
            row.comparison_title,
            f"{row.gap_title}: {row.gap}" if row.gap_title else row.gap,
            row.change,
            row.period,
        )
        for row in domain_at_a_glance.rows
    )
    header = ("Measure", f"{edition.borough_name} (95% interval)", "England", "Compared with England")
    gap = ("Gap (95% interval)", "Is the gap closing?", "Period")
    return Table(f"{domain_at_a_glance.domain.title}: each measure at a glance", (*header, *gap), lines)


def _make_gap_blocks(edition: Edition, views: PageViews, domains: list[GlanceDomain]) -> Iterator[Block]:
    """Yield the gaps, sorted by what the figures show of how they move."""
    yield Heading("Are the gaps closing?")
    yield Paragraph(
        "Of each measure, the gap that best answers the framework's question, and how it has changed since "
        f"{edition.definitions.gap_changes.baseline_year} or the nearest year held. A change is listed as clear where "
        "it is beyond what chance explains, allowing for how many gaps are looked at; the page “Are the gaps closing?” "
        "has the others."
    )
    for picture in views.gaps[:1]:
        yield make_picture_block(picture, picture.question, picture.note)
    rows = [row for part in domains for row in part.rows if row.gap_title]
    for words, title, none in (
        ((Direction.CLOSING,), "Clearly closing", "No gap can be said to be closing."),
        ((Direction.WIDENING,), "Clearly widening", "No gap can be said to be widening."),
        (gap_changes.OTHERWISE, "Clearly changed in another way", "No gap has clearly changed in another way."),
    ):
        rows_of_direction = [row for row in rows if row.direction in words]
        yield Heading(title, 2)
        if not rows_of_direction:
            yield Paragraph(none)
            continue
        lines = tuple(
            (
                narrative.write_measure_title(row.measure, row.synthetic, row.category),
                row.gap_title,
                row.gap,
                row.size_of_change,
            )
            for row in rows_of_direction
        )
        header = ("Measure", "Between", "Gap (95% interval)", "Change")
        yield TableWithWidths(Table(f"{title}: {len(rows_of_direction)}", header, lines), (3, 2, 2.2, 2.6))


def _make_community_blocks(edition: Edition) -> Iterator[Block]:
    """Yield the communities against the six gaps, in one table."""
    view = make_communities_view(edition)
    yield Heading(mark_sample("Disadvantaged communities and the six gaps", view.synthetic))
    yield BulletList(tuple(sentence for sentence in view.sentences if "below" not in sentence))
    yield TableWithWidths(view.overview, (1.5, 1, 1, 1, 1, 1, 1))
    yield Paragraph(COMMUNITIES_NOTE, "note")


def _make_claim_blocks(edition: Edition) -> Iterator[Block]:
    """Yield the council's own figures that differ from the recomputed ones."""
    if edition.claims.empty:
        return
    yield Heading("The council’s own figures, recomputed")
    yield Paragraph(summarise_claims(edition))
    differs = make_table_of_each_verdict(edition).get(CLAIM_VERDICTS[ClaimVerdict.DIFFERS])
    if differs:
        yield TableWithWidths(select_columns(differs, 0, 1, 2, 3, 4), (3, 1.5, 1, 1, 1))


def _make_annex_blocks(edition: Edition, domains: list[GlanceDomain]) -> Iterator[Block]:
    yield Heading("Annex A: How to read the figures")
    yield DefinitionList(READING)
    yield Heading("Annex B: What is not measured")
    yield from _make_not_measured_blocks(edition, domains)
    yield Heading("Annex C: Sources and licences")
    for licence, words in LICENCES.items():
        sources_read = (edition.sources[name] for name in edition.attributions)
        named = sorted(f"{source.publisher}, {source.title}" for source in sources_read if source.licence == licence)
        if named:
            yield Paragraph(words.format(council=edition.council.supplied_by))
            yield BulletList(tuple(dict.fromkeys(named)), "note")


def _explain_missing_measures(edition: Edition, domain_at_a_glance: GlanceDomain) -> tuple[tuple[str, str], ...]:
    """Return what a domain lacks, and why: what is missing for one reason stands together."""
    names_by_reason: dict[str, list[str]] = {}
    for name in domain_at_a_glance.missing:
        reason = explain_missing_figure(edition, domain_at_a_glance.domain, name)
        names_by_reason.setdefault(reason, []).append(name)
    return tuple(("; ".join(names), reason) for reason, names in names_by_reason.items())


def _make_not_measured_blocks(edition: Edition, domains: list[GlanceDomain]) -> Iterator[Block]:
    missing = tuple(line for part in domains for line in _explain_missing_measures(edition, part))
    yield (
        DefinitionList(missing)
        if missing
        else Paragraph("Every measure of the framework has a figure in this edition.")
    )
    shown = dict.fromkeys(row.measure.name for part in domains for row in part.rows)
    stand_ins = [edition.measures[name] for name in shown if edition.measures[name].proxy_for]
    if stand_ins:
        yield Heading("Nearest available measures, where nobody publishes what the framework asks for", 2)
        yield DefinitionList(
            tuple((measure.title, f"nearest available measure of: {measure.proxy_for}") for measure in stand_ins)
        )
