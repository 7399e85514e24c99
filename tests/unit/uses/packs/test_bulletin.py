"""The bulletin: what is due is read from the sources' calendars, and its text is fit for any mail program."""

import json
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.sums import InputFile
from fairer_stockton.report.pages.changes.lists import ChangeList
from fairer_stockton.report.papers.document import (
    BulletList,
    DefinitionList,
    Document,
    Heading,
    Paragraph,
    SideBySide,
    SpaceToFillIn,
    TableWithWidths,
)
from fairer_stockton.report.table import Table
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.uses.packs.bulletin import SAME, Bulletin, make_bulletin_document
from fairer_stockton.uses.packs.earlier import find_edition_to_compare_with
from fairer_stockton.uses.packs.plain_text import write_as_text
from tests.conftest import DEFINITIONS


def test_what_is_due_follows_from_the_latest_period_that_is_real() -> None:
    """Turnout of May 2023 has its next in four years; of the sample nothing is due."""
    name, source = next(
        (name, source)
        for name, source in DEFINITIONS.sources.items()
        if source.calendar and source.calendar.every_months == 12 and source.calendar.months_after is not None
    )
    files = [InputFile("a.csv", period, "", synthetic) for period, synthetic in (("2021", False), ("2025", True))]
    edition = Mock(sources={name: source}, inputs={name: files})
    (release,) = Bulletin(edition, Mock()).due
    assert release.held == "2021"
    months = 12 + source.calendar.months_after
    assert (release.due.year, release.due.month) == (2022 + (months - 1) // 12 - 0, (months - 1) % 12 + 1)
    edition.inputs = {name: files[1:]}
    assert Bulletin(edition, Mock()).due == []


def test_a_first_edition_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no edition or build before this one"):
        find_edition_to_compare_with(replace(Settings(), reports=tmp_path), Mock(earlier=()), "")


@pytest.mark.parametrize(
    ("states", "lists", "same", "counted"),
    [
        ([], (), True, ""),
        (["hidden"], (), False, "1 figure cannot be compared: 1 hidden"),
        (["unit", "unknown", "unit"], (), False, "3 figures cannot be compared: 2 in another unit; 1 without"),
        ([], (ChangeList("Sources", ("One is new.",), ""),), False, ""),
    ],
)
def test_nothing_has_changed_only_where_nothing_differs(
    states: list[str], lists: tuple[ChangeList, ...], same: bool, counted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    differences = [Mock(state=state, title="A measure", now=Mock(synthetic=False)) for state in states]
    monkeypatch.setattr("fairer_stockton.uses.packs.bulletin.find_differences", lambda *_: differences)
    bulletin = Bulletin(Mock(date="", stamp="", title="Report", sources={}, look=Mock(heading="")), Mock())
    vars(bulletin).update(lists=list(lists), headlines=Mock(shown=(), select=lambda _: ()))
    first, *others = next(
        block.items for block in make_bulletin_document(bulletin).blocks if isinstance(block, BulletList)
    )
    assert (first == SAME) == same
    assert not counted or others[0].startswith(counted)


def publish(reports: Path, edition: str, authority: str) -> None:
    folder = reports / ".editions" / f"{edition}-0123456789ab"
    folder.mkdir(parents=True)
    manifest = {"edition": edition, "authority": authority, "outputs": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (reports / edition).symlink_to(f".editions/{folder.name}")


def test_only_what_is_an_earlier_edition_of_ours_is_compared_with(tmp_path: Path) -> None:
    settings = replace(Settings(), reports=tmp_path)
    publish(tmp_path, "2025", settings.authority)
    publish(tmp_path, settings.edition, settings.authority)
    publish(tmp_path, "2024-E06000001", "E06000001")
    (tmp_path / "targets").mkdir()
    edition = Mock(authority=settings.authority, earlier=())
    assert find_edition_to_compare_with(settings, edition, "2025").name == "2025"
    for since, found in (
        (settings.edition, "in force itself"),
        ("2024-E06000001", "another council"),
        ("targets", "no version of that name"),
        ("../2025", "no version of that name"),
    ):
        with pytest.raises(CatalogueError, match=rf"(?s){found}.*expected.*to do"):
            find_edition_to_compare_with(settings, edition, since)


def test_a_build_is_called_by_its_day(tmp_path: Path) -> None:
    settings = replace(Settings(), reports=tmp_path)
    publish(tmp_path, settings.edition, settings.authority)
    (tmp_path / settings.edition).unlink()
    name = f"{settings.edition}-0123456789ab"
    build = {"edition": settings.edition, "version": name, "moment": "2026-11-30T09:00:00+00:00", "by_hand": False}
    (tmp_path / ".publications.json").write_text(json.dumps({"publications": [build]}), encoding="utf-8")
    earlier = find_edition_to_compare_with(settings, Mock(authority=settings.authority, earlier=()), "")
    assert earlier.name == "the build of 30 November 2026"


def test_a_document_is_text_that_no_mail_program_breaks() -> None:
    table = Table("Figures", ("What", "Now"), (("Lonely", "5.6%\n2025"),))
    blocks = (
        Heading("In short"),
        Paragraph("Words " * 30),
        BulletList(("One finding.", "Another " * 20)),
        DefinitionList((("Age", "not held"),)),
        TableWithWidths(table),
        SideBySide((SpaceToFillIn(3, "Effect"),)),
    )
    text = write_as_text(Document("Title", "Kicker", "Lead", "SAMPLE", blocks))
    lines = text.splitlines()
    assert max(map(len, lines)) <= 76
    assert lines[:3] == ["SAMPLE", "", "Title"]
    for line in ("In short", "--------", "- One finding.", "- Age: not held", "- Lonely; now: 5.6%, 2025"):
        assert line in lines
    assert any(line.startswith("Effect: [") for line in lines)
