"""The auditor finds what subtraction tells, within an edition and from one to the next, and nothing else."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.engine.duckdb import open_staged_tables
from fairer_stockton.geography.memberships import create_area_membership_tables
from fairer_stockton.measure.observations import complete_observations, compute_observations
from fairer_stockton.observe import inputs
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.schemas.results.observations import OBSERVATION_NUMBERS
from tests.conftest import DEFINITIONS, definitions_with
from tests.pipeline.audit.spoiling import (
    CONTACTS,
    KEY,
    VINTAGES,
    WARDS,
    Cells,
    audited,
    changed_everywhere,
    copied_tables,
    first,
    found_in_tables,
    table,
)  # fmt: skip

pytestmark = pytest.mark.xdist_group("subtraction")

COLUMNS_OF = [*KEY, "domain", *OBSERVATION_NUMBERS]


@pytest.fixture(scope="module")
def true_counts(sample: Settings) -> pd.DataFrame:
    """Every figure of the customers' contacts before anything is hidden."""
    chosen = {name: one for name, one in DEFINITIONS.measures.items() if CONTACTS in one.tables}
    tables = {name for one in chosen.values() for name in one.tables} | set(DEFINITIONS.national.maps.place_tables)
    with open_staged_tables(sample.staged, tables) as connection:
        create_area_membership_tables(connection, sample.authority, DEFINITIONS)
        synthetic = inputs.mark_synthetic_tables(sample.staged, DEFINITIONS)
        definitions = definitions_with(chosen, set(VINTAGES))
        return complete_observations(
            connection, compute_observations(connection, definitions, synthetic), definitions, synthetic
        )


@pytest.fixture(scope="module")
def telling(part: Settings, true_counts: pd.DataFrame) -> tuple[dict[str, Any], dict[str, Any]]:
    """A figure hidden for another's sake and that other: the two that are hidden of a ward whose own count is shown."""
    edition = part.reports / part.edition
    both = true_counts.merge(table(edition, "observations")[[*KEY, "status"]], on=KEY, suffixes=("", "_now"))
    held = table(edition, "memberships")
    held = held[(held["area_type"] == "ward") & (held["lsoa_vintage"] == "2021") & (held["vintage"] == WARDS)]
    of_ward = both[both["vintage"] == WARDS].set_index(["measure", "period", "area_code"])["status_now"]
    hidden = both[(both["area_type"] == "lsoa") & (both["status_now"] == "suppressed")]
    hidden = hidden.assign(ward=hidden["area_code"].map(held.set_index("lsoacd")["area_code"]))
    contacts = hidden[hidden["measure"] == "contacts_per_1000"]
    for place, pair in contacts.groupby(["measure", "period", "ward"]):
        few = pair["numerator"].between(1, 4)
        if of_ward.to_dict()[place] == "published" and len(pair) == 2 and few.sum() == 1:
            shown, small = (pair[one].iloc[0] for one in (~few, few))
            return {key: shown[key] for key in COLUMNS_OF}, {key: small[key] for key in COLUMNS_OF}
    raise LookupError("no ward of the sample has two neighbourhoods hidden, one of them for itself")


def numbers_of(row: Cells) -> dict[str, object]:
    said = {"status": "published", "note": "", "base": "", "left_out": ""}
    return {name: row[name] for name in OBSERVATION_NUMBERS} | said


def test_the_edition_as_it_is_has_passed(sample: Settings) -> None:
    """The auditor looked at all of it before it was published, and the page on quality says what came of that."""
    edition = sample.reports / sample.edition
    said = re.search(
        r"find the ([\d,]+) hidden figures again.* judged ([\d,]+) hidden numbers .* count can lie anywhere in a range "
        r"of ([\d,]+) and the answers .* in a range of ([\d,]+)\.",
        (edition / "quality.html").read_text(encoding="utf-8"),
    )
    assert said
    hidden, bounded, narrowest, narrowest_answers = (int(number.replace(",", "")) for number in said.groups())
    assert hidden == int((table(edition, "observations")["status"] == "suppressed").sum()) > 0
    assert bounded > hidden
    assert narrowest >= 5
    assert narrowest_answers >= 30


def test_an_earlier_edition_that_shows_the_same_changes_nothing(
    sample: Settings, folder: Path, contacts_alone: None
) -> None:
    assert audited(sample, folder, [folder]) == replace(audited(sample, folder), editions=(folder.name,))


def test_a_zero_may_be_shown(sample: Settings, folder: Path, files_alone: None) -> None:
    shown = first(folder, area_type="lsoa", status="published", measure="contacts_per_1000")
    changed_everywhere(folder, shown, {"numerator": 0, "value": 0})
    audited(sample, folder)


def test_a_figure_shown_that_gives_a_small_neighbourhood_away_is_found(
    sample: Settings, folder: Path, contacts_alone: None, telling: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    shown, small = telling
    changed_everywhere(folder, shown, numbers_of(shown))
    faults = found_in_tables(sample, folder)
    count = small["numerator"]
    where = f"{small['measure']}, lsoa {small['area_code']}, all, {small['period']}"
    assert f"{where} can be worked out to within {count:,.1f} and {count:,.1f}" in faults
    assert all("can be worked out to within" in fault or "more" in fault for fault in faults)


@pytest.fixture
def earlier(part: Settings, tmp_path: Path, telling: tuple[dict[str, Any], dict[str, Any]]) -> Path:
    """An edition of the year before, from the same files, that gave one figure which is hidden now."""
    before = copied_tables(part.reports / part.edition, tmp_path / "2025")
    changed_everywhere(before, telling[0], numbers_of(telling[0]))
    return before


def test_what_an_earlier_edition_told_of_the_same_files_is_known(
    sample: Settings,
    folder: Path,
    contacts_alone: None,
    earlier: Path,
    telling: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    _, small = telling
    where = f"{small['measure']}, lsoa {small['area_code']}, all, {small['period']}"
    count = small["numerator"]
    assert f"{where} can be worked out to within {count:,.1f} and {count:,.1f}" in found_in_tables(
        sample, folder, [earlier]
    )


def test_what_an_earlier_edition_told_is_known_though_its_file_is_another(
    sample: Settings, folder: Path, contacts_alone: None, earlier: Path
) -> None:
    """All that both show is the same: so a reader will take the rest to be the same too."""
    manifest = json.loads((earlier / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["inputs"]:
        if entry["source"] == CONTACTS:
            entry["sha256"] = "0" * 64
    (earlier / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DisclosureError, match="lsoa .* can be worked out"):
        audited(sample, folder, [earlier])
