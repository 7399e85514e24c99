"""Places on the published extracts: the publisher's own summaries, conversion, councils alike, and another council."""

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import raw_folder
from fairer_stockton.fetch import stage as fetch_stage
from fairer_stockton.geography.areas import REST
from fairer_stockton.measure import results
from fairer_stockton.pipelines import measure as measure_stage
from fairer_stockton.pipelines import report as report_stage
from fairer_stockton.pipelines import validate as validate_stage
from fairer_stockton.places.tables import compute_area_tables
from fairer_stockton.run.errors import InputError, ValidationError
from fairer_stockton.run.fingerprints import compute_file_checksum
from tests.conftest import DEFINITIONS, PART, QUIET, link_raw_folder, with_measures, without_neighbourhoods

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]
# Of councils, of a census, of neighbourhoods over the years, and of the Indices: enough for pages, maps and papers; and
# of answers and homes that the sample alone has.
ELSEWHERE = (
    "control_over_life", "employment_rate", "fuel_poverty", "most_deprived_tenth", "no_qualifications",
    "open_space_within_300m",
)  # fmt: skip
STOCKTON, MIDDLESBROUGH = "E06000004", "E06000002"
SPLIT = "E01033477"  # of 2011; in 2021 two, which lie in different wards of 2024
PARTS = {"E01035199": "E05014882", "E01035200": "E05014878"}


@pytest.fixture(scope="module")
def tables(real: Settings) -> dict[str, pd.DataFrame]:
    return {name: pd.read_parquet(path) for name, path in results.list_measured_table_paths(real.measures).items()}


def deprivation(tables: dict[str, pd.DataFrame], period: str, index: str = "imd", area: str = STOCKTON) -> pd.Series:
    rows = tables["deprivation"]
    found = rows[(rows["period"] == period) & (rows["index_name"] == index) & (rows["area_code"] == area)]
    assert len(found) == 1
    return found.iloc[0]


def test_the_five_summaries_of_2019(tables: dict[str, pd.DataFrame]) -> None:
    found = deprivation(tables, "2019")
    answers = {"average_rank": 17541.72, "average_score": 25.79, "proportion": 0.2083, "extent": 0.3024}
    for name, answer in {**answers, "local_concentration": 32301.09}.items():
        assert found[name] == pytest.approx(answer, abs=0.006 if answer > 1 else 6e-5), name
    assert [found[f"rank_of_{name}"] for name in (*answers, "local_concentration")] == [113, 73, 39, 59, 24]
    assert not found["approximate"]


@pytest.mark.parametrize(
    ("period", "count", "of", "rank", "councils"),
    [("2015", 22, 120, 47, 326), ("2019", 25, 120, 39, 317), ("2025", 24, 124, 41, 296)],
)
def test_the_share_in_the_worst_tenth_of_every_edition(
    tables: dict[str, pd.DataFrame], period: str, count: int, of: int, rank: int, councils: int
) -> None:
    found = deprivation(tables, period)
    assert found["proportion"] * found["neighbourhoods"] == pytest.approx(count)
    assert (found["neighbourhoods"], found["rank_of_proportion"], found["areas"]) == (of, rank, councils)


def test_the_published_summaries_of_2025(tables: dict[str, pd.DataFrame]) -> None:
    found = deprivation(tables, "2025")
    names = ["average_rank", "average_score", "extent", "local_concentration"]
    assert found[names].tolist() == [17658.71, 25.83, 0.3182, 33332.64]
    assert found[[f"rank_of_{name}" for name in names]].tolist() == [119, 69, 59, 17]
    assert found["published_among"] == 296
    assert found["approximate"]
    assert "iod_summaries" in found["sources"]


def test_2015_is_ranked_as_recounted_for_the_councils_of_2019(tables: dict[str, pd.DataFrame]) -> None:
    found = deprivation(tables, "2015")
    assert (found["rank_of_average_score"], found["published_among"]) == (87, 317)
    assert found["published"].split() == ["rank_of_average_score", "proportion"]
    assert found["average_score"] == pytest.approx(24.625, rel=0.007)  # as published in 2015, when it was 88th of 326
    assert pd.isna(found["rank_of_extent"])


def test_an_index_without_published_summaries_has_no_rank(tables: dict[str, pd.DataFrame]) -> None:
    for index, words in (("idaci", "aged 0 to 15"), ("idaopi", "aged 60 and over")):
        found = deprivation(tables, "2025", index)
        assert found.filter(like="rank_of_").isna().all()
        assert words in found["weighted_by"]


def test_every_summary_of_the_index_agrees_for_every_council(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["agreement"].query("period == '2019'").set_index(["index_name", "summary"])
    main = rows.loc["imd"]
    assert list(main.index) == ["average_rank", "average_score", "proportion", "extent", "local_concentration"]
    assert (main["councils"] == 317).all()
    assert (main["agreeing"] == 317).all()
    assert (main.drop("local_concentration")["equal_ranks"] == 317).all()
    assert main.loc["local_concentration", "equal_ranks"] >= 315
    assert (rows.xs("proportion", level="summary")[["agreeing", "equal_ranks"]] == 317).all(axis=None)
    assert rows.loc[("income", "scale"), "agreeing"] == 317
    assert rows.loc[("employment", "scale"), ["councils", "agreeing"]].tolist() == [257, 257]
    assert len(rows) == 29
    assert (rows["agreeing"] >= 0.92 * rows["councils"]).all()


@pytest.mark.parametrize(
    ("index", "equal_ranks", "furthest_rank"),
    # Weighted by all residents of the census instead: 198, 162, 33, 171, 187, 157, 179 and 150 ranks.
    [
        ("imd", 212, 2), ("income", 205, 4), ("employment", 173, 6), ("education", 203, 4), ("health", 218, 2),
        ("crime", 177, 3), ("barriers", 214, 3), ("living_environment", 204, 4),
    ],
)  # fmt: skip
def test_ours_of_2025_come_near_the_publishers(
    tables: dict[str, pd.DataFrame], index: str, equal_ranks: int, furthest_rank: int
) -> None:
    rows = tables["agreement"].query("period == '2025'").set_index(["index_name", "summary"])
    found = rows.loc[(index, "average_score")]
    assert found["councils"] == 296
    assert found["equal_ranks"] >= equal_ranks
    assert found["furthest_rank"] <= furthest_rank
    assert rows.loc[(index, "proportion"), ["agreeing", "equal_ranks"]].tolist() == [296, 296]


def test_a_scale_counts_people_or_is_not_given(real: Settings, tables: dict[str, pd.DataFrame]) -> None:
    assert deprivation(tables, "2019", "income")["scale"] == 31_750
    assert deprivation(tables, "2025", "employment")["scale"] == 21_026.08
    assert pd.isna(deprivation(tables, "2019")["scale"])
    found = tables["deprivation"].query("period == '2025' and index_name == 'income' and vintage == '2024'")
    deprived = pd.read_parquet(real.staged / "iod_underlying.parquet").set_index("lsoa21cd")["income_deprived"]
    ours = tables["memberships"].query("area_type == 'borough' and lsoa_vintage == '2021'")["lsoacd"]
    assert found.loc[found["area_type"] == "ward", "scale"].sum() == pytest.approx(deprived[ours].sum()) == 51_240


def test_tenths_follow_each_neighbourhood(real: Settings, tables: dict[str, pd.DataFrame]) -> None:
    moved = tables["movements"]
    counts = moved[moved["period"] == "2025"]["decile"].value_counts().reindex(range(1, 11)).tolist()
    assert counts == [24, 17, 10, 8, 4, 9, 6, 11, 21, 14]
    indices = pd.read_parquet(real.staged / "indices_of_deprivation.parquet")
    parent = indices.query("period == '2019' and lsoa11cd == @SPLIT")["imd_decile"].item()
    children = moved[(moved["period"] == "2019") & moved["lsoa21cd"].isin(PARTS)]
    assert children["decile"].tolist() == [parent, parent]
    assert (children["converted_from"] == "2011").all()
    assert len(moved) == 3 * 124 + 3 * 112  # the editions before 2015 follow those whose code ran through


def test_a_score_is_carried_over_a_split_and_a_count_is_shared(real: Settings, tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["observations"].query("period == '2019' and measure == 'average_deprivation_score'")
    lsoas = rows[rows["area_type"] == "lsoa"].set_index(["vintage", "area_code"])
    whole = lsoas.loc[("2011", SPLIT)]
    parts = lsoas.loc["2021"].loc[list(PARTS)]
    assert parts["value"].tolist() == pytest.approx([whole["value"]] * 2)
    assert parts["denominator"].sum() == whole["denominator"]
    assert (parts["converted_from"] == "2011").all()
    assert whole["converted_from"] == ""
    census = pd.read_parquet(real.staged / "census_disability.parquet").set_index("lsoa21cd")["residents"]
    share = census[list(PARTS)] / census[list(PARTS)].sum()
    assert (parts["denominator"] / whole["denominator"] - share).abs().max() < 1e-6


def test_a_ward_of_today_from_neighbourhoods_of_2011(real: Settings, tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["observations"].query("period == '2019' and measure == 'average_deprivation_score'")
    found = rows.query("area_type == 'ward' and area_code == 'E05014882'").iloc[0]
    assert (found["vintage"], found["converted_from"]) == ("2024", "2011")
    assert "shared out by where residents live" in found["note"]
    assert "census_disability" in found["sources"]
    iod = (
        pd.read_parquet(real.staged / "indices_of_deprivation.parquet").query("period == '2019'").set_index("lsoa11cd")
    )
    census = pd.read_parquet(real.staged / "census_disability.parquet").set_index("lsoa21cd")["residents"]
    part = round(1e6 * census["E01035199"] // census[list(PARTS)].sum()) / 1e6
    weights = pd.Series({"E01012266": 1.0, "E01012267": 1.0, SPLIT: part})  # both halves of the first lie in this ward
    people = iod.loc[weights.index, "population"] * weights
    assert found["value"] == pytest.approx(
        (people * iod.loc[weights.index, "imd_score"]).sum() / people.sum(), rel=1e-6
    )


def test_wards_of_one_name_are_two_wards(tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["observations"].query(
        "area_name == 'Norton North' and measure == 'no_qualifications' and area_type == 'ward'"
    )
    assert dict(zip(rows["area_code"], rows["vintage"], strict=True)) == {"E05001543": "2019", "E05014876": "2024"}
    assert rows["denominator"].nunique() == 2


def test_a_target_area_against_the_rest(real: Settings, tables: dict[str, pd.DataFrame]) -> None:
    held = tables["memberships"].query("area_code == 'target-central-stockton' and lsoa_vintage == '2021'")["lsoacd"]
    ours = tables["memberships"].query("area_type == 'borough' and lsoa_vintage == '2021'")["lsoacd"]
    census = pd.read_parquet(real.staged / "census_ts067.parquet").set_index("lsoa21cd")
    census = census[["no_qualifications", "residents_16_plus"]].astype(float)
    inside, rest = census.loc[held].sum(), census.loc[ours[~ours.isin(held)]].sum()
    gaps = tables["gaps"].query("gap_type == 'target_area_v_rest' and measure == 'no_qualifications'")
    found = gaps.set_index("area_code").loc["target-central-stockton"]
    expected = 100 * (inside.iloc[0] / inside.iloc[1] - rest.iloc[0] / rest.iloc[1])
    assert found["value"] == pytest.approx(expected)
    assert found["lower_95"] < expected < found["upper_95"]
    assert found["group_b"] == REST
    assert "to be confirmed by the council" in found["group_a"]
    assert found["people"] == pytest.approx(inside.iloc[0] - inside.iloc[1] * rest.iloc[0] / rest.iloc[1])


def test_councils_alike_and_near(real: Settings, tables: dict[str, pd.DataFrame]) -> None:
    rows = tables["comparators"].query("measure == 'fuel_poverty' and period == '2022'").set_index("comparators")
    homes = pd.read_parquet(real.staged / "fuel_poverty.parquet").query("period == '2022' and areacd.notna()")
    share = (100 * homes["fuel_poor"] / homes["households"]).set_axis(homes["areacd"])
    valley = share[["E06000001", "E06000002", "E06000003", "E06000004", "E06000005"]].astype(float)
    found = rows.loc["nearby_councils"]
    assert (found["position"], found["councils"]) == (int(valley.rank()[STOCKTON]), 5)
    assert found["median"] == pytest.approx(valley.median(), rel=1e-9)
    assert found["highest"] == pytest.approx(valley.max(), rel=1e-9)
    assert found["highest_council"] == "Middlesbrough"
    names = set(rows.loc["statistical_neighbours", "names"].split("; "))
    assert names == {
        *("Darlington", "Dudley", "Gateshead", "Wakefield", "Bury", "County Durham", "Rotherham"),
        *("Telford and Wrekin", "Wirral"),  # the tenth, Lancashire, is a county and has no neighbourhoods of its own
    }


def test_the_best_fit_lookup_is_refused(real: Settings, mirror: Path, tmp_path: Path) -> None:
    best_fit = pd.read_csv(next((mirror / "lookups").glob("*(Version_2).csv")), encoding="utf-8-sig")
    staged = pd.read_parquet(real.staged / "lsoa11_lsoa21.parquet")
    kept = staged.merge(
        best_fit[["LSOA11CD", "LSOA21CD"]], left_on=["lsoa11cd", "lsoa21cd"], right_on=["LSOA11CD", "LSOA21CD"]
    )
    settings = replace(real, processed=tmp_path / "processed")
    shutil.copytree(real.staged, settings.staged)
    (settings.staged / "lsoa11_lsoa21.parquet").unlink()
    kept[list(staged.columns)].to_parquet(settings.staged / "lsoa11_lsoa21.parquet", index=False)
    with pytest.raises(ValidationError, match="drops the others, and with them four neighbourhoods") as refused:
        validate_stage.validate(settings, QUIET)
    assert "every split neighbourhood has all its parts" in str(refused.value)
    assert "census" not in str(refused.value)  # other tables are not blamed for a wrong lookup


def test_the_best_fit_file_is_refused_by_its_bytes(mirror: Path, tmp_path: Path) -> None:
    source = DEFINITIONS.sources["lsoa11_lsoa21"]
    wrong = next((mirror / "lookups").glob("*(Version_2).csv"))
    for name, folder in ((source.extracts[0].name, tmp_path / "mirror"), (source.extracts[0].name, tmp_path / "raw")):
        folder.mkdir()
        shutil.copyfile(wrong, folder / name)
    with pytest.raises(InputError, match="drops all but one part of each that was split"):
        fetch_stage._find_file_with_recorded_checksum(
            source, [tmp_path / "mirror" / source.extracts[0].name], source.extracts[0]
        )
    with pytest.raises(InputError, match="best-fit lookup"):
        raw_folder.refuse_mistaken_file(source, wrong, compute_file_checksum(wrong))


@pytest.mark.parametrize(
    ("authority", "neighbourhoods", "runs_schools"),
    [
        ("E06000053", 1, True),  # Isles of Scilly, of one neighbourhood
        ("E09000001", 6, True),  # City of London
        ("E06000063", 177, True),  # Cumberland, made in 2023 of half a county
        ("E07000008", 78, False),  # Cambridge, a district of a county that runs its schools
        ("E08000025", 659, True),  # Birmingham, the largest, a metropolitan borough
        ("E08000037", 126, True),  # Gateshead, a metropolitan borough whose code changed
    ],
)
def test_six_kinds_of_council(
    real: Settings, england: pd.DataFrame, authority: str, neighbourhoods: int, runs_schools: bool, tmp_path: Path
) -> None:
    raw = link_raw_folder(real.raw, tmp_path / "raw")  # nothing was published of this council before
    settings = replace(real, raw=raw, processed=tmp_path, authority=authority, jobs=1)
    settings = with_measures(settings, PART)
    settings.staged.symlink_to(real.staged)  # national, and so the same for every council
    made = compute_area_tables(settings, england) | measure_stage.make_tables_of_figures(settings)
    made = results.check_results(made)
    borough = made["observations"].query("area_type == 'borough' and value.notna()")
    assert set(borough["area_code"]) == {authority}
    held = made["memberships"].query("lsoa_vintage == '2021'").groupby("area_type")["lsoacd"].nunique()
    assert held["borough"] == neighbourhoods
    assert held.get("deprivation_fifth", 0) == (neighbourhoods if neighbourhoods >= 10 else 0)
    assert ("deprivation_fifth" in set(borough["breakdown"])) == (neighbourhoods >= 10)
    taught = borough["sources"].str.contains("lait").any()
    assert taught == (runs_schools and neighbourhoods >= 10)  # Scilly and the City have too few pupils for a figure
    assert made["priorities"].empty, "how places are ranked is for each council to decide, and these have not"


def test_another_council_on_published_figures(
    real: Settings, tmp_path: Path, england_once: None, without_tables: None
) -> None:
    settings = Settings.from_environment({"FAIRER_AUTHORITY": MIDDLESBROUGH})
    folders = {"raw": real.raw, "processed": tmp_path / "processed", "reports": tmp_path / "reports"}
    settings = with_measures(replace(settings, **folders, jobs=1, sample=False), ELSEWHERE)
    settings = without_neighbourhoods(settings)
    shutil.copytree(real.staged, settings.staged)
    shutil.copytree(real.verdicts, settings.verdicts)  # the same for every authority
    validate_stage.validate(settings, QUIET)
    measure_stage.measure(settings, QUIET)
    place = report_stage.publish(settings, QUIET)
    observations = pd.read_parquet(settings.measures / "observations.parquet")
    assert not observations["synthetic"].any()
    areas = observations.groupby(["area_type", "vintage"])["area_code"].nunique()
    assert areas["lsoa"].to_dict() == {"2011": 86, "2021": 90}
    assert set(areas.index.get_level_values(0)) == {"england", "region", "borough", "authority", "ward", "msoa", "lsoa"}
    assert place.name == f"2026-{MIDDLESBROUGH}"
    assert not (settings.reports / "latest").exists()
    pages = {page.name: page.read_text(encoding="utf-8") for page in place.glob("*.html")}
    assert "A fairer Middlesbrough" in pages["index.html"]
    assert not {"communities.html", "claims.html"} & pages.keys()
    assert "no boundaries" not in pages["maps.html"]
    drawn = {path.stem for path in (place / "charts").glob("map-*.svg")}
    assert "map-no-qualifications" in drawn, "on outlines of 2021, of which this council's are held"
    assert "most-deprived-tenth-map" in {path.stem for path in (place / "charts").glob("*.svg")}
    assert not any("SAMPLE" in page for page in pages.values())
    own = "A Fairer Stockton-on-Tees"  # the framework is named, but no page is the borough's
    assert not any("Stockton-on-Tees" in page.replace(own, "") for name, page in pages.items() if name == "index.html")


def test_whom_the_target_areas_reach(tables: dict[str, pd.DataFrame], mirror: Path) -> None:
    """Against the publisher's rates and counts of 2019, added up from its file without any code of ours."""
    file = next(mirror.rglob("File_7_-_All_IoD2019_Scores*.csv.gz"))
    columns = {
        "code": "LSOA code (2011)", "council": "Local Authority District code (2019)",
        "rate": "Income Deprivation Affecting Older People (IDAOPI) Score (rate)",
        "people": "Older population aged 60 and over: mid 2015 (excluding prisoners)",
    }  # fmt: skip
    raw = pd.read_csv(file, thousands=",").rename(columns=str.strip)
    rows = raw[[*columns.values()]].set_axis([*columns], axis=1).query("council == @STOCKTON")
    rows = rows.assign(poor=rows["rate"] * rows["people"]).set_index("code")
    older = tables["targeting"].query("people_group == 'older_people'").set_index("list_code")
    assert older["income_deprived"].unique() == pytest.approx([rows["poor"].sum()])
    assert older.loc["target-port-clarence", "income_deprived_inside"] == pytest.approx(rows.loc["E01012198", "poor"])
    four = rows.loc[["E01012286", "E01012287", "E01012288", "E01012289"], "poor"].sum()
    assert older.loc["target-north-thornaby", "income_deprived_inside"] == pytest.approx(four)
    # Four of five older people on a low income live outside the areas that are targeted.
    assert older.loc["target_area", "reached_percent"] == pytest.approx(18.16, abs=0.01)
    # Of 2025 File 8 has the count itself; the publisher's scale of the income index is the same but for rounding.
    residents = tables["targeting"].query("people_group == 'residents'")
    assert (residents["period"] == "2025").all()
    scale = deprivation(tables, "2025", "income")["scale"]
    assert residents["income_deprived"].unique() == pytest.approx([scale], rel=0.001)
