"""What the packs of both kinds of audit have alike: their files, their map and where their figures come from."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from fairer_stockton.definitions.service_audits import ServiceAudit
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.manifests import MANIFEST
from fairer_stockton.report.drawing import PictureToDraw
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.papers.document import Block, BulletList, DefinitionList, Heading, Paragraph, Picture
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.fingerprints import read_json
from fairer_stockton.run.sum_key import SumKey, create_sum_key, read_sum_key
from fairer_stockton.uses.packs.writing import FIGURES, Pack, make_document, name_folder
from fairer_stockton.uses.services.figures import ServiceFigure
from fairer_stockton.uses.services.groups import CountedGroup, list_titles_not_counted
from fairer_stockton.uses.services.service_map import ServiceMap, draw_service_map
from fairer_stockton.uses.services.users import UsersAudit

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


def describe_private_list(settings: Settings, users: UsersAudit, list_file_checksum: str) -> dict[str, Any]:
    """Return what the manifest of an audit of users records: of the list a keyed sum alone, which tells nobody of it.

    The areas and the rules are recorded with it: the same list by others could reveal what these hide.
    """
    areas = [[area.kind, area.code, [*area.positions]] for area in users.areas]
    rules = asdict(users.edition.definitions.rules.of([]))
    public = json.dumps([areas, list(users.neighbourhoods.codes), rules], default=dict, sort_keys=True)
    return {
        "audit": asdict(users.audit),
        "list": _find_private_key(settings).seal_file(list_file_checksum),
        "areas_and_rules": sha256(public.encode()).hexdigest(),
    }


def _find_private_key(settings: Settings) -> SumKey:
    """Return the key beside the private extracts, written there where there is none yet."""
    try:
        return read_sum_key(settings.raw) or create_sum_key(settings.raw)
    except FileExistsError:  # another run has written it at this moment
        return _find_private_key(settings)


def refuse_second_version(settings: Settings, asked: Mapping[str, Any]) -> None:
    """Refuse to show a list of users in a second version, since two that differ by few people reveal these.

    Raises:
        DisclosureError: a pack is there of this title and another list, or of this list by other areas or rules.
    """
    for manifest in sorted((settings.reports / SERVICE_AUDITS).glob(f"*/{MANIFEST}")):
        before = read_json(manifest).get("asked", {})
        same_list, same_areas = (before.get(name) == asked[name] for name in ("list", "areas_and_rules"))
        title = before.get("audit", {}).get("title", "")
        if (title == asked["audit"]["title"] and not same_list) or (same_list and not same_areas):
            raise DisclosureError(
                folder=manifest.parent,
                found="an audit of this title from another list"
                if not same_list
                else "an audit of this list by other areas",
                expected="each list of users once: two versions that differ by a few people would reveal them",
                remedy="if nobody else has seen that folder, remove it; if the list is of another period, with other "
                "people, say so in `title`",
            )
