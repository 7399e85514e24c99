"""Targets: whether each is on track, what reaching it means in people, and where they live."""

from collections.abc import Iterator, Sequence

from fairer_stockton.definitions.targets import TARGETS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    Heading,
    Paragraph,
    TableWithWidths,
)
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.table import Table
from fairer_stockton.report.targets.standings import Judged, TargetStanding, list_target_standings
from fairer_stockton.report.targets.words import HOW_TO_READ_TARGETS, WORDS_OF_TARGETS
from fairer_stockton.report.words.figures import (
    is_known,
    mark_sample,
    write_people_count,
    write_period,
    write_value_with_unit,
    write_value_without_unit,
)
from fairer_stockton.report.words.narrative import mark_proxy_in_title, write_measure_title
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import AreaType, TargetVerdict
from fairer_stockton.uses.packs.figure_lines import write_shown
from fairer_stockton.uses.packs.writing import Pack, make_document, name_folder, refuse_another_council

TARGETS_FOLDER = "targets"  # the folder of all, among the reports
FILES_OF_TARGETS = {"targets.pdf": "as PDF", "targets.docx": "in Word"}
HEADER_OF_TARGETS = ("Target", "By when", "At the start", "Now", "On track?")
HEADER_OF_WARDS = ("Ward", "When", "Figure", "Of those counted, reaching it means")


def require_target_standings(edition: Edition) -> list[TargetStanding]:
    """Return each declared target with the borough's figures.

    Raises:
        CatalogueError: the council has declared none.
    """
    refuse_another_council(edition, TARGETS, "targets")
    standings = list_target_standings(edition)
    if not standings:
        raise CatalogueError(
            file=TARGETS,
            found="no targets",
            expected="a file of the council's own that declares them",
            remedy="see docs/reference/targets.md; nothing is invented in its place",
        )
    return standings


def make_targets_pack(edition: Edition, standings: Sequence[TargetStanding]) -> Pack:
    """Return the page of targets with all that goes beside it."""
    document = make_document(
        edition,
        "Are we on track?",
        f"{edition.title}: the council’s targets, edition {edition.year}",
        _make_blocks(edition, standings),
    )
    return Pack(
        TARGETS_FOLDER, name_folder("targets", edition.name), document, FILES_OF_TARGETS, {"targets": len(standings)}
    )


def _make_blocks(edition: Edition, standings: Sequence[TargetStanding]) -> Iterator[Block]:
    judged = [standing.judge() for standing in standings]
    on_sample = any(standing.now.synthetic for standing in standings if standing.now)
    counts = [
        mark_sample(f"{WORDS_OF_TARGETS[verdict]}: {number} of {len(standings)} targets.", on_sample)
        for verdict in TargetVerdict
        if (number := sum(each.verdict == verdict for each in judged))
    ]
    yield Heading("In short")
    yield BulletList(tuple(counts))
    lines = tuple(_make_line(standing, each) for standing, each in zip(standings, judged, strict=True))
    yield TableWithWidths(Table("Each target", HEADER_OF_TARGETS, lines), (2.6, 1.0, 1.2, 1.6, 2.0))
    yield Paragraph(HOW_TO_READ_TARGETS, "note")
    for standing in standings:
        yield from _make_part_on_people(edition, standing)


def _make_line(standing: TargetStanding, judged: Judged) -> tuple[str, ...]:
    target, unit, now, start = standing.target, standing.measure.unit, standing.now, standing.start
    title = write_measure_title(standing.measure, bool(now and now.synthetic))
    words = WORDS_OF_TARGETS[judged.verdict]
    if judged.projection:
        low, high = (
            write_value_without_unit(end, unit) for end in (judged.projection.lower_95, judged.projection.upper_95)
        )
        words += (
            f"\nprobability {judged.projection.probability:.0%}; as it went, "
            f"{write_value_with_unit(judged.projection.value, unit)} ({low} to {high})"
        )
    return (
        f"{title}: {write_value_with_unit(target.value, unit)}\n{target.owner}",
        str(target.year),
        f"{write_shown(start)}\n{write_period(target.baseline)}" if start else f"no figure\n{target.baseline}",
        f"{write_shown(now)}\n{write_period(now.period)}" if now else "no figure",
        f"{words}\n{judged.why}" if judged.why else words,
    )


def _make_part_on_people(edition: Edition, standing: TargetStanding) -> Iterator[Block]:
    """Yield what reaching a target means in people: in the borough, and in each ward by itself."""
    people = standing.count_people(standing.now) if standing.now else float("nan")
    if not is_known(people) or people < 1:
        return
    yield Heading(mark_proxy_in_title(standing.measure, standing.measure.title))
    sentence = f"To reach the target now would mean about {write_people_count(people)} of those counted in the borough."
    yield Paragraph(mark_sample(sentence, bool(standing.now and standing.now.synthetic)))
    lines = tuple(_make_line_of_ward(standing, row) for row in _list_latest_figures_of_wards(edition, standing))
    if lines:
        yield TableWithWidths(Table("If each ward reached it by itself", HEADER_OF_WARDS, lines), (2.0, 1.0, 1.2, 1.6))


def _list_latest_figures_of_wards(edition: Edition, standing: TargetStanding) -> list[ObservationRow]:
    latest: dict[str, ObservationRow] = {}
    cells = {"area_type": AreaType.WARD, "vintage": edition.ward_vintage, "breakdown": "all"}
    for row in edition.select_observations(standing.measure.name, **cells):
        latest[row.area_code] = row
    return sorted(latest.values(), key=lambda row: row.area_name)


def _make_line_of_ward(standing: TargetStanding, row: ObservationRow) -> tuple[str, ...]:
    return (
        mark_sample(row.area_name, row.synthetic),
        write_period(row.period),
        write_shown(row),
        _write_people(standing.count_people(row)),
    )


def _write_people(people: float) -> str:
    if not is_known(people):
        return "–"
    return f"about {write_people_count(people)}" if people >= 1 else "reached"
