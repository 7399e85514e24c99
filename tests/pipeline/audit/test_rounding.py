"""An edition with rounded counts: the auditor bounds them, and finds one that tells more than it should."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton import measuring
from fairer_stockton.auditor import knowledge
from fairer_stockton.catalogue import load_catalogue
from fairer_stockton.disclosure import rules
from fairer_stockton.report.csv_files import write_csv_files
from fairer_stockton.report.edition import load_edition
from fairer_stockton.report.workbook import write_workbook
from fairer_stockton.settings import Settings
from tests.conftest import QUIET, copied
from tests.pipeline.audit.spoiling import audited, changed_everywhere, copied_tables, first, found_in, table

pytestmark = pytest.mark.xdist_group("sample")

SOURCES = ("debt_advice", "private_rented_inspections")
MEASURES = {name for name, one in load_catalogue().items() if set(SOURCES) & set(one.tables)}


@pytest.fixture(scope="module")
def rounded(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tables of an edition in which two sources are rounded; the auditor looks at their measures alone."""

    def puzzles(figures: pd.DataFrame, *rest: Any) -> Iterator[knowledge.Puzzle]:
        yield from knowledge.puzzles(figures[figures["measure"].isin(MEASURES)].reset_index(drop=True), *rest)

    own = replace(rules.load_rules(), method="rounding", why="its licence asks for it")
    given = replace(rules.load_rules(), sources=dict.fromkeys(SOURCES, own))
    settings, folder = copied(sample, tmp_path_factory.mktemp("rounded")), tmp_path_factory.mktemp("edition")
    (settings.measures / "observations.parquet").write_bytes(b"")  # so that they are made again
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rules, "load_rules", lambda: given)
        patched.setattr("fairer_stockton.auditor.audit.puzzles", puzzles)
        measuring.measure(settings, QUIET)
        edition = load_edition(settings)
        write_csv_files(edition, folder / "csv")
        write_workbook(edition.without_hidden(), folder / "tables.xlsx")
        (folder / "manifest.json").write_bytes((sample.reports / "latest/manifest.json").read_bytes())
        yield folder


def test_every_count_is_a_multiple_and_none_is_hidden(rounded: Path) -> None:
    rows = table(rounded, "observations")
    rows = rows[rows["measure"].isin(MEASURES) & (rows["numerator"] != "")]
    assert len(rows) > 1000
    assert set(rows["status"]) == {"published", "not_available"}
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
    changed_everywhere(folder, row, {"note": "", "numerator": 4})
    assert any("a count too small to show is shown" in fault for fault in found_in(sample, folder))


def test_a_whole_that_is_rounded_below_its_part_is_found(sample: Settings, rounded: Path, tmp_path: Path) -> None:
    """Mended hazards are of all hazards: five of the one and none of the other leave few numbers."""
    folder = copied_tables(rounded, tmp_path / "spoilt")
    part = first(folder, measure="hazards_remedied", area_type="lsoa", numerator="5")
    place = {key: part[key] for key in ("area_code", "period")}
    whole = first(folder, measure="serious_hazards_private_rented", numerator="5", **place)
    changed_everywhere(folder, whole, {"numerator": 0})
    faults = found_in(sample, folder)
    assert any(
        f"lsoa {place['area_code']}" in fault and "can be told to within 1.0 and 4.0" in fault for fault in faults
    )


def test_a_second_rounding_of_the_same_files_is_found(sample: Settings, rounded: Path, tmp_path: Path) -> None:
    before = copied_tables(rounded, tmp_path / "2025")
    row = first(before, measure="debt_advice_cases", area_type="lsoa", numerator="5")
    changed_everywhere(before, row, {"numerator": 0})
    faults = found_in(sample, rounded, [before])
    assert len(faults) == 1
    assert faults[0].startswith("a count is rounded otherwise than before: debt_advice_cases, lsoa")
