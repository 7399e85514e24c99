"""A pack never takes the place of what somebody wrote in, or of another decision's pack."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.papers.document import Document, Paragraph, SpaceToFillIn
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.uses.packs import writing
from fairer_stockton.uses.packs.partnerships import make_partnership_packs
from fairer_stockton.uses.packs.targets import require_target_standings
from fairer_stockton.uses.packs.writing import Pack, write_pack
from tests.conftest import QUIET

BLOCKS = (Paragraph("More: area-E05000001.html."), SpaceToFillIn(3, "What is missed?"))
EDITION = Mock(title="A report", stamp="", contact="Us", synthetic=False)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(writing, "write_look", lambda *_: None)
    monkeypatch.setattr(writing, "read_manifest", lambda _: {"content": "0"})
    return replace(Settings(), reports=tmp_path)


def write(settings: Settings, asked: Mapping[str, Any], progress: Any = QUIET) -> Path:
    document = Document("Title", "Kicker", "", "", BLOCKS, writers="For us to write")
    return write_pack(
        settings, EDITION, Pack("packs", "move-2026", document, {"pack.txt": "as text"}, asked), progress
    ).parent


def test_a_pack_takes_the_place_of_its_like_alone(settings: Settings) -> None:
    first = write(settings, {"areas": ("Norton",)})
    assert write(settings, {"areas": ("Norton",)}) == first
    other = write(settings, {"areas": ("Hardwick",)})
    assert (other.name, json.loads((first / "manifest.json").read_bytes())["asked"]) == (
        "move-2026-2",
        {"areas": ["Norton"]},
    )


@pytest.mark.parametrize("file", ["pack.txt", "notes of the meeting.docx", "charts/note.txt"])
def test_what_somebody_wrote_stays(file: str, settings: Settings) -> None:
    first = write(settings, {})
    (first / file).parent.mkdir(exist_ok=True)
    (first / file).write_text("our judgement", encoding="utf-8")
    progress = Mock()
    second = write(settings, {}, progress)
    assert "the new one is move-2026-2" in progress.say.call_args.args[0]
    assert second.name == "move-2026-2" and (first / file).read_text(encoding="utf-8") == "our judgement"
    assert write(settings, {}) == second


def test_a_page_links_what_it_names_and_has_no_empty_lead(settings: Settings) -> None:
    page = (write(settings, {}) / "index.html").read_text(encoding="utf-8")
    assert f'More: <a href="../../{settings.edition}/area-E05000001.html">area-E05000001.html</a>.' in page
    assert "<strong>What is missed?</strong> For us to write" in page
    assert 'class="lead"' not in page


def test_what_a_council_declares_for_itself_is_not_made_for_another() -> None:
    council = SimpleNamespace(name="Ours")
    edition = Mock(at_home=False, borough_name="Theirs", authority="E06000001", council=council)
    for make in (lambda: list(make_partnership_packs(edition)), lambda: require_target_standings(edition)):
        with pytest.raises(CatalogueError, match=r"(?s)Theirs.*one of Ours"):
            make()
