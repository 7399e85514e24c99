"""Area profiles of the sample: a page for every area, with the same numbers as the report."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton import publishing
from fairer_stockton.catalogue import load_catalogue
from fairer_stockton.errors import CatalogueError
from fairer_stockton.report.figures import write_figure
from fairer_stockton.settings import Settings
from tests.conftest import QUIET

pytestmark = pytest.mark.xdist_group("sample")
CELLS = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


def lines(page: str) -> dict[str, list[str]]:
    """Give the rows of a page's tables of measures, by their title."""
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL):
        cells = [html.unescape(re.sub("<[^>]+>", "", cell)).strip() for cell in CELLS.findall(row)]
        if len(cells) == 10 and cells[0] != "Measure":
            found[cells[0].removesuffix(" [sample]")] = cells
    return found


def test_every_ward_partnership_and_target_area_has_a_page(sample: Settings) -> None:
    folder = sample.reports / "latest"
    table = pd.read_parquet(sample.measures / "memberships.parquet")
    wanted = table[table["area_type"].isin(["community_partnership", "target_area"])]
    wanted = pd.concat([wanted, table[(table["area_type"] == "ward") & (table["vintage"] == "2024")]])
    codes = set(wanted["area_code"])
    assert len(codes) == 27 + 7 + 3
    assert {page.stem.removeprefix("area-") for page in folder.glob("area-*.html")} == codes
    index = (folder / "areas.html").read_text(encoding="utf-8")
    assert all(f'href="area-{code}.html"' in index for code in codes)


@pytest.mark.parametrize("code", ["E05014882", "partnership-thornaby", "target-central-stockton"])
def test_a_profile_has_the_same_numbers_as_the_report(sample: Settings, code: str) -> None:
    page = (sample.reports / f"latest/area-{code}.html").read_text(encoding="utf-8")
    rows = pd.read_parquet(sample.measures / "observations.parquet")
    rows = rows[(rows["area_code"] == code) & (rows["breakdown"] == "all") & rows["value"].notna()]
    borough = pd.read_parquet(sample.measures / "standings.parquet").set_index(["measure", "area_code", "period"])
    latest = rows.sort_values("period").groupby("measure").tail(1).set_index("measure")
    shown, titles = lines(page), {measure.title: name for name, measure in load_catalogue().items()}
    assert {titles[title] for title in shown} == {
        n for n in latest.index if (n, code, latest.loc[n, "period"]) in borough.index
    }
    for title, cells in shown.items():
        row = latest.loc[titles[title]]
        assert cells[2] == write_figure(row.to_dict())
        own = {"value": borough.loc[(titles[title], code, row["period"]), "borough_value"], "unit": row["unit"]}
        assert cells[4] == write_figure({**own, "status": "published"})


def test_what_stands_out_is_clear_of_the_borough(sample: Settings) -> None:
    standings = pd.read_parquet(sample.measures / "standings.parquet")
    titles = {measure.title: name for name, measure in load_catalogue().items()}
    judged = 0
    for page in sorted((sample.reports / "latest").glob("area-E05*.html")):
        code = page.stem.removeprefix("area-")
        own = standings[(standings["area_code"] == code)].sort_values("period").groupby("measure").tail(1)
        own = own.set_index("measure")["against_borough"]
        text = page.read_text(encoding="utf-8")
        for word in ("worse", "better"):
            part = text.split(f"Fares {word} than the borough</h3>")[1].split("<h3>")[0].split("</section>")[0]
            said = [html.unescape(item).split(": ")[0] for item in re.findall(r"<li>(.*?)</li>", part)]
            assert len(said) <= 3
            assert all(own[titles[title]] == word for title in said)
            judged += len(said)
    assert judged > 20


def test_a_neighbourhood_gets_a_page_on_request(sample: Settings, tmp_path: Path) -> None:
    asked = replace(sample, reports=tmp_path, profiles=("E01012286",))
    place = publishing.publish(asked, QUIET)
    page = (place / "area-E01012286.html").read_text(encoding="utf-8")
    assert "Neighbourhood (LSOA), 1 neighbourhood" in page
    assert len(lines(page)) > 10
    with pytest.raises(CatalogueError, match=r"E01999999\nexpected  neighbourhoods"):
        publishing.publish(replace(asked, profiles=("E01999999",)), QUIET)


def test_target_areas_are_said_to_be_unconfirmed_wherever_they_stand(sample: Settings) -> None:
    for page in (sample.reports / "latest").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        for name in ("North Thornaby", "Port Clarence"):
            bare = re.findall(rf"{name}(?! \(to be confirmed by the council\))[^.]{{0,40}}", text)
            assert all("High Clarence" in found or "holds the villages" in found for found in bare), (page.name, bare)
