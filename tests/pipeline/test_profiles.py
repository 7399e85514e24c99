"""Area profiles of the sample: a page for every area, with the same numbers as the report."""

import html
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.pipelines import report as report_stage
from fairer_stockton.report.rows import ObservationRow, read_rows
from fairer_stockton.report.words.figures import write_figure, write_value_with_unit
from fairer_stockton.run.errors import CatalogueError
from tests.conftest import DEFINITIONS, QUIET

NEUTRAL = {name for name, measure in DEFINITIONS.measures.items() if measure.polarity == "neutral"}
CELLS = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


def lines(page: str) -> dict[str, dict[str, str]]:
    """Give the rows of a page's tables of measures, by their title: each cell by its column's header."""
    found = {}
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        rows = [
            [text for cell in CELLS.findall(row) for text in _texts(cell)]
            for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        ]
        if rows[0][:4] == ["Measure", "Period", "Here", "95% interval"]:
            found |= {
                row[0].removesuffix(" [sample]").removesuffix(" (nearest available measure)"): dict(
                    zip(rows[0], row, strict=True)
                )
                for row in rows[1:]
            }
    return found


def _texts(cell: str) -> list[str]:
    """Give the lines of a cell: in a wide table some cells stand below others."""
    return [html.unescape(re.sub("<[^>]+>", "", line)).strip() for line in cell.split("<br>")]


def test_every_ward_partnership_target_area_and_neighbourhood_has_a_page(sample: Settings) -> None:
    folder = sample.reports / sample.edition
    table = pd.read_parquet(sample.measures / "memberships.parquet")
    wanted = table["area_type"].isin(["community_partnership", "target_area"])
    wanted |= (table["area_type"] == "ward") & (table["vintage"] == "2024")
    wanted |= (table["area_type"] == "lsoa") & (table["vintage"] == "2021")
    codes = set(table.loc[wanted, "area_code"])
    assert len(codes) == 27 + 7 + 3 + 124
    assert {page.stem.removeprefix("area-") for page in folder.glob("area-*.html")} == codes
    index = (folder / "areas.html").read_text(encoding="utf-8")
    assert all(f'href="area-{code}.html"' in index for code in codes)


def test_every_area_but_neighbourhoods_has_a_page_for_paper(sample: Settings) -> None:
    folder = sample.reports / sample.edition
    sheets = {page.stem.removeprefix("one-page-") for page in folder.glob("one-page-*.html")}
    pages = {page.stem.removeprefix("area-") for page in folder.glob("area-*.html")}
    assert sheets == {code for code in pages if not code.startswith("E01")}
    for code in sheets:
        assert f'href="one-page-{code}.html"' in (folder / f"area-{code}.html").read_text(encoding="utf-8")


def test_a_change_over_time_is_that_of_the_observations(sample: Settings) -> None:
    rows = pd.read_parquet(sample.measures / "observations.parquet")
    rows = rows[(rows["breakdown"] == "all") & rows["value"].notna()]
    titles = {measure.title: name for name, measure in DEFINITIONS.measures.items()}
    compared = 0
    for code in ("E05014882", "partnership-thornaby", "E01012198"):
        page = (sample.reports / sample.edition / f"area-{code}.html").read_text(encoding="utf-8")
        own = rows[rows["area_code"] == code]
        courses = re.findall(
            r'<li>\s*<h3>([^<]+)</h3>\s*<svg class="course".*?</svg>\s*<p>([^<]+)<strong>', page, re.DOTALL
        )
        for title, sentence in courses:
            name = titles[html.unescape(title).removesuffix(" [sample]").removesuffix(" (nearest available measure)")]
            measured = read_rows(own[own["measure"] == name].sort_values("period"), ObservationRow)
            said = {f"{write_figure(row)} in {row.period}" for row in measured}
            first, last = html.unescape(sentence).split(". ")[0].removesuffix(".").split(", ")[:2]
            assert {first, last} <= said, (code, title)
            compared += 1
    assert compared > 5


@pytest.mark.parametrize("code", ["E05014882", "partnership-thornaby", "target-central-stockton"])
def test_a_profile_has_the_same_numbers_as_the_report(sample: Settings, code: str) -> None:
    page = (sample.reports / sample.edition / f"area-{code}.html").read_text(encoding="utf-8")
    rows = pd.read_parquet(sample.measures / "observations.parquet")
    rows = rows[(rows["area_code"] == code) & (rows["breakdown"] == "all") & rows["value"].notna()]
    borough = pd.read_parquet(sample.measures / "standings.parquet").set_index(["measure", "area_code", "period"])
    newest = rows.sort_values("period").groupby("measure").tail(1)
    latest = {row.measure: row for row in read_rows(newest, ObservationRow)}
    shown, titles = lines(page), {measure.title: name for name, measure in DEFINITIONS.measures.items()}
    assert {titles[title] for title in shown} == {
        name for name, row in latest.items() if (name, code, row.period) in borough.index
    }
    for title, cells in shown.items():
        row = latest[titles[title]]
        assert cells["Here"] == write_figure(row)
        value = borough.loc[(titles[title], code, row.period), "borough_value"]
        assert cells["Stockton-on-Tees"] == write_value_with_unit(value, row.unit)


def test_what_stands_out_is_clear_of_the_borough(sample: Settings) -> None:
    standings = pd.read_parquet(sample.measures / "standings.parquet")
    titles = {measure.title: name for name, measure in DEFINITIONS.measures.items()}
    judged = 0
    for page in sorted((sample.reports / sample.edition).glob("area-E05*.html")):
        code = page.stem.removeprefix("area-")
        own = standings[(standings["area_code"] == code)].sort_values("period").groupby("measure").tail(1)
        own = own.set_index("measure")["against_borough"]
        text = page.read_text(encoding="utf-8")
        for word in ("worse", "better"):
            part = text.split(f"{word.capitalize()} than the borough</h3>")[1].split("<h3>")[0].split("</section>")[0]
            said = [html.unescape(item).split(": ")[0] for item in re.findall(r"<li>(.*?)</li>", part)]
            more = [int(item.split()[0]) for item in said if f"more are clearly {word}" in item or "more is" in item]
            said = said[:3]
            clear = int(((own == word) & own.index.isin([n for n in own.index if n not in NEUTRAL])).sum())
            assert len(said) + sum(more) == clear
            assert all(own[titles[title]] == word for title in said)
            judged += len(said)
    assert judged > 20


def test_fewer_neighbourhoods_get_a_page_on_request(
    part: Settings, tmp_path: Path, without_pictures: None, without_tables: None
) -> None:
    shutil.copytree(part.processed, tmp_path / "processed")
    asked = replace(part, processed=tmp_path / "processed", reports=tmp_path / "reports", profiles=("E01012286",))
    place = report_stage.publish(asked, QUIET)
    page = (place / "area-E01012286.html").read_text(encoding="utf-8")
    assert re.search(r"Neighbourhood \(LSOA\) in [\w ]+ ward: its figures", page)
    assert lines(page).keys() >= {
        *("Addresses within 300 metres of open space", "Adults with no qualifications", "Average deprivation score")
    }
    assert [path.name for path in place.glob("area-E01*.html")] == ["area-E01012286.html"]
    with pytest.raises(CatalogueError, match=r"E01999999\nexpected  neighbourhoods"):
        report_stage.publish(replace(asked, profiles=("E01999999",)), QUIET)


def test_target_areas_are_said_to_be_unconfirmed_wherever_they_stand(sample: Settings) -> None:
    allowed = ("High Clarence", "holds the villages")
    for page in (sample.reports / sample.edition).glob("*.html"):
        if page.name == "glossary.html":  # which says what the framework names
            continue
        text = page.read_text(encoding="utf-8")
        for name in ("North Thornaby", "Port Clarence"):
            bare = re.findall(rf"{name}(?! \(to be confirmed by the council\))[^.]{{0,40}}", text)
            assert [found for found in bare if not any(words in found for words in allowed)] == [], page.name


def test_every_figure_of_the_sample_is_marked_in_every_table(sample: Settings) -> None:
    for page in (sample.reports / sample.edition).glob("area-*.html"):
        text = page.read_text(encoding="utf-8")
        tables = [table for table in re.findall(r"<table.*?</table>", text, re.DOTALL) if ">Measure<" in table]
        rows = [row for table in tables for row in re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", table, re.DOTALL)]
        assert rows
        assert all("[sample]" in row for row in rows), page.name
