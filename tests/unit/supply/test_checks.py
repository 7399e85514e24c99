"""A file is judged as `make validate` would judge it before it is in force: against the lookups, and beside others."""

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.stage import ingest_source
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.stage import supply
from tests.conftest import DEFINITIONS, PROJECT, RecordedProgress
from tests.jargon import JARGON

pytestmark = pytest.mark.xdist_group("supply")

QUIET = Progress(quiet=True)


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lookups of the sample, staged."""
    folder = tmp_path_factory.mktemp("lookups")
    for name in DEFINITIONS.national.maps.lookups:
        ingest_source(Settings(raw=PROJECT / "data/raw", processed=folder), QUIET, DEFINITIONS.sources[name])
    return folder


@pytest.fixture
def bring(tmp_path: Path, processed: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Supply a table as a file; return what was said meanwhile."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    root = tmp_path / "raw"
    root.mkdir()
    (root / "sample").symlink_to(PROJECT / "data/raw/sample", target_is_directory=True)

    def brought(rows: pd.DataFrame, source: str, period: str) -> list[str]:
        file = tmp_path / "from the desk.csv"
        rows.to_csv(file, index=False)
        progress = RecordedProgress()
        supply(Settings(raw=root, processed=processed), progress, source, period, file)
        return progress.lines

    return brought


def invented(source: str, period: str) -> pd.DataFrame:
    """Read the sample's extract, for the council's own that it is like."""
    extract = next(extract for extract in DEFINITIONS.sources[source].extracts if extract.period == period)
    (path,) = (PROJECT / "data/raw/sample" / source / period).glob(f"{Path(extract.name).stem}.*")
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def test_good_file_is_in_force_with_a_word(bring: Callable[..., list[str]]) -> None:
    assert bring(invented("open_space", "2025"), "open_space", "2025") == ["supplied open_space 2025"]
    for period in ("2023-24", "2024-25"):
        assert bring(invented("debt_advice", period), "debt_advice", period) == [f"supplied debt_advice {period}"]


def test_answers_may_be_typed_as_office_programs_and_people_type_them(bring: Callable[..., list[str]]) -> None:
    homes, deaths = invented("stock_condition", "2025"), invented("deaths_and_population", "2021-2025")
    tenure = homes["tenure"].str.upper().str.replace(" ", "\u00a0")
    lsoa21cd = [f"{homes['lsoa21cd'][0]}\u200b", *homes["lsoa21cd"][1:]]
    assert bring(homes.assign(tenure=tenure, lsoa21cd=lsoa21cd), "stock_condition", "2025")
    age_band = deaths["age_band"].str.replace(" ", "  ").str.title()
    assert bring(deaths.assign(sex=deaths["sex"].str.lower(), age_band=age_band), "deaths_and_population", "2021-2025")


WHOLE = {
    "a neighbourhood that is missing": (
        "open_space",
        "2025",
        lambda rows: rows[1:],
        "123 lsoa21cd",
        "every lsoa21cd of the authority",
    ),
    "fewer homes than a neighbourhood has": (
        "open_space",
        "2025",
        lambda rows: rows.assign(addresses=["2", *rows["addresses"][1:]], addresses_within_300m="1"),
        "1 row that differs",
        "as many homes as neighbourhoods have (addresses: 200 to 3,000)",
    ),
    "a neighbourhood of Wales": (
        "open_space",
        "2025",
        lambda rows: rows.assign(lsoa21cd=["W01000001", *rows["lsoa21cd"][1:]]),
        "from the desk.csv row 2: 'an area of no council that is known'",
        "every lsoa21cd in the authority (E06000004)",
    ),
    "percentages where counts belong": (
        "open_space",
        "2025",
        lambda rows: rows.assign(addresses_within_300m="65"),
        "2025: 0.09",
        "a count of addresses near open space, not a percentage (more than 1 in 6 of all)",
    ),
    "a certificate of a year to come": (
        "epc_certificates",
        "2025",
        lambda rows: rows.assign(registrationDate=["2052-03-01", *rows["registrationDate"][1:]]),
        "from the desk.csv row 2: a date (not repeated here)",
        "a day of the register (not before 2007, nor after the year of the extract)",
    ),
    "a neighbourhood of another council": (
        "debt_advice",
        "2023-24",
        lambda rows: rows.assign(lsoa21cd=["E01012095", *rows["lsoa21cd"][1:]]),
        "the code of an area (not repeated here)",
        "every lsoa21cd in the authority",
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_fault_of_the_whole_is_refused_before_it_is_in_force(bring, tmp_path: Path, name: str) -> None:
    source, period, change, found, expected = WHOLE[name]
    with pytest.raises(InputError) as caught:
        bring(change(invented(source, period)), source, period)
    assert found in str(caught.value)
    assert expected in str(caught.value)
    assert "correct the file and supply it again" in caught.value.remedy
    assert not JARGON.search(str(caught.value))
    assert not (tmp_path / "raw" / source).exists()


def test_rule_on_whole_rows_names_its_columns(bring: Callable[..., list[str]]) -> None:
    rows = invented("open_space", "2025")
    exchanged = {"addresses": "addresses_within_300m", "addresses_within_300m": "addresses"}
    with pytest.raises(InputError) as caught:
        bring(rows.rename(columns=exchanged), "open_space", "2025")
    assert (caught.value.row, caught.value.column) == (2, "addresses_within_300m, addresses")
    assert caught.value.found.endswith("(and 123 more)")


def test_merged_cells_are_refused_as_empty_ones_and_not_as_repeats(bring: Callable[..., list[str]]) -> None:
    rows = invented("open_space", "2025")
    with pytest.raises(InputError) as caught:
        bring(rows.assign(lsoa21cd=[*rows["lsoa21cd"][:4], "", "", *rows["lsoa21cd"][6:]]), "open_space", "2025")
    assert (caught.value.row, caught.value.column) == (6, "lsoa21cd")
    assert caught.value.found == "an empty cell (and 1 more)"
    assert caught.value.others == ()


def test_each_broken_rule_is_said_once(bring: Callable[..., list[str]]) -> None:
    rows = invented("stock_condition", "2025")
    with pytest.raises(InputError) as caught:
        bring(
            rows.assign(weight=["*", "", *rows["weight"][2:]], decent=["None", *rows["decent"][1:]]),
            "stock_condition",
            "2025",
        )
    refusals = {refusal.column: refusal.found for refusal in (caught.value, *caught.value.others)}
    assert refusals == {
        "decent": "'none'",
        "weight": "an empty cell, or a symbol for no figure, such as * or - (and 1 more)",
    }


def test_all_faults_of_the_whole_are_said_at_once(bring: Callable[..., list[str]]) -> None:
    rows = invented("open_space", "2025")[1:]
    with pytest.raises(InputError) as caught:
        bring(rows.assign(addresses_within_300m="1"), "open_space", "2025")
    assert len(caught.value.others) == 1


def test_damaged_extract_of_another_period_stops_no_other(bring: Callable[..., list[str]], tmp_path: Path) -> None:
    bring(invented("debt_advice", "2023-24"), "debt_advice", "2023-24")
    (tmp_path / "raw/debt_advice/2023-24/debt_advice_2023-24.csv").write_text("edited by hand")
    left_out, done = bring(invented("debt_advice", "2024-25"), "debt_advice", "2024-25")
    assert "debt_advice 2023-24 cannot be read, and is left out of account" in left_out
    assert "supply the file again" in left_out
    assert done == "supplied debt_advice 2024-25"
    bring(invented("debt_advice", "2023-24"), "debt_advice", "2023-24")
    assert len(raw_folder.find_raw_files(tmp_path / "raw", DEFINITIONS.sources["debt_advice"])) == 2


def test_extract_that_is_gone_is_said(bring: Callable[..., list[str]], tmp_path: Path) -> None:
    settings = Settings(raw=tmp_path / "raw", processed=tmp_path / "processed")
    source = DEFINITIONS.sources["open_space"]
    bring(invented("open_space", "2025"), "open_space", "2025")
    ingest_source(settings, QUIET, source)
    (tmp_path / "raw/open_space").rename(tmp_path / "elsewhere")
    progress = RecordedProgress()
    ingest_source(settings, progress, source)
    assert progress.lines[0] == (
        "open_space 2025: the extract that was supplied before is not there any more; invented data take its place"
    )
