"""Pages of packs: no violation of WCAG 2.2 AA that axe-core can find, and nothing wider than a narrow screen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.decision_briefs import read_decision_brief
from fairer_stockton.definitions.service_audits import load_service_audit
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.uses.packs.assessment import Assessment
from fairer_stockton.uses.packs.assessment_paper import make_assessment_pack
from fairer_stockton.uses.packs.chosen import find_what_is_named
from fairer_stockton.uses.packs.writing import Pack, load_published_edition, write_pack
from fairer_stockton.uses.packs.you_said import add_outcomes, make_you_said_pack, read_residents_views
from fairer_stockton.uses.services.auditing import make_audit_pack
from tests.browser.conftest import NARROW, Opened
from tests.browser.test_pages import violations
from tests.conftest import PROJECT, QUIET

pytestmark = pytest.mark.xdist_group("browser")

EXAMPLES = PROJECT / "docs" / "examples"


@pytest.fixture(scope="module")
def pages(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A pack with blanks for officers, one with a map, and one of tables; of each the page alone."""
    office = replace(sample, reports=tmp_path_factory.mktemp("reports"))
    (office.reports / sample.edition).symlink_to((sample.reports / sample.edition).resolve())
    return {pack.kind: write_pack(office, *packed, QUIET) for pack, packed in _list_packs(office)}


def _list_packs(office: Settings) -> Iterator[tuple[Pack, tuple[Any, Pack]]]:
    edition = load_published_edition(office)
    brief = read_decision_brief(EXAMPLES / "decision-brief.toml", "", "", "", "")
    audit = EXAMPLES / "service-audit.toml"
    for pack in (
        make_assessment_pack(Assessment(edition, find_what_is_named(edition, brief))),
        make_audit_pack(office, edition, load_service_audit(audit), audit),
        make_you_said_pack(edition, add_outcomes(office, edition, read_residents_views(edition))),
    ):
        yield pack, (edition, replace(pack, files={}))


@pytest.mark.parametrize("kind", ["impact-assessments", "service-audits", "you-said"])
def test_axe_finds_no_violation_and_nothing_is_cut_off(opened: Opened, pages: dict[str, Path], kind: str) -> None:
    page = opened("index.html", viewport=NARROW)
    page.goto(pages[kind].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert violations(page) == []
