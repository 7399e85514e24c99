"""The impact assessment of a decision: the report's figures and no others, added up only where anybody may."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from docx import Document
from pypdf import PdfReader

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.cells import read_cells
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.pipelines.epia import epia
from fairer_stockton.report.papers.document import FOR_OFFICERS
from fairer_stockton.run.errors import CatalogueError, InputError, ValidationError
from fairer_stockton.uses.packs.assessment_paper import ASSESSMENTS
from fairer_stockton.uses.packs.partnerships import make_partnership_packs
from fairer_stockton.uses.packs.writing import load_published_edition, name_folder
from fairer_stockton.uses.packs.writing import write_pack as write_pack_of_files
from tests.conftest import DEFINITIONS, QUIET

BRIEF = """
title = "{title}"
decision = "The desk moves."
areas = {areas}
groups = ["Disabled", "Families in poverty"]
measures = ["services_easy", "no_qualifications", "digital_exclusion_risk"]
"""
PARTNERSHIP = "partnership-thornaby"
NUMBERS = ["value", "lower_95", "upper_95"]


@pytest.fixture(scope="module")
def office(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample's edition in a folder of reports that assessments may be written beside."""
    reports = tmp_path_factory.mktemp("reports")
    (reports / sample.edition).symlink_to((sample.reports / sample.edition).resolve())
    return replace(sample, reports=reports)


def write_pack(office: Settings, folder: Path, title: str, *areas: str) -> Path:
    brief = folder / "brief.toml"
    brief.write_text(BRIEF.format(title=title, areas=json.dumps(areas)), encoding="utf-8")
    epia(office, QUIET, brief=brief)
    return office.reports / ASSESSMENTS / name_folder(title, office.edition)


def list_neighbourhoods(office: Settings) -> list[str]:
    held = PublishedEdition(office.reports / office.edition).table("memberships")
    return sorted(held.query("lsoa_vintage == '2021' and area_code == @PARTNERSHIP")["lsoacd"])


@pytest.fixture(scope="module")
def pack(office: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a partnership and one of its neighbourhoods."""
    folder = tmp_path_factory.mktemp("brief")
    return write_pack(office, folder, "Move the desk", "Thornaby", list_neighbourhoods(office)[0])


def read_figures(pack: Path) -> pd.DataFrame:
    return read_cells(pd.read_csv(pack / "figures.csv", encoding="utf-8-sig"))


def test_every_figure_is_one_of_the_report(pack: Path, office: Settings) -> None:
    """Of those added up each is the sum of the neighbourhoods' counts; all others are rows of the report's files."""
    edition = PublishedEdition(office.reports / office.edition)
    rows, communities = edition.observations, edition.table("communities")
    shown = {tuple(cells) for cells in rows[["measure", *NUMBERS]].round(6).itertuples(index=False, name=None)}
    own = communities[["measure", "group_value", "group_lower_95", "group_upper_95"]]
    shown |= {tuple(cells) for cells in own.round(6).itertuples(index=False, name=None)}
    figures = read_figures(pack)
    single = figures[~figures["is_added_up"] & figures["value"].notna()]
    assert len(single) > 30
    asked = single[["measure", *NUMBERS]].round(6).fillna(-1).itertuples(index=False, name=None)
    given = {tuple(-1 if cell != cell else cell for cell in cells) for cells in shown}
    assert [cells for cells in asked if tuple(cells) not in given] == []
    assert set(figures.loc[figures["value"].isna(), "missing"]) >= {"not published for a place like this"}


def test_a_neighbourhood_in_two_places_counts_once(pack: Path, office: Settings) -> None:
    codes = list_neighbourhoods(office)
    observations = PublishedEdition(office.reports / office.edition).observations
    rows = observations.query("measure == 'disabled_residents' and area_type == 'lsoa'")
    rows = rows[rows["area_code"].isin(codes)]
    assert len(rows) == len(codes)
    figure = read_figures(pack).query("measure == 'disabled_residents' and is_added_up").iloc[0]
    assert figure["people"] == rows["numerator"].sum()
    assert figure["out_of"] == rows["denominator"].sum()
    assert figure["value"] == pytest.approx(100 * rows["numerator"].sum() / rows["denominator"].sum())


def test_what_the_report_hides_is_hidden_here(office: Settings, tmp_path: Path) -> None:
    rows = PublishedEdition(office.reports / office.edition).observations
    hidden = rows.query("measure == 'services_easy' and area_type == 'ward' and vintage == '2024'")
    hidden = hidden[hidden["status"] == "suppressed"]
    code = hidden["area_code"].iloc[0]
    figures = read_figures(write_pack(office, tmp_path, "Another", code)).query(
        "measure == 'services_easy' and code == @code"
    )
    assert figures["missing"].tolist() == ["not shown, so that nobody can be recognised"]
    assert figures[[*NUMBERS, "people", "out_of"]].isna().all(axis=None)


def test_the_paper_asks_officers_about_each_characteristic(pack: Path) -> None:
    words = [paragraph.text for paragraph in Document(str(pack / "assessment.docx")).paragraphs]
    titles = [each.title for each in DEFINITIONS.characteristics]
    assert len(titles) == 10
    assert [word for word in words if word in titles] == titles
    page = (pack / "index.html").read_text(encoding="utf-8")
    assert page.count(FOR_OFFICERS) == 2 * len(titles) + 2
    text = "".join(sheet.extract_text() for sheet in PdfReader(pack / "assessment.pdf").pages)
    for said in ("In short", "What is not known", "Sex", "SAMPLE"):
        assert said in text and said in page
    assert "Risk of digital exclusion" in page  # that it has no figure in this edition


def test_the_same_brief_makes_the_same_bytes(pack: Path, office: Settings, tmp_path: Path) -> None:
    before = (pack / "manifest.json").read_bytes()
    assert write_pack(office, tmp_path, "Move the desk", "Thornaby", list_neighbourhoods(office)[0]) == pack
    assert (pack / "manifest.json").read_bytes() == before
    assert json.loads(before)["synthetic"]


def test_a_partnership_has_two_pages_of_the_report_s_figures(office: Settings) -> None:
    edition = load_published_edition(office)
    packs = list(make_partnership_packs(edition))
    kinds = {area.area_type for area in edition.named}
    assert len(packs) == len(edition.named) + 2 and len(kinds) == 2
    place, theme = packs[0], packs[-1]
    observations = PublishedEdition(office.reports / office.edition).observations
    for pack in (place, theme):
        folder = write_pack_of_files(office, edition, pack, QUIET).parent
        assert len(PdfReader(folder / "pack.pdf").pages) <= 2
        figures = read_figures(folder)
        shown = figures[figures["value"].notna()].round(6)
        rows = observations.round(6).merge(
            shown, left_on=["measure", "area_code", "period"], right_on=["measure", "code", "period"]
        )
        rows = rows[(rows["breakdown"] == "all") & (rows["value_x"] == rows["value_y"])]
        assert set(rows["measure"]) == set(shown["measure"]) and len(shown) > 3


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"areas": '["North Thornby"]'}, "North Thornaby"),
        ({"groups": '["Disabed"]'}, "Disabled"),
        ({"measures": '["no_qualification"]'}, "no_qualifications"),
    ],
)
def test_a_name_that_is_not_known_is_refused_with_what_is_near(
    wrong: dict[str, str], found: str, office: Settings, tmp_path: Path
) -> None:
    keys = {"title": '"x"', "decision": '"y"', "areas": '["Thornaby"]', **wrong}
    brief = tmp_path / "brief.toml"
    brief.write_text("\n".join(f"{name} = {text}" for name, text in keys.items()), encoding="utf-8")
    with pytest.raises(CatalogueError, match=found):
        epia(office, QUIET, brief=brief)


def test_what_cannot_be_assessed_is_refused(office: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        epia(office, QUIET, brief=tmp_path / "none.toml")
    with pytest.raises(CatalogueError, match="--title"):
        epia(office, QUIET, places="Thornaby")
    with pytest.raises(CatalogueError, match="neither places nor groups"):
        epia(office, QUIET, title="Nothing")
    with pytest.raises(ValidationError, match="make report"):
        epia(replace(office, reports=tmp_path), QUIET, title="No report", places="Thornaby")
