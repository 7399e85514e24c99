"""The index page of England: councils from A to Z, with links only to reports that there are."""

import json
import re
from pathlib import Path

from fairer_stockton.report.pages.england import IndexEntry, IndexLine, find_reports_of_councils
from fairer_stockton.report.pages.render import make_template_environment


def entry(name: str, folder: str) -> IndexEntry:
    line = IndexLine(
        "GCSE results: some compared with others",
        "2 points in 2021",
        "Getting fairer",
        folder and f"../{folder}/x.html#gcse",
    )
    return IndexEntry(name[:3].upper(), name, folder and f"../{folder}/index.html", (line,))


def page_of(*entries: IndexEntry) -> str:
    return make_template_environment().get_template("england.html.j2").render(entries=entries, number=10)


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
    (tmp_path / ".built").mkdir()
    (tmp_path / ".built" / "manifest.json").write_text(json.dumps({"authority": "E06000002"}), encoding="utf-8")
    (tmp_path / "2026-E06000002").symlink_to(".built")
    (tmp_path / "england").mkdir()
    assert find_reports_of_councils(tmp_path) == {"E06000002": "2026-E06000002"}
