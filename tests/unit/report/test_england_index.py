"""The index page of England: councils from A to Z, with links only to reports that there are."""

import json
import re
from pathlib import Path

from fairer_stockton.report.pages.england import (
    IndexEntry,
    IndexLine,
    find_reports_of_councils,
    list_attributions_of_headlines,
    write_name_of_edition,
)
from fairer_stockton.report.pages.render import make_template_environment
from tests.conftest import DEFINITIONS

ATTRIBUTIONS = ["Department for Education, Key stage 4. Open Government Licence v3.0."]


def entry(name: str, folder: str) -> IndexEntry:
    line = IndexLine(
        "GCSE results: some compared with others",
        "2 points in 2021",
        "Getting fairer",
        folder and f"../{folder}/x.html#gcse",
    )
    return IndexEntry(name[:3].upper(), name, folder and f"../{folder}/index.html", (line,))


def page_of(*entries: IndexEntry) -> str:
    template = make_template_environment().get_template("england.html.j2")
    return template.render(entries=entries, number=10, attributions=ATTRIBUTIONS, edition="Edition 2026")


def test_a_council_links_to_its_report_and_each_gap_to_its_place_there() -> None:
    page = page_of(entry("Ashford", "2026-E07000105"), entry("Barnet", ""))
    links = re.findall(r'href="(\.\./[^"]+)"', page)
    assert links == ["../2026-E07000105/index.html", "../2026-E07000105/x.html#gcse"]
    assert page.count("GCSE results") == 2  # without a report the gap is there all the same


def test_every_letter_leads_to_its_heading_and_the_search_has_a_name() -> None:
    page = page_of(entry("Ashford", ""), entry("Arun", ""), entry("Barnet", ""))
    assert re.findall(r'<h2 id="(\w)">', page) == re.findall(r'href="#(\w)"', page) == ["A", "B"]
    assert '<label for="council">' in page


def test_a_report_is_found_by_the_council_in_its_manifest(tmp_path: Path) -> None:
    """A later edition that shows the sample is not one: its figures are invented."""
    for edition, code, synthetic in (
        ("2026-E06000002", "E06000002", False),
        ("2027-E06000002", "E06000002", True),
        ("2026", "E06000004", True),
    ):
        (tmp_path / f".{edition}").mkdir()
        manifest = json.dumps({"authority": code, "synthetic": synthetic})
        (tmp_path / f".{edition}" / "manifest.json").write_text(manifest, encoding="utf-8")
        (tmp_path / edition).symlink_to(f".{edition}")
    (tmp_path / "england").mkdir()
    assert find_reports_of_councils(tmp_path) == {"E06000002": "2026-E06000002"}


def test_the_foot_names_the_sources_of_figures_and_places_and_the_edition() -> None:
    foot = page_of(entry("Ashford", "")).partition("<footer")[2]
    assert f"<li>{ATTRIBUTIONS[0]}</li>" in foot
    assert "<p>Edition 2026.</p>" in foot
    assert write_name_of_edition("2026", "2026-11-09") == "Edition 2026, of 9 November 2026"
    lines = list_attributions_of_headlines(DEFINITIONS, "Supplied by the council.")
    for name in ("indices_of_deprivation", DEFINITIONS.national.maps.place_tables[0]):
        assert any(DEFINITIONS.sources[name].title in line for line in lines)
    assert len(lines) == len(set(lines))
