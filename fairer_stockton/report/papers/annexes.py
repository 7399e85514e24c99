"""The annexes of the Cabinet paper: how to read it, every measure, places, communities, claims, lacks and sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from fairer_stockton.definitions.sources import LICENCES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.claims import list_claims_of_verdict, summarise_claims
from fairer_stockton.report.pages.domain_tables import make_table_of_fifths
from fairer_stockton.report.pages.glance import GlanceDomain, GlanceRow, summarise_domains
from fairer_stockton.report.pages.views import PageViews
from fairer_stockton.report.papers.communities import make_community_blocks, write_title_of_communities
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    DefinitionList,
    Heading,
    PageBreak,
    Paragraph,
    TableWithWidths,
)
from fairer_stockton.report.papers.domain_annex import (
    GAPS_PAGE_TITLE,
    make_domain_blocks,
    make_pictures_with_caveats,
    make_table_of_domains,
)
from fairer_stockton.report.papers.headline_blocks import make_other_gaps_blocks
from fairer_stockton.report.papers.places import make_deprivation_blocks, make_priority_blocks, make_targeting_blocks
from fairer_stockton.report.table import Table, join_columns
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.missing import explain_missing_figure
from fairer_stockton.report.words.reading import READING
from fairer_stockton.run.vocabulary import ClaimVerdict, Direction

LETTERS = "ABCDEFGHIJ"
MEASURES, GAPS, PLACES, COMMUNITIES, MISSING = (
    f"annex-{name}" for name in ("measures", "gaps", "places", "communities", "missing")
)


@dataclass(frozen=True)
class Annex:
    """An annex: the label by which it is referred to, its title, and its blocks below its heading."""

    label: str
    title: str
    blocks: tuple[Block, ...]


def make_annexes(edition: Edition, views: PageViews, domains: list[GlanceDomain]) -> Iterator[Block]:
    """Yield the annexes that this edition has, lettered in their order; each but the first begins a page."""
    for letter, annex in zip(LETTERS, _list_annexes(edition, views, domains), strict=False):
        if letter != LETTERS[0]:
            yield PageBreak()
        yield Heading(f"Annex {letter}: {annex.title}", label=annex.label)
        yield from annex.blocks


def _list_annexes(edition: Edition, views: PageViews, domains: list[GlanceDomain]) -> Iterator[Annex]:
    yield Annex("annex-reading", "How to read the figures", (DefinitionList(READING),))
    yield Annex(MEASURES, "The measures, domain by domain", tuple(_make_measures_blocks(edition, views, domains)))
    yield Annex(GAPS, GAPS_PAGE_TITLE, tuple(_make_gap_blocks(edition, views, domains)))
    yield Annex(PLACES, "Deprived neighbourhoods and priorities", tuple(_make_place_blocks(edition, views)))
    if edition.has_communities:
        yield Annex(COMMUNITIES, write_title_of_communities(edition), tuple(make_community_blocks(edition)))
    if edition.has_claims and not edition.claims.empty:
        yield Annex("annex-claims", "The council’s own figures, recomputed", tuple(_make_claim_blocks(edition)))
    yield Annex(MISSING, "What is not measured", tuple(_make_missing_blocks(edition, domains)))
    yield Annex("annex-sources", "Sources and licences", tuple(_make_source_blocks(edition)))


def _make_measures_blocks(edition: Edition, views: PageViews, domains: list[GlanceDomain]) -> Iterator[Block]:
    yield BulletList(tuple(summarise_domains(edition, domains, "in the tables of this annex")))
    if counts := make_table_of_domains(domains):
        yield counts
    for part in domains:
        yield from make_domain_blocks(edition, views, part, part.domain.title)


def _make_gap_blocks(edition: Edition, views: PageViews, domains: list[GlanceDomain]) -> Iterator[Block]:
    """Yield the gaps, sorted by what the figures show of how they move."""
    yield Paragraph(
        "Of each measure, the gap that best answers the framework's question, and how it has changed since "
        f"{edition.definitions.gap_changes.baseline_year} or the nearest year held. A change is listed as clear where "
        "it is beyond what chance explains, allowing for how many gaps are looked at; the page "
        f"“{GAPS_PAGE_TITLE}” has the others."
    )
    rows = [row for part in domains for row in part.rows if row.gap_title]
    for words, title, none in (
        ((Direction.CLOSING,), "Clearly narrowed", "No gap has clearly narrowed."),
        ((Direction.WIDENING,), "Clearly widened", "No gap has clearly widened."),
        (gap_changes.OTHERWISE, "Clearly changed in another way", "No gap has clearly changed in another way."),
    ):
        yield Heading(title, 2)
        listed = [row for row in rows if row.direction in words]
        yield _make_table_of_changes(title, listed) if listed else Paragraph(none)
    yield from make_other_gaps_blocks(views.headlines)
    yield from make_pictures_with_caveats(views.gaps)


def _make_table_of_changes(title: str, rows: list[GlanceRow]) -> TableWithWidths:
    lines = tuple(
        (
            f"{narrative.write_measure_title(row.measure, row.synthetic, row.category)}\n{row.gap_title}",
            row.gap,
            row.size_of_change,
        )
        for row in rows
    )
    header = ("Measure, and between whom", "Gap (95% interval)", "Change")
    return TableWithWidths(Table(f"{title}: {len(rows)}", header, lines), (3.4, 2.4, 3), strong=(0,))


def _make_place_blocks(edition: Edition, views: PageViews) -> Iterator[Block]:
    if views.priorities:
        yield from make_priority_blocks(views.priorities)
    if views.targeting:
        yield from make_targeting_blocks(views.targeting)
    yield from make_deprivation_blocks(make_table_of_fifths(edition), views.deprivation)


def _make_claim_blocks(edition: Edition) -> Iterator[Block]:
    """Yield the council's own figures that differ from ours, each with the reason, and those that cannot be checked."""
    yield Paragraph(summarise_claims(edition))
    if differing := list_claims_of_verdict(edition, ClaimVerdict.DIFFERS):
        yield Paragraph("A different figure is not necessarily wrong: the last column says why each one differs.")
        columns = (
            ("What was said, and of whom", (0, 1)), ("As published", (2,)), ("Our figure, and its period", (3, 4)),
            ("Why they differ", (5,)),
        )  # fmt: skip
        yield TableWithWidths(join_columns(differing, *columns), (2.6, 1.2, 1.2, 3.6))
    if unchecked := list_claims_of_verdict(edition, ClaimVerdict.NOT_YET_CHECKABLE):
        yield Heading("What it would take to check the others", 2)
        yield DefinitionList(_group_by_last_cell(unchecked), "note")


def _group_by_last_cell(table: Table) -> tuple[tuple[str, str], ...]:
    """Return what is needed, with all that needs it: one need may be that of many figures."""
    by_need: dict[str, list[str]] = {}
    for text, of, stated, need in table.rows:
        by_need.setdefault(need.rstrip("."), []).append(f"{text.rstrip('.')} ({of}: {stated})")
    return tuple((need, f"{'; '.join(texts)}.") for need, texts in by_need.items())


def group_missing_by_reason(edition: Edition, domains: list[GlanceDomain]) -> dict[str, list[str]]:
    """Return why measures have no figure, each reason with the measures, the most frequent first."""
    by_reason: dict[str, list[str]] = {}
    for part in domains:
        for name in part.missing:
            reason = explain_missing_figure(edition, part.domain, name)
            by_reason.setdefault(reason, []).append(name)
    return dict(sorted(by_reason.items(), key=lambda reason: -len(reason[1])))


def _make_missing_blocks(edition: Edition, domains: list[GlanceDomain]) -> Iterator[Block]:
    by_reason = group_missing_by_reason(edition, domains)
    if by_reason:
        lines = tuple((reason, "; ".join(names)) for reason, names in by_reason.items())
        table = Table("Measures that have no figure, by the reason", ("Why", "Measures"), lines)
        yield TableWithWidths(table, (2, 4))
    else:
        yield Paragraph("Every measure of the framework has a figure in this edition.")
    shown = dict.fromkeys(row.measure.name for part in domains for row in part.rows)
    nearest: dict[str, list[str]] = {}
    for measure in (edition.measures[name] for name in shown):
        if measure.proxy_for:
            nearest.setdefault(measure.proxy_for, []).append(measure.title)
    if nearest:
        yield Heading("Nearest available measures, where nobody publishes what the framework asks for", 2)
        lines = tuple((asked, "; ".join(titles)) for asked, titles in nearest.items())
        table = Table(
            "What the framework asks for, and the nearest that this report has", ("Asked for", "Nearest"), lines
        )
        yield TableWithWidths(table, (3, 3))


def _make_source_blocks(edition: Edition) -> Iterator[Block]:
    for licence, words in LICENCES.items():
        sources_read = (edition.sources[name] for name in edition.attributions)
        named = sorted(f"{source.publisher}, {source.title}" for source in sources_read if source.licence == licence)
        if named:
            yield Paragraph(words.format(council=edition.council.supplied_by))
            yield BulletList(tuple(dict.fromkeys(named)), "note")
