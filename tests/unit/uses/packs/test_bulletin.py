"""The bulletin: what is due is read from the sources' calendars, and its text is fit for any mail program."""

from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.sums import InputFile
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
from fairer_stockton.uses.packs.bulletin import Bulletin, find_edition_to_compare_with
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
