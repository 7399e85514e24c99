"""The summaries of deprivation: by whom they are weighted, and the publisher's own in the place of ours."""

import hashlib
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.deprivation_weights import GENERAL, INDICES
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Column, Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.fetch import stage as fetch_stage
from fairer_stockton.ingest.stage import build_staged_table
from fairer_stockton.places.deprivation import compare_summaries_with_publisher, replace_with_published_summaries
from fairer_stockton.places.deprivation_weights import OWN_RESIDENTS, choose_index_weightings
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.progress import Progress
from fairer_stockton.sample.extracts import csv_bytes, workbook_bytes
from fairer_stockton.schemas.results.agreement import SUMMARIES
from tests.conftest import DEFINITIONS, PROJECT, with_sources
from tests.databases import open_empty_database

REAL = {"indices_of_deprivation": False, "iod_summaries": False}
DECLARED = DEFINITIONS.national.deprivation
HOMES = ["E01000001", "E01000002", "E01000003"]


@pytest.fixture
def connection() -> "duckdb.DuckDBPyConnection":
    """Three neighbourhoods of 2021, the second and third of which were one in 2011."""
    opened = open_empty_database()
    opened.execute(
        "create table census_disability as select *, '2021' as period from"
        " (values ('E01000001', 1000), ('E01000002', 600), ('E01000003', 400)) as t (lsoa21cd, residents)"
    )
    opened.execute(
        "create table iod_underlying as select *, '2025' as period from (values ('E01000001', 110.0, 30.0),"
        " ('E01000002', 200.0, null), ('E01000003', null, 20.0)) as t (lsoa21cd, income_deprived, employment_deprived)"
    )
    opened.execute(
        "create table population_by_age as select *, '2020' as period from"
        " (values ('E01000001', 200, 300), ('E01000009', 100, 50)) as t (lsoa11cd, aged_0_15, aged_60_plus)"
    )
    opened.execute(
        "create table bridge as select *, '2011' as lsoa_vintage, '2021' as base_vintage from"
        " (values ('E01000001', 'E01000001', 1.0), ('E01000009', 'E01000002', 0.6), ('E01000009', 'E01000003', 0.4))"
        " as t (lsoacd, base, share)"
    )
    return opened


def edition(**columns: list[float]) -> pd.DataFrame:
    none = {index.population: [np.nan] * 3 for index in INDICES.values()}
    rates = {"income_score": [0.1, 0.25, 0.2], "employment_score": [0.05, 0.1, 0.1]}
    return pd.DataFrame({"lsoa21cd": HOMES, **none, **rates, **columns})


def test_people_are_those_deprived_divided_by_their_rate(connection: "duckdb.DuckDBPyConnection") -> None:
    found = choose_index_weightings(connection, edition(), "lsoa21cd", DECLARED.weights_of("2025"))
    # the third is withheld: its 400 residents count by 1,900 people to 1,600 residents, as the others do
    for name in ("imd", "income", "health"):
        assert found[name].people.tolist() == pytest.approx([1100, 800, 400 * 1900 / 1600])
        assert found[name].approximate
    assert found["employment"].people.tolist() == pytest.approx([600, 600 * 800 / 1400, 200])
    assert [name for name, one in found.items() if one.counts_people] == ["income", "employment"]


def test_children_and_older_people_are_carried_over_from_2011(connection: "duckdb.DuckDBPyConnection") -> None:
    found = choose_index_weightings(connection, edition(), "lsoa21cd", DECLARED.weights_of("2025"))
    assert found["idaci"].people.tolist() == [200, 60, 40]
    assert found["idaopi"].people.tolist() == [300, 30, 20]
    assert found["idaci"].tables == ("population_by_age", "census_disability")  # whose residents share it out


def test_the_editions_own_residents_are_used_once_a_file_has_them(connection: "duckdb.DuckDBPyConnection") -> None:
    found = choose_index_weightings(
        connection, edition(population=[1.0, 2.0, 3.0]), "lsoa21cd", DECLARED.weights_of("2025")
    )
    assert (found["imd"].words, found["imd"].approximate) == (OWN_RESIDENTS, False)
    assert found["imd"].people.tolist() == [1, 2, 3]
    assert found["employment"].words != OWN_RESIDENTS  # each index by its own column


def test_an_edition_without_a_declared_count_is_weighted_by_all_residents(
    connection: "duckdb.DuckDBPyConnection",
) -> None:
    found = choose_index_weightings(connection, edition(), "lsoa21cd", DECLARED.weights_of("2031"))
    assert found["imd"].words == "residents of the Census 2021"
    assert not found["income"].counts_people


def test_declared_weights_name_indices_and_tables_that_there_are() -> None:
    assert {index for weight in DECLARED.weights for index in weight.indices} <= INDICES.keys()
    assert {weight.table for weight in DECLARED.weights} | GENERAL.keys() <= DEFINITIONS.sources.keys()
    assert [(one.edition, one.first_published, one.first_councils) for one in DECLARED.recounted] == [("2015", 88, 326)]


def summaries(**columns: object) -> pd.DataFrame:
    figures = {name: 0.5 for name in SUMMARIES} | {f"rank_of_{name}": 2.0 for name in SUMMARIES}
    facts = {"period": "2025", "index_name": "imd", "area_type": "authority", "area_code": "E06000004"}
    more = {"areas": 296, "weighted_by": "residents", "approximate": True, "synthetic": False, "sources": "b"}
    return pd.DataFrame([facts | figures | more | columns])


def answers(**columns: object) -> pd.DataFrame:
    none = dict.fromkeys([*SUMMARIES, *(f"rank_of_{name}" for name in SUMMARIES)], np.nan)
    return pd.DataFrame(
        [{"period": "2025", "index_name": "imd", "ladcd": "E06000004", "ladnm": "Ours"} | none | columns]
    )


def test_a_published_figure_and_rank_take_the_place_of_ours() -> None:
    theirs = answers(average_score=25.83, rank_of_average_score=69, proportion=0.1935, rank_of_proportion=41)
    (row,) = replace_with_published_summaries(summaries(proportion=24 / 124), theirs, REAL).to_dict("records")
    assert (row["average_score"], row["rank_of_average_score"]) == (25.83, 69)
    assert (row["proportion"], row["rank_of_proportion"]) == (24 / 124, 41)  # exact as it is
    assert row["published"].split() == ["average_score", "rank_of_average_score", "proportion", "rank_of_proportion"]
    assert row["extent"] == 0.5
    assert np.isnan(row["rank_of_extent"])  # ours, by other residents: a figure without a rank
    assert row["sources"] == "b iod_summaries"


def test_an_index_that_is_not_published_has_no_rank() -> None:
    (row,) = replace_with_published_summaries(summaries(index_name="idaci"), answers(), REAL).to_dict("records")
    assert all(np.isnan(row[f"rank_of_{name}"]) for name in SUMMARIES)
    assert row["average_rank"] == 0.5
    assert row["published"] == ""


def test_ranks_of_wards_and_of_editions_with_their_own_residents_stay() -> None:
    for columns in ({"area_type": "ward", "area_code": "E05000001"}, {"approximate": False}):
        (row,) = replace_with_published_summaries(summaries(**columns), answers(index_name="crime"), REAL).to_dict(
            "records"
        )
        assert [row[f"rank_of_{name}"] for name in SUMMARIES] == [2.0] * len(SUMMARIES)


def test_a_rank_among_other_councils_is_shown_and_not_compared() -> None:
    theirs = answers(rank_of_average_score=87, proportion=0.5)
    ours = summaries(areas=326)
    (row,) = replace_with_published_summaries(ours, theirs, REAL).to_dict("records")
    assert (row["average_score"], row["rank_of_average_score"], row["published_among"]) == (0.5, 87, 1)
    (compared,) = compare_summaries_with_publisher(ours, theirs, REAL).to_dict("records")
    assert (compared["summary"], compared["agreeing"]) == ("proportion", 1)
    assert np.isnan(compared["equal_ranks"])


def test_ranks_among_the_same_councils_are_compared() -> None:
    ours = pd.concat([summaries(areas=2), summaries(areas=2, area_code="E06000002", rank_of_extent=1.0)])
    theirs = pd.concat(
        [
            answers(extent=0.5, rank_of_extent=1),
            answers(extent=0.9, rank_of_extent=1, ladcd="E06000002", ladnm="Theirs"),
        ]
    )
    (row,) = compare_summaries_with_publisher(ours, theirs, REAL).to_dict("records")
    assert (row["councils"], row["agreeing"], row["furthest_council"]) == (2, 1, "Theirs")
    assert (row["equal_ranks"], row["furthest_rank"]) == (1, 1)


@pytest.fixture
def of_2025() -> Source:
    """The one edition, whose copy is the small table below."""
    whole = DEFINITIONS.sources["iod_summaries"]
    sha256 = hashlib.sha256(copied(whole)).hexdigest()
    extracts = tuple(replace(one, sha256=sha256) for one in whole.extracts if one.period == "2025")
    return replace(whole, extracts=extracts)


def cell(column: Column) -> object:
    """Return a council's code and name, 1 for a rank and 0.5 for a figure."""
    known = {"ladcd": "E06000004", "ladnm": "Stockton-on-Tees"}
    return known.get(column.name, 1.0 if column.kind == "count" else 0.5)


def published(source: Source) -> bytes:
    """Write the publisher's workbook: notes, then a sheet for each index, headers that end with a space."""
    sheets: dict[str, list[list[object]]] = {"Notes": []}
    for extract in source.extracts:
        sheets[extract.sheet] = [
            [f"{column.header} " for column in extract.columns],
            [cell(column) for column in extract.columns],
        ]
    return workbook_bytes(sheets)


def copied(source: Source) -> bytes:
    """Write the copy: one table of the sheets side by side, without the two supplementary indices."""
    columns = {column.header: column for extract in source.extracts for column in extract.copied or ()}
    return csv_bytes([list(columns), [cell(column) for column in columns.values()]])


def brought(source: Source, folder: Path, name: str, content: bytes) -> pd.DataFrame:
    """Bring a file from a mirror folder and stage it."""
    settings = with_sources(Settings(raw=folder / "raw"), source)
    (folder / "mirror").mkdir()
    (folder / "mirror" / name).write_bytes(content)
    fetch_stage.fetch(settings, Progress(quiet=True), folder / "mirror")
    assert (settings.raw / "iod_summaries" / "2025" / name).is_file()
    (settings.raw / "sample").symlink_to(PROJECT / "data/raw/sample")
    others = [one for one in DEFINITIONS.sources["iod_summaries"].extracts if one.period != "2025"]
    whole = replace(source, extracts=(*others, *source.extracts))
    rows = build_staged_table(whole, raw_folder.find_raw_files(settings.raw, whole)).to_pandas()
    return rows[rows["period"] == "2025"]


def test_the_publishers_workbook_and_its_copy_are_read_alike(of_2025: Source, tmp_path: Path) -> None:
    for name, content in (("xlsx", published(of_2025)), ("csv", copied(of_2025))):
        (tmp_path / name).mkdir()
        extract = of_2025.extracts[0]
        rows = brought(of_2025, tmp_path / name, extract.name if name == "xlsx" else extract.mirror, content)
        indices = set(INDICES) if name == "xlsx" else set(INDICES) - {"idaci", "idaopi"}
        assert set(rows["index_name"]) == indices
        assert len(rows) == len(indices)
        assert (rows[["average_rank", "average_score", "proportion"]] == 0.5).all(axis=None)
        assert set(rows.loc[rows["extent"].notna(), "index_name"]) == {"imd"}
        assert set(rows.loc[rows["rank_of_scale"] == 1, "index_name"]) == {"income", "employment"}


def test_a_copy_of_other_bytes_is_refused(of_2025: Source, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="sha256"):
        brought(of_2025, tmp_path, of_2025.extracts[0].mirror, copied(of_2025) + b"E06000002\n")
