"""An edition read back from its files, whichever columns editions had when it was published."""

from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import PublishedEdition, list_earlier_editions
from fairer_stockton.observe.notes import APPORTIONED, COUNTED_FOR_BOROUGH

ANSWERED = "1,204 residents answered, worth 853 of a simple sample (design effect 1.01)"
ROUNDED = "counts are rounded to multiples of 5, so that nobody can be recognised"
NONE = float("nan")
# A note of an edition without columns for it: base, rounded_to, apportioned, left_out and leaves_out that it gives.
NOTES = {
    "": (NONE, NONE, False, NONE, "none"),
    ANSWERED: (1204, NONE, False, NONE, "none"),
    f"{ANSWERED}; 40 of 1,204 respondents {COUNTED_FOR_BOROUGH}": (1204, NONE, False, 40, "counted"),
    f"{APPORTIONED}; {ROUNDED}": (NONE, 5, True, NONE, "none"),
    f"1,012 of 2,270 rows {COUNTED_FOR_BOROUGH}": (NONE, NONE, False, 1012, "counted"),
    f"12 rows {COUNTED_FOR_BOROUGH}": (NONE, NONE, False, 12, "counted"),
    f"some rows {COUNTED_FOR_BOROUGH}": (NONE, NONE, False, NONE, "hidden"),
}


def edition(folder: Path, rows: pd.DataFrame) -> PublishedEdition:
    (folder / "csv").mkdir()
    rows.to_csv(folder / "csv" / "observations.csv", index=False)
    return PublishedEdition(folder)


@pytest.mark.parametrize(("note", "facts"), NOTES.items())
def test_an_edition_from_before_the_columns_has_them_from_its_notes(tmp_path: Path, note: str, facts: tuple) -> None:
    statistic = "survey_share" if "answered" in note else "rate"
    old = pd.DataFrame([{"measure": "x", "statistic": statistic, "trend": "not_calculated", "note": note}])
    row = edition(tmp_path, old).observations.iloc[0]
    names = ["base", "rounded_to", "apportioned", "left_out", "leaves_out"]
    pd.testing.assert_series_equal(row[names], pd.Series(facts, names), check_names=False, check_dtype=False)


def test_an_edition_with_the_columns_is_taken_at_its_columns(tmp_path: Path) -> None:
    facts = {"base": 1200, "rounded_to": "", "apportioned": False, "left_out": "", "leaves_out": "none"}
    new = pd.DataFrame([{"measure": "x", "statistic": "survey_share", "trend": "", "note": ANSWERED, **facts}])
    assert edition(tmp_path, new).observations["base"].tolist() == [1200.0]


def test_what_a_crash_left_is_no_earlier_edition(tmp_path: Path) -> None:
    for name in ("2024", ".2025.link", "latest", "report-2025", "report-2026"):
        build = tmp_path / ".editions" / name
        build.mkdir(parents=True)
        (build / "manifest.json").write_text('{"authority": "E06000004"}')
        (tmp_path / name).symlink_to(build)
    earlier = list_earlier_editions(Settings(reports=tmp_path, edition="report-2026"))
    assert [path.name for path in earlier] == ["2024", "report-2025"]
