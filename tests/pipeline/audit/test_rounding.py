"""An edition with rounded counts: the auditor bounds them, and finds one that tells more than it should."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.auditor import knowledge
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.disclosure.earlier import read_earlier_rounded_counts
from fairer_stockton.disclosure.versions import _list_neighbourhoods_of_areas, read_earlier_figures
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.editions.sums import list_input_files, list_known_checksums
from fairer_stockton.pipelines import measure as measure_stage
from fairer_stockton.report.edition import load_edition
from fairer_stockton.report.pages import disclosure
from fairer_stockton.report.tables.csv_files import write_csv_files
from fairer_stockton.report.tables.open_document import write_open_document
from fairer_stockton.report.tables.parquet_files import write_parquet_files
from fairer_stockton.report.tables.workbook import write_workbook
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.sum_key import PUBLIC_KEY
from tests.conftest import DEFINITIONS, QUIET, copied, with_measures
from tests.pipeline.audit.spoiling import (
    KEY,
    VINTAGES,
    audited,
    changed_everywhere,
    copied_tables,
    first,
    found_in_tables,
    put,
    said,
    table,
)  # fmt: skip

pytestmark = pytest.mark.xdist_group("rounding")

SOURCES = ("debt_advice", "private_rented_inspections")
OWN_RULES = replace(DEFINITIONS.rules, method="rounding", why="its licence asks for it")
ROUNDING = replace(DEFINITIONS.rules, sources=dict.fromkeys(SOURCES, OWN_RULES))
MEASURES = {name for name, one in DEFINITIONS.measures.items() if set(SOURCES) & set(one.tables)}
HIDDEN = "contacts_per_1000"  # which is not rounded: its small figures are hidden in the same edition


def bound_only(patched: pytest.MonkeyPatch, *sources: str) -> None:
    """Let the auditor bound the measures of these sources and no others, for a shorter wait."""
    names = [name for name, measure in DEFINITIONS.measures.items() if set(sources) & set(measure.tables)]

    def puzzles(figures: pd.DataFrame, *rest: Any) -> Iterator[Callable[[], knowledge.Puzzle]]:
        yield from knowledge.list_puzzle_makers(figures[figures["measure"].isin(names)].reset_index(drop=True), *rest)

    patched.setattr("fairer_stockton.auditor.audit.list_puzzle_makers", puzzles)


@pytest.fixture(scope="module")
def rounded(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tables of an edition in which two sources are rounded; the auditor looks at their measures alone."""
    settings, folder = copied(sample, tmp_path_factory.mktemp("rounded")), tmp_path_factory.mktemp("edition")
    settings = with_measures(settings, {*MEASURES, HIDDEN}, rules=ROUNDING)
    (settings.measures / "observations.parquet").write_bytes(b"")  # so that they are made again
    with pytest.MonkeyPatch.context() as patched:
        bound_only(patched, *SOURCES)
        measure_stage.measure(settings, QUIET)
        edition = load_edition(settings)
        write_csv_files(edition, folder / "csv")
        write_parquet_files(edition, folder / "csv", folder / "parquet")
        write_workbook(edition.copy_without_suppressed_numbers(), folder / "tables.xlsx")
        write_open_document(folder / "tables.xlsx", folder / "tables.ods")
        (folder / "manifest.json").write_bytes((sample.reports / sample.edition / "manifest.json").read_bytes())
        yield folder


def test_every_count_is_a_multiple_and_none_is_hidden(rounded: Path) -> None:
    rows = table(rounded, "observations")
    rows = rows[rows["measure"].isin(MEASURES) & (rows["numerator"] != "")]
    assert len(rows) > 1000
    assert set(rows["status"]) == {"published"}
    assert rows["note"].str.contains("counts are rounded to multiples of 5").all()
    counts = rows["numerator"].astype(float)
    whole = rows.loc[rows["statistic"] == "proportion", "denominator"].astype(float)
    assert (counts % 5 == 0).all()
    assert (whole % 5 == 0).all()
    assert ((counts == 0) & (rows["status"] == "published")).any()


def test_the_auditor_lets_it_pass(sample: Settings, rounded: Path) -> None:
    assert audited(sample, rounded).bounded > 1000


def test_a_count_that_is_not_rounded_is_found(sample: Settings, rounded: Path, tmp_path: Path) -> None:
    """Without the words that it is rounded, a count is known exactly, and what is left of it is found."""
    folder = copied_tables(rounded, tmp_path / "spoilt")
    row = first(folder, measure="serious_hazards_private_rented", area_type="ward", denominator="5", numerator="0")
    changed_everywhere(folder, row, {"rounded_to": "", "note": "", "numerator": 4})
    assert any("a count too small to show is shown" in fault for fault in found_in_tables(sample, folder))


def test_a_whole_that_is_rounded_below_its_part_is_found(sample: Settings, rounded: Path, tmp_path: Path) -> None:
    """Mended hazards are of all hazards: five of the one and none of the other leave few numbers."""
    folder = copied_tables(rounded, tmp_path / "spoilt")
    part = first(folder, measure="hazards_remedied", area_type="lsoa", numerator="5")
    place = {key: part[key] for key in ("area_code", "period")}
    whole = first(folder, measure="serious_hazards_private_rented", numerator="5", **place)
    changed_everywhere(folder, whole, {"numerator": 0})
    faults = found_in_tables(sample, folder)
    assert any(
        f"lsoa {place['area_code']}" in fault and "can be worked out to within 1.0 and 4.0" in fault for fault in faults
    )


def test_a_second_rounding_of_the_same_files_is_found(
    sample: Settings, rounded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound_only(monkeypatch, "debt_advice")
    before = copied_tables(rounded, tmp_path / "2025")
    row = first(before, measure="debt_advice_cases", area_type="lsoa", numerator="5")
    changed_everywhere(before, row, {"numerator": 0})
    faults = found_in_tables(sample, rounded, [before])
    assert len(faults) == 1
    assert faults[0].startswith("a count is rounded otherwise than before: debt_advice_cases, lsoa")


def alone_in_its_ward(folder: Path) -> dict[str, str]:
    """Find the row of a neighbourhood that is all of a ward, in which about five homes were inspected."""
    held, rows = table(folder, "memberships"), table(folder, "observations")
    held = held[(held["area_type"] == "ward") & (held["lsoa_vintage"] == "2021")]
    single = held[held.groupby(["vintage", "area_code"])["lsoacd"].transform("size") == 1]
    shown = rows[(rows["measure"] == "serious_hazards_private_rented") & (rows["denominator"] == "5")]
    ward = shown[shown["area_type"] == "ward"].merge(single, on=["vintage", "area_code"]).iloc[0]
    names = {"measure": ward["measure"], "period": ward["period"]}
    return first(folder, area_type="lsoa", area_code=ward["lsoacd"], **names)


def test_a_neighbourhood_that_is_rounded_otherwise_than_its_own_ward_is_found(
    sample: Settings, rounded: Path, tmp_path: Path
) -> None:
    """Nobody to 4 in the neighbourhood and 1 to 9 in the ward that is nothing else: that leaves 1 to 4."""
    folder = copied_tables(rounded, tmp_path / "spoilt")
    row = alone_in_its_ward(folder)
    changed_everywhere(folder, row, {"denominator": 0})
    where = f"{row['measure']}, lsoa {row['area_code']}, all, {row['period']}"
    assert f"{where} can be worked out to within 1.0 and 4.0" in found_in_tables(sample, folder)


def test_rounded_counts_that_no_true_ones_can_have_are_refused(sample: Settings, rounded: Path, tmp_path: Path) -> None:
    folder = copied_tables(rounded, tmp_path / "spoilt")
    changed_everywhere(folder, alone_in_its_ward(folder), {"denominator": 15})  # 11 to 19, and 1 to 9 in the ward
    with pytest.raises(DisclosureError, match="published figures that do not fit each other"):
        audited(sample, folder)


def test_the_quality_page_says_which_sources_are_rounded_and_why(sample: Settings) -> None:
    handed = replace(sample, handed_definitions=replace(DEFINITIONS, rules=ROUNDING))
    words = disclosure.describe_disclosure_rules(load_edition(handed))
    for title in ("Debt advice cases", "Inspections of private rented homes"):
        (sentence,) = [one for one in words if one.startswith(f"{title}: ")]
        assert "no count is hidden, and every one is rounded to a multiple of 5" in sentence
        assert sentence.endswith("The reason: its licence asks for it")


def left_out_before(rounded: Path, folder: Path) -> tuple[Path, dict[str, str]]:
    """An edition of the year before, from the same files, that rounded five homes to none and so left out their row."""
    before = copied_tables(rounded, folder / "2025")
    row = first(before, measure="hazards_remedied", area_type="lsoa", numerator="0", denominator="5")
    for name in ("observations", row["domain"]):
        rows = table(before, name)
        put(before, name, rows[~(rows[KEY] == pd.Series({key: row[key] for key in KEY})).all(axis=1)])
    return before, row


def test_a_second_rounding_of_what_was_left_out_is_found(
    sample: Settings, rounded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound_only(monkeypatch, "private_rented_inspections")
    before, row = left_out_before(rounded, tmp_path)
    fault = f"a count is rounded otherwise than before: {said(row)}"
    assert found_in_tables(sample, rounded, [before]) == [fault]
    shutil.copytree(rounded, tmp_path / "2024")
    assert fault in found_in_tables(sample, before, [tmp_path / "2024"])  # and the other way about


def test_what_was_left_out_is_left_out_again(sample: Settings, rounded: Path, tmp_path: Path) -> None:
    before, row = left_out_before(rounded, tmp_path)
    rows = PublishedEdition(rounded).observations
    (place,) = rows.index[(rows[KEY] == pd.Series({key: row[key] for key in KEY})).all(axis=1)]
    areas = _list_neighbourhoods_of_areas(PublishedEdition(before), rows)
    sums = list_known_checksums(list_input_files(sample.staged, DEFINITIONS.sources, PUBLIC_KEY))
    known = read_earlier_rounded_counts(rows.loc[[place]], read_earlier_figures([before], sums, VINTAGES, areas))
    assert known["denominator"].to_dict() == {place: 0.0}


def test_neighbourhoods_of_nobody_and_of_a_few_are_given_alike(sample: Settings, rounded: Path) -> None:
    homes = pd.read_parquet(sample.staged / "private_rented_inspections.parquet")
    closed = homes[(homes["category_1_hazard"] == "yes") & homes["remedied"].notna()]
    rows, held = table(rounded, "observations"), table(rounded, "memberships")
    places = held.loc[(held["area_type"] == "lsoa") & (held["lsoa_vintage"] == "2021"), "lsoacd"].unique()
    for period, found in closed.groupby("period"):
        true = found["lsoa21cd"].value_counts().reindex(places, fill_value=0)
        mine = (rows["measure"] == "hazards_remedied") & (rows["area_type"] == "lsoa") & (rows["period"] == period)
        given = rows[mine].set_index("area_code")["denominator"].reindex(places, fill_value="no row")
        assert set(given[true == 0]) == set(given[true.between(1, 4) & (given != "5")])
