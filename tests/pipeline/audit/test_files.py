"""The auditor finds a number of a hidden figure in any file, and what is shown though it is too small."""

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import unescape

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.schemas.results.observations import OBSERVATION_NUMBERS
from tests.pipeline.audit.spoiling import (
    KEY,
    changed,
    changed_everywhere,
    first,
    found_in,
    found_in_tables,
    put,
    said,
    table,
)


@pytest.mark.parametrize("column", OBSERVATION_NUMBERS)
def test_a_number_beside_a_suppressed_figure_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    hidden = first(folder, status="suppressed", area_type="ward", measure="customers_satisfied")
    changed_everywhere(folder, hidden, {column: 42.5})  # above every least number
    assert found_in_tables(sample, folder) == [
        f"csv/observations.csv gives a number of a hidden figure: {said(hidden)}"
    ]


@pytest.mark.parametrize("kind", ["lsoa", "ward", "target_area", "borough"])
def test_a_number_in_the_file_of_the_domain_alone_is_found(
    sample: Settings, folder: Path, files_alone: None, kind: str
) -> None:
    hidden = first(folder, status="suppressed", area_type=kind, measure="customers_satisfied")
    changed(folder, hidden["domain"], hidden, {"numerator": 3})
    assert found_in_tables(sample, folder) == [f"the CSV files do not say the same of {said(hidden)}"]


def test_a_figure_hidden_in_one_file_and_shown_in_another_is_found(
    sample: Settings, folder: Path, files_alone: None
) -> None:
    hidden = first(folder, status="suppressed", area_type="lsoa", measure="customers_satisfied")
    changed(folder, hidden["domain"], hidden, {"status": "published"})
    assert found_in_tables(sample, folder) == [f"the CSV files do not say the same of {said(hidden)}"]


def test_a_row_that_one_file_lacks_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", area_type="lsoa", measure="customers_satisfied")
    rows = table(folder, hidden["domain"])
    put(folder, hidden["domain"], rows[~(rows[KEY] == pd.Series(hidden)[KEY]).all(axis=1)])
    assert found_in_tables(sample, folder) == [f"the CSV files do not say the same of {said(hidden)}"]


COLUMNS = {"A": "Measure", "C": "Area", "F": "Period", "J": "Figure", "N": "Count", "Q": "Mark"}


def rewritten_row(path: Path, column: str | None) -> dict[str, str]:
    """Put a number in a cell of the workbook's first hidden row, or in all and take its mark away; give its words."""
    with zipfile.ZipFile(path) as book:
        files = {name: book.read(name).decode("utf-8") for name in book.namelist()}
    strings = [
        unescape("".join(re.findall(r"<t[^>]*>([^<]*)</t>", one)))
        for one in re.findall(r"<si>.*?</si>", files["xl/sharedStrings.xml"], re.DOTALL)
    ]
    secret, nothing = strings.index("[c]"), strings.index("none")
    for name, text in files.items():
        if not name.startswith("xl/worksheets/sheet"):
            continue
        for row in re.findall(r"<row .*?</row>", text, re.DOTALL):
            cells = dict(re.findall(r'<c r="([A-Z]+)\d+"[^>]* t="s"><v>(\d+)</v></c>', row))
            if cells.get("J") != str(secret) or cells.get("Q") != str(secret):
                continue
            wanted = r"[A-P]" if column is None else column
            cell = rf'<c r="({wanted}\d+)"([^>]*?) t="s"><v>{secret}</v></c>'
            new = re.sub(cell, r'<c r="\1"\2><v>12.34</v></c>', row)
            if column is None:
                new = re.sub(rf'(<c r="Q\d+"[^>]* t="s"><v>){secret}(</v></c>)', rf"\g<1>{nothing}\2", new)
            assert new != row
            files[name] = text.replace(row, new)
            with zipfile.ZipFile(path, "w") as book:
                for stored, content in files.items():
                    book.writestr(stored, content)
            return {COLUMNS[place]: strings[int(number)] for place, number in cells.items() if place in COLUMNS}
    raise LookupError("no sheet has a hidden row")


@pytest.mark.parametrize("column", ["J", "N"])
def test_a_number_of_a_suppressed_figure_in_the_workbook_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    row = rewritten_row(folder / "tables.xlsx", column)
    named = f"{row['Measure']}, {row['Area']}, {row['Period']}"
    assert found_in(sample, folder) == [f"tables.xlsx gives a number of a hidden figure: {named}"]


def test_a_suppressed_figure_that_the_workbook_does_not_mark_is_found(
    sample: Settings, folder: Path, files_alone: None
) -> None:
    rewritten_row(folder / "tables.xlsx", None)
    rows = table(folder, "observations")
    count = int(((rows["status"] == "suppressed") & (rows["area_type"] != "lsoa")).sum())
    (fault,) = found_in(sample, folder)
    assert fault == f"tables.xlsx marks {count - 1} figures [c], csv/observations.csv has {count} that it should"


@pytest.mark.parametrize("rest", [False, True])
def test_a_count_below_five_is_found(sample: Settings, folder: Path, files_alone: None, rest: bool) -> None:
    shown = first(folder, status="published", area_type="ward", measure="customers_satisfied")
    changed_everywhere(folder, shown, {"numerator": float(shown["denominator"]) - 4 if rest else 4})
    assert found_in(sample, folder) == [f"a count too small to show is shown: {said(shown)}"]


def test_a_base_below_thirty_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    shown = first(folder, status="low_base", statistic="survey_share", area_type="ward")
    changed_everywhere(folder, shown, {"base": 29, "note": re.sub(r"^[\d,]+ ", "29 ", shown["note"])})
    assert found_in_tables(sample, folder) == [f"a count too small to show is shown: {said(shown)}"]


def test_a_base_beside_a_suppressed_figure_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", statistic="survey_share", area_type="ward")
    changed_everywhere(folder, hidden, {"base": 17, "note": "17 residents answered"})
    faults = found_in_tables(sample, folder)
    assert f"csv/observations.csv gives a number of a hidden figure: {said(hidden)}" in faults
    assert f"a count too small to show is shown: {said(hidden)}" in faults


def test_a_base_in_the_file_of_the_domain_alone_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", statistic="survey_share", area_type="ward")
    changed(folder, hidden["domain"], hidden, {"base": 17})
    found_in_tables(sample, folder)


def test_how_a_suppressed_figure_compares_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", area_type="ward", measure="customers_satisfied")
    changed_everywhere(folder, hidden, {"comparison": "worse", "trend": "increasing"})
    found_in_tables(sample, folder)
