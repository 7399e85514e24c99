"""A domain as the Cabinet paper's annex has it: its measures, what stands out, and its pictures with their caveats."""

from collections.abc import Iterable, Iterator, Sequence

from fairer_stockton.definitions.commentary import Comment
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.charts.gap_choice import GapPicture
from fairer_stockton.report.charts.model import Chart
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.glance import (
    GlanceDomain,
    GlanceRow,
    count_gap_directions,
    count_worse_similar_and_better,
)
from fairer_stockton.report.pages.views import PageViews
from fairer_stockton.report.papers.document import (
    Block,
    DefinitionList,
    Heading,
    Paragraph,
    Picture,
    TableWithWidths,
)
from fairer_stockton.report.papers.findings import list_findings_of_measures
from fairer_stockton.report.papers.places import make_picture_block
from fairer_stockton.report.table import Table
from fairer_stockton.report.words import narrative

CHART_ORDER = (
    "areas",
    "fifths",
    "time",
    "wards",
    "msoas",
)  # pictures, so that pages fill; the pages alone have funnels
MEASURE_WIDTHS = (3, 3.1, 3.8, 1.2)
GAPS_PAGE_TITLE = "Are the gaps closing?"
NO_ENGLAND = {"no figure": "No figure for England", "not comparable": "Not comparable with England"}


def write_editors_note(comment: Comment) -> str:
    """Write what editors add, as theirs."""
    return f"Note by {comment.by}: {comment.words}"


def make_table_of_domains(domains: Sequence[GlanceDomain]) -> TableWithWidths | None:
    """Return a row of counts for each domain that has figures; None where none has."""
    lines = tuple((part.domain.title, *_write_counts_of_domain(part.rows)) for part in domains if part.rows)
    if not lines:
        return None
    header = ("Domain", "Figures", "Worse than England, similar, better", "Gaps narrower, wider, changed otherwise")
    caption = "What each domain counts; figures and gaps that cannot be judged are in the first count only"
    return TableWithWidths(Table(caption, header, lines, numbers=(1, 2, 3)), (3, 1, 2, 2))


def _write_counts_of_domain(rows: Sequence[GlanceRow]) -> tuple[str, ...]:
    against_england, directions = count_worse_similar_and_better(rows), count_gap_directions(rows)[:3]
    return str(len(rows)), *(
        ", ".join(str(count or "–") for count in counts) for counts in (against_england, directions)
    )


def make_domain_blocks(edition: Edition, views: PageViews, part: GlanceDomain, title: str) -> Iterator[Block]:
    """Yield a domain: what editors add, its measures, what stands out, and its pictures."""
    yield Heading(title, 2)
    if comment := edition.commentary.domains.get(part.domain.name):
        yield Paragraph(write_editors_note(comment))
    if not part.rows:
        yield Paragraph("This edition has no figure of this domain.")
    else:
        yield TableWithWidths(_make_table_of_measures(edition, part), MEASURE_WIDTHS, strong=(1,))
    measures = edition.list_measures_with_figures(part.domain.name)
    if findings := list_findings_of_measures(edition, measures):
        yield Heading("What stands out", 3)
        yield DefinitionList(findings)
    notes = edition.commentary.measures
    if noted := tuple(
        (measure.title, write_editors_note(notes[measure.name])) for measure in measures if measure.name in notes
    ):
        yield Heading("Notes by editors", 3)
        yield DefinitionList(noted)
    charts = [chart for chart in views.charts[part.domain.name] if chart.kind in CHART_ORDER]
    charts.sort(key=lambda chart: CHART_ORDER.index(chart.kind))
    yield from make_pictures_with_caveats(charts)


def _make_table_of_measures(edition: Edition, part: GlanceDomain) -> Table:
    """Return a row for each measure: its figure against England's, and its gap."""
    lines = tuple(
        (
            narrative.write_measure_title(row.measure, row.synthetic, row.category),
            f"{row.value}\n{'. '.join(filter(None, (row.limits, _write_comparison_with_england(row))))}",
            "\n".join(filter(None, (row.gap_title, row.gap, row.change if row.gap_title else ""))),
            row.period,
        )
        for row in part.rows
    )
    header = ("Measure", f"{edition.borough_name} against England", "Gap, and how it has changed", "Period")
    return Table(f"{part.domain.title}: each measure, with 95% intervals", header, lines)


def _write_comparison_with_england(row: GlanceRow) -> str:
    return NO_ENGLAND.get(row.england) or f"England {row.england}: {row.comparison_title.lower()}"


def make_pictures_with_caveats(pictures: Iterable[Chart | GapPicture]) -> Iterator[Picture]:
    """Yield pictures as blocks; what must be known of a measure stands below the first of them that shows it."""
    seen: set[str] = set()
    for picture in pictures:
        new = [measure for measure in _list_measures_shown(picture) if measure.name not in seen]
        seen.update(measure.name for measure in new)
        # The pages have each picture's figures below it; the paper leads to the page that has them.
        note = picture.note.replace("in the table below", f"on the page “{GAPS_PAGE_TITLE}”")
        yield make_picture_block(picture, picture.question, note, list_caveats(new))


def _list_measures_shown(picture: Chart | GapPicture) -> list[Measure]:
    if isinstance(picture, Chart):
        measures = [panel.measure for panel in picture.panels]
    else:
        measures = [*(pair.measure for pair in picture.pairs), *(course.measure for course in picture.courses)]
    return list({measure.name: measure for measure in measures}.values())


def list_caveats(measures: Iterable[Measure]) -> tuple[tuple[str, str], ...]:
    """Return what must be known of measures: a caveat of several stands once, under the titles of all of them."""
    titles_by_caveat: dict[str, list[str]] = {}
    for measure in measures:
        for caveat in measure.caveats:
            titles_by_caveat.setdefault(caveat, []).append(measure.title)
    caveats_by_titles: dict[str, list[str]] = {}
    for caveat, titles in titles_by_caveat.items():
        caveats_by_titles.setdefault("; ".join(dict.fromkeys(titles)), []).append(caveat)
    return tuple((titles, " ".join(caveats)) for titles, caveats in caveats_by_titles.items())
