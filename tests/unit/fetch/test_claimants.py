"""Claimants of Nomis, fetched page by page, staged, checked and measured."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.definitions.ways import NomisTable
from fairer_stockton.fetch import stage as fetching
from tests.conftest import DEFINITIONS, QUIET, empty_table, with_sources
from tests.unit.fetch.test_web_sources import FIRST, SECOND, Pages, find_failed_suites, measure, stage, write_csv


def fetch_claimants(publisher: Pages, raw: Path, pages_by_year: Mapping[int, list[bytes]]) -> Source:
    """Fetch the claimants of some years from a Nomis here, whose pages have a row each."""
    address, pages = publisher
    source = DEFINITIONS.sources["claimants"]
    way = source.extracts[0].way
    assert isinstance(way, NomisTable)
    for year, bodies in pages_by_year.items():
        asked = {key: value.replace("{period}", str(year)) for key, value in way.parameters.items()}
        for offset, body in enumerate(bodies):
            pages[f"/claimants?{urlencode({**asked, 'recordoffset': offset}, safe=',')}"] = body
    here = replace(way, address=f"{address}/claimants")
    years = tuple(replace(extract, way=here) for extract in source.extracts if int(extract.period) in pages_by_year)
    source = replace(source, extracts=years)
    fetching.fetch(with_sources(Settings(raw=raw), source), QUIET)
    return source


def write_claimants_page(year: int, *counts: tuple[str, int]) -> bytes:
    """Write a page of Nomis's answer, of which there are two rows in all."""
    head = ["DATE", "GEOGRAPHY_CODE", "OBS_VALUE", "RECORD_COUNT"]
    return write_csv(head, *([f"{year}-03", code, count, 2] for code, count in counts))


def test_claimants_come_page_by_page(publisher: Pages, tmp_path: Path) -> None:
    counts = {2024: (5, 20), 2025: (0, 15)}
    pages = {
        year: [write_claimants_page(year, (FIRST, first)), write_claimants_page(year, (SECOND, second))]
        for year, (first, second) in counts.items()
    }
    source = fetch_claimants(publisher, tmp_path, pages)
    rows = stage(source, tmp_path)
    assert not find_failed_suites(source, rows)
    residents = empty_table("population_by_age").reindex([0, 1])
    residents = residents.assign(lsoa11cd=[FIRST, SECOND], period="2020", aged_16_64=[100, 400])
    shares = measure("claimants_by_neighbourhood", {"claimants": rows, "population_by_age": residents})
    assert shares.set_index("period")["value"].to_dict() == {"2024": 5.0, "2025": 3.0}


def test_claimants_of_which_rows_are_missing_are_noticed(publisher: Pages, tmp_path: Path) -> None:
    both = [write_claimants_page(2024, (FIRST, 5)), write_claimants_page(2024, (SECOND, 20))]
    source = fetch_claimants(publisher, tmp_path, {2024: both})
    failed = find_failed_suites(source, stage(source, tmp_path).head(1))
    assert failed == {"every page of each year", "every English neighbourhood each year"}
