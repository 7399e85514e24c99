"""What the packs of both kinds of audit have alike: their files, their map and where their figures come from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from fairer_stockton.definitions.service_audits import ServiceAudit
from fairer_stockton.report.drawing import PictureToDraw
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.papers.document import Block, BulletList, DefinitionList, Heading, Paragraph, Picture
from fairer_stockton.uses.packs.writing import FIGURES, Pack, make_document, name_folder
from fairer_stockton.uses.services.figures import ServiceFigure
from fairer_stockton.uses.services.groups import CountedGroup, list_titles_not_counted
from fairer_stockton.uses.services.neighbourhoods import CountedPeople
from fairer_stockton.uses.services.service_map import ServiceMap, draw_service_map

SERVICE_AUDITS = "service-audits"  # the folder of all, among the reports
FILES_OF_AUDIT = {"audit.pdf": "as PDF", "audit.docx": "in Word", FIGURES: "its figures as CSV"}


def make_service_pack(
    edition: Edition,
    audit: ServiceAudit,
    blocks: Iterable[Block],
    figures: Sequence[ServiceFigure],
    picture: ServiceMap | None,
    asked: Mapping[str, Any] | None = None,
) -> Pack:
    """Return the pack of an audit; the map follows the findings."""
    parts = list(blocks)
    after_findings = next(
        (number for number, block in enumerate(parts[1:], 1) if isinstance(block, Heading)), len(parts)
    )
    if picture:
        parts.insert(after_findings, Picture(picture.name, picture.title, picture.alt))
    parts += _list_sources(edition, audit, figures)
    kicker = f"Service audit, with the figures of edition {edition.year}"
    return Pack(
        kind=SERVICE_AUDITS,
        name=name_folder(audit.title, edition.name),
        document=make_document(edition, audit.title, kicker, parts, lead=audit.service),
        files=FILES_OF_AUDIT,
        asked=dict(asked or asdict(audit)),
        figures=figures,
        pictures=[PictureToDraw(picture, draw_service_map, on_paper=True)] if picture else [],
    )


def list_what_is_not_counted(edition: Edition, groups: tuple[CountedGroup, ...]) -> Iterator[Block]:
    """Yield the gaps and communities whom nothing held counts by neighbourhood, by name."""
    if titles := list_titles_not_counted(edition, groups):
        yield Paragraph("Nothing held counts these by neighbourhood:", "note")
        yield BulletList(titles, "note")


def list_words_on_models(need: CountedPeople) -> Iterator[str]:
    """Yield, where the publisher estimates those in need by a model, that nobody has counted them."""
    if need.measure.estimated:
        yield "Who needs it is not counted but estimated by the publisher’s model, whose errors no limits allow for."


def _list_sources(edition: Edition, audit: ServiceAudit, figures: Sequence[ServiceFigure]) -> Iterator[Block]:
    names = sorted({name for figure in figures for name in figure.sources.split()})
    yield Heading("Where the figures come from")
    yield Paragraph(
        f"Who needs the service is counted by edition {edition.name} of the report; figures.csv has each figure with "
        "its source. The list was given by whoever asked for the audit, and is as right as they made it."
    )
    yield BulletList(tuple(edition.attributions[name] for name in names if name in edition.attributions), "note")
    if audit.owner:
        yield DefinitionList((("Who answers for it", audit.owner),), "note")
