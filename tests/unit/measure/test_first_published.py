"""A revised extract beside the one that was published: few people apart, it is not shown; many, it is."""

import copy
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from fairer_stockton.definitions.corrections import Correction
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.disclosure.protection import protect_observations
from fairer_stockton.disclosure.revisions import count_cells_of_extract, judge_revision_of_periods
from fairer_stockton.editions.record import EXTRACT_FILES, RECORD, read_record, record_version
from fairer_stockton.editions.sums import find_sum_key, list_input_files, list_known_checksums
from fairer_stockton.fetch.raw_folder import find_raw_files
from fairer_stockton.ingest.stage import ingest_source
from fairer_stockton.measure.first_published import (
    FirstPublished,
    count_files_of_versions,
    describe_first_published,
    list_facts_of_first_published,
    use_first_published_extracts,
)
from fairer_stockton.measure.observations import complete_observations, compute_observations
from fairer_stockton.measure.results import replace_by_first_published
from fairer_stockton.report.recording import _describe_extract
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.vocabulary import Revision
from fairer_stockton.supply.reduced_file import ReducedFile
from fairer_stockton.supply.stage import store_extract
from tests.conftest import DEFINITIONS, QUIET, definitions_with
from tests.unit.council import Council, write_version

CONTACTS, YEAR, DIGITAL, WAIT = "customer_contacts", "2024/25", "digital_contacts", "minutes_waiting"
FIVE_WARDS = {f"L{number}": f"W{(number + 1) // 2}" for number in range(1, 11)}
MANY, FORTY = dict.fromkeys(FIVE_WARDS, 30), dict.fromkeys(FIVE_WARDS, 40)
HEADINGS = "contact_id,date,lsoa21cd,channel,service,satisfied,resolved_first_time,waiting_minutes"


def extract(digital: Mapping[str, int], others: Mapping[str, int] = FORTY, first_wait: int = 5) -> bytes:
    """Return an extract of so many digital contacts, and others, in each neighbourhood."""
    rows = [
        (place, channel)
        for place, many in digital.items()
        for channel, number in (("digital", many), ("phone", others[place]))
        for _ in range(number)
    ]
    lines = [
        f"C{number},2024-05-01,{place},{channel},housing,yes,yes,{5 if number else first_wait}"
        for number, (place, channel) in enumerate(rows)
    ]
    return "\n".join([HEADINGS, *lines, ""]).encode()


class Office:
    """A council of five wards that supplies its contacts, measures and publishes."""

    def __init__(self, folder: Path) -> None:
        measures = {name: DEFINITIONS.measures[name] for name in (DIGITAL, WAIT)}
        definitions = definitions_with(measures, {CONTACTS})
        sources = {CONTACTS: DEFINITIONS.sources[CONTACTS]}
        self.definitions = replace(definitions, sources=sources)
        self.settings = Settings(folder / "raw", folder / "processed", folder / "reports")
        self.settings = replace(self.settings, handed_definitions=self.definitions)
        self.source, self.published = sources[CONTACTS], 0

    def copy_to(self, folder: Path) -> "Office":
        """Return the same office with what it has supplied and published in a folder of its own."""
        before = self.settings.raw.parent
        shutil.copytree(before, folder, symlinks=True, dirs_exist_ok=True)
        office = copy.copy(self)
        office.settings = replace(
            self.settings, raw=folder / "raw", processed=folder / "processed", reports=folder / "reports"
        )
        office.files = {facts: folder / path.relative_to(before) for facts, path in self.files.items()}
        return office

    def supply(self, content: bytes) -> None:
        entry = next(entry for entry in self.source.extracts if entry.period == "2024-25")
        store_extract(self.settings, self.source, entry, ReducedFile(content, ()), "contacts.csv")
        ingest_source(self.settings, QUIET, self.source)

    def measure(self) -> tuple[pd.DataFrame, tuple[FirstPublished, ...], dict[str, set[str]]]:
        versions = read_record(self.settings.raw)
        with duckdb.connect() as connection:
            self.council = Council(connection, homes=FIVE_WARDS)
            staged = self.settings.staged / f"{CONTACTS}.parquet"
            connection.execute(f"create view {CONTACTS} as select * from '{staged}'")
            taken = use_first_published_extracts(connection, self.settings, self.definitions, versions)
            files = list_input_files(self.settings.staged, self.definitions.sources, find_sum_key(self.settings))
            sums = list_known_checksums(replace_by_first_published(files, list_facts_of_first_published(taken)))
            folders = [version.folder for version in versions]
            then = count_files_of_versions(connection, self.settings, self.definitions, versions, sums)
            inputs = ProtectionInputs(connection, self.definitions, folders, sums, counts_of_files=then)
            observed = compute_observations(connection, self.definitions, {})
            rows = protect_observations(observed, inputs).observations
            found = complete_observations(connection, rows, self.definitions, {}, taken)
            self.sums = {name: next(iter(of)) for name, of in sums.items()}
            if not taken:
                files_there = find_raw_files(self.settings.raw, self.source)
                self.files = {_describe_extract(CONTACTS, file): file.path for file in files_there}
                key = find_sum_key(self.settings)
                self.sums = {CONTACTS: key.seal_file(files_there[0].sha256)}
            self.held = self.council.published_memberships()
        return found, taken, sums

    def publish(self, found: pd.DataFrame) -> None:
        self.published += 1
        folder = self.settings.reports / str(self.published)
        council = self.council
        council.published_memberships = lambda: self.held  # type: ignore[method-assign]
        write_version(folder, found, council, f"20{self.published + 25}", **self.sums)
        manifest = json.loads((folder / "manifest.json").read_text())
        for entry in manifest["inputs"]:
            entry |= {"file": "customer_contacts_2024-25.csv", "period": "2024-25", "synthetic": False}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        names = [correction.name for correction in self.definitions.corrections]
        record_version(self.settings.raw, folder, self.files, f"inputs {self.published}", names)

    def declare(self, name: str) -> None:
        correction = Correction(name, CONTACTS, "2024-25", "2026-11-30", "letters were left out")
        self.definitions = replace(self.definitions, corrections=(*self.definitions.corrections, correction))


@pytest.fixture(scope="module")
def first_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that has published once; nobody may change it."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.supply(extract({**MANY, "L3": 3, "L4": 31}))
    found, taken, _ = office.measure()
    assert not taken
    office.publish(found)
    return office


@pytest.fixture
def office(first_office: Office, tmp_path: Path) -> Office:
    return first_office.copy_to(tmp_path)


def as_published(found: pd.DataFrame) -> pd.DataFrame:
    return found.drop(columns=["as_first_published", "note"])


def test_a_contact_added_leaves_every_figure_as_first_published(office: Office) -> None:
    first, taken, sums = office.measure()
    assert not taken
    office.supply(extract({**MANY, "L3": 3, "L4": 32}))
    found, (extract_taken,), sums_now = office.measure()
    pd.testing.assert_frame_equal(as_published(found), as_published(first))
    assert sums_now[CONTACTS] & sums[CONTACTS], "the manifest names the file that the figures are made from"
    assert set(found["as_first_published"]) == {"2026"}
    shown = found[found["value"].notna()]
    assert shown["note"].str.endswith("shown as first published, in the edition of 2026").all()
    assert set(found.loc[found["value"].isna(), "note"]) == set(first.loc[first["value"].isna(), "note"])
    assert extract_taken.periods == (YEAR,)
    (line,) = describe_first_published([extract_taken])
    assert line.startswith("customer_contacts 2024-25: shown as first published, in edition 2026; ")


def test_small_changes_add_up_against_the_first_publication(office: Office) -> None:
    words = []
    for more in (2, 4, 6):
        office.supply(extract({**MANY, "L3": 3, "L4": 31 + more}))
        found, taken, _ = office.measure()
        words.append(bool(taken))
        if taken:
            office.publish(found)
    assert words == [True, True, False]
    borough = found[(found["area_code"] == "B") & (found["measure"] == DIGITAL)]
    assert borough["numerator"].tolist() == [280]
    assert set(found["as_first_published"]) == {""}


def test_a_file_that_tells_the_same_is_taken_for_the_same(office: Office) -> None:
    first, _, _ = office.measure()
    office.supply(extract({**MANY, "L3": 3, "L4": 31}) + b"\n")
    found, (taken,), _ = office.measure()
    pd.testing.assert_frame_equal(found, first)
    assert taken.edition == ""
    assert not list(describe_first_published([taken]))


def test_an_amount_that_changes_for_one_contact_is_few(office: Office) -> None:
    office.supply(extract({**MANY, "L3": 3, "L4": 31}, first_wait=500))
    found, (taken,), _ = office.measure()
    assert taken.edition == "2026"
    assert set(found["as_first_published"]) == {"2026"}


def test_bytes_that_are_lost_are_refused(office: Office) -> None:
    office.supply(extract({**MANY, "L3": 3, "L4": 32}))
    for file in (office.settings.raw / RECORD / EXTRACT_FILES).rglob("*.csv"):
        file.write_bytes(b"other bytes")
    with pytest.raises(DisclosureError, match="put the record back from your backup"):
        office.measure()


def test_a_record_written_anew_without_the_bytes_refuses_the_revised_file(office: Office) -> None:
    (version,) = read_record(office.settings.raw)
    facts = json.loads((version.folder / "extracts.json").read_text())
    (version.folder / "extracts.json").write_text(json.dumps({**facts, "extracts": []}))
    (office.settings.raw / RECORD / "versions.json").unlink()
    found, taken, _ = office.measure()  # the file that it was made from lies there still
    assert not taken
    office.supply(extract({**MANY, "L3": 3, "L4": 32}))
    with pytest.raises(DisclosureError, match="supply the earlier file again"):
        office.measure()


@pytest.fixture
def council() -> Iterator[Council]:
    with duckdb.connect() as connection:
        yield Council(connection)


def judge(council: Council, table: str, measure: str, *files: list[dict[str, object]]) -> str:
    definitions = definitions_with({measure: DEFINITIONS.measures[measure]}, {table})
    cells = []
    for rows in files:
        council.table(table, rows)
        cells.append(count_cells_of_extract(council.connection, table, definitions))
    words = judge_revision_of_periods(council.connection, table, definitions, cells[1], cells[0])
    return str(words.max())


def digital(**places: int) -> list[dict[str, object]]:
    return [
        {"lsoa21cd": place if place != "nowhere" else None, "period": YEAR, "channel": channel}
        for place, many in places.items()
        for channel, number in (("digital", many), ("phone", 40))
        for _ in range(number)
    ]


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ({"L1": 9, "L2": 9}, {"L1": 9, "L2": 9}, Revision.NONE),
        ({"L1": 9, "L2": 9}, {"L1": 8, "L2": 9}, Revision.FEW),
        ({"L1": 9, "L2": 9}, {"L1": 16, "L2": 2}, Revision.MANY),
        ({"L1": 9, "L2": 9}, {"L1": 16, "L2": 4}, Revision.FEW),  # seven more less five: two in the ward
        ({"L1": 9, "L3": 9}, {"L1": 16, "L3": 4}, Revision.FEW),  # and here in the borough alone
        ({"L1": 9, "nowhere": 1}, {"L1": 9, "nowhere": 2}, Revision.FEW),
    ],
)
def test_every_area_that_the_smallest_make_up_is_looked_at(
    council: Council, before: dict[str, int], after: dict[str, int], word: str
) -> None:
    assert judge(council, CONTACTS, DIGITAL, digital(**before), digital(**after)) == word


def respondents(yes: int, every: int = 200, weight: float = 1.0) -> list[dict[str, object]]:
    return [
        {"lsoa21cd": f"L{n % 4 + 1}", "period": "2025", "weight": weight if n == 0 else 1.0, "stratum": "S",
         "respondent": f"P{n}", "permanent_contract": "yes" if n < yes else "no"}
        for n in range(every)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "word"),
    [
        (respondents(100), Revision.NONE),
        (respondents(101), Revision.FEW),  # an answer
        (respondents(100, every=204), Revision.FEW),  # four respondents
        (respondents(100, weight=1.5), Revision.FEW),  # a weight
        (respondents(220, every=440), Revision.MANY),
    ],
)
def test_of_surveys_respondents_answers_and_weights_are_compared(
    council: Council, now: list[dict[str, object]], word: str
) -> None:
    council.own = "residents_survey"
    assert judge(council, "residents_survey", "permanent_contract", respondents(100), now) == word


def list_equations(found: pd.DataFrame, held: pd.DataFrame) -> Iterator[tuple[np.ndarray, float]]:
    """Yield each count of digital contacts that figures show, as a sum over neighbourhoods."""
    inside = held.groupby("area_code")["lsoacd"].agg(set)
    for _, row in found[(found["measure"] == DIGITAL) & found["numerator"].notna()].iterrows():
        yield np.array([float(place in inside[row["area_code"]]) for place in FIVE_WARDS]), row["numerator"]


def find_narrowest_range(
    office: Office, then: pd.DataFrame, now: pd.DataFrame, changed: set[str], few: set[str]
) -> float:
    """Return the narrowest range of a few contacts, then or now, where all but the changed are taken to be as then."""
    size = len(FIVE_WARDS)
    rows = [(np.concatenate([row, np.zeros(size)]), value) for row, value in list_equations(then, office.held)]
    rows += [(np.concatenate([np.zeros(size), row]), value) for row, value in list_equations(now, office.held)]
    one = np.eye(size)
    rows += [
        (np.concatenate([one[number], -one[number]]), 0.0)
        for number, place in enumerate(FIVE_WARDS)
        if place not in changed
    ]
    matrix, values = np.array([row for row, _ in rows]), np.array([value for _, value in rows])
    widths = []
    for name in few:
        place, end = name.split()
        aim = np.zeros(2 * size)
        aim[[*FIVE_WARDS].index(place) + size * (end == "now")] = 1.0
        least, most = (
            sign * linprog(sign * aim, A_eq=matrix, b_eq=values, bounds=(0, 1000)).fun for sign in (1.0, -1.0)
        )
        widths.append(most - least)
    return min(widths)


@pytest.mark.parametrize(
    ("counts", "after"),
    [
        ([35, 29, 26, 19, 20, 3, 4, 2, 16, 34], {"L6": 41, "L10": 58}),
        ([35, 19, 15, 20, 23, 34, 24, 4, 21, 28], {"L8": 21, "L10": 54}),
    ],
)
def test_a_revision_by_many_is_published_and_protected_together_with_what_was(
    tmp_path: Path, counts: list[int], after: dict[str, int]
) -> None:
    office, before = Office(tmp_path), dict(zip(FIVE_WARDS, counts, strict=True))
    office.supply(extract(before))
    then, _, _ = office.measure()
    office.publish(then)
    office.supply(extract({**before, **after}))
    now, taken, _ = office.measure()
    assert not taken
    few = {f"{place} then" for place, many in before.items() if many < 5}
    few |= {f"{place} now" for place, many in {**before, **after}.items() if many < 5}
    alone = Office(tmp_path / "alone")
    alone.supply(extract({**before, **after}))
    careless, _, _ = alone.measure()
    assert find_narrowest_range(office, then, careless, {*after}, few) < 5, "else this shows nothing"
    assert find_narrowest_range(office, then, now, {*after}, few) >= 5


def test_a_declared_correction_is_published_and_its_differences_stay_open(tmp_path: Path) -> None:
    before = dict(zip(FIVE_WARDS, [35, 29, 26, 19, 20, 31, 24, 22, 16, 34], strict=True))
    after = {"L6": 33, "L9": 13}
    office = Office(tmp_path)
    office.supply(extract(before))
    then, _, _ = office.measure()
    office.publish(then)
    office.supply(extract({**before, **after}))
    frozen, (taken,), _ = office.measure()
    assert taken.edition == "2026"
    office.declare("letters")
    now, taken_then, _ = office.measure()
    assert not taken_then
    assert set(now["as_first_published"]) == {""}
    shown = then[(then["measure"] == DIGITAL) & then["value"].notna()]
    assert len(shown) == 16, "so that every difference is a count of now less one that is known"
    widths = find_ranges_of_figures(office, then, now, {*after})
    differences = {"L6": 2, "W3": 2, "L9": -3, "W5": -3, "B": -1}
    assert all(widths[area] >= 5 for area in differences)
    assert (now["value"].notna() & (now["measure"] == DIGITAL)).sum() >= 4, "not everything is hidden"

    office.publish(now)
    office.supply(extract({**before, **after, "L1": 36}))
    _, (taken,), _ = office.measure()
    assert taken.edition == "2027", "a correction is of one file"


def test_few_more_of_the_rest_stay_open_where_both_counts_change_by_many(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.supply(extract(MANY))
    then, _, _ = office.measure()
    office.publish(then)
    office.supply(extract({**MANY, "L6": 40}, {**FORTY, "L6": 42}))
    office.declare("letters")
    now, taken, _ = office.measure()
    assert not taken
    rest = [rows.assign(numerator=rows["denominator"] - rows["numerator"]) for rows in (then, now)]
    widths = find_ranges_of_figures(office, *rest, {"L6"})
    assert all(widths[area] >= 5 for area in ("L6", "W3", "B")), "two contacts more that were not digital"
    assert (now["value"].notna() & (now["measure"] == DIGITAL)).sum() >= 4, "not everything is hidden"


def test_a_third_file_tells_nothing_of_few_between_the_first_two(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.supply(extract(MANY))
    first, _, _ = office.measure()
    office.publish(first)
    office.declare("letters")
    office.supply(extract({**MANY, "L5": 40, "L6": 32}))
    second, _, _ = office.measure()
    office.publish(second)
    shown = set(second.loc[(second["measure"] == DIGITAL) & second["value"].notna(), "area_code"])
    assert "W3" in shown and not {"L5", "L6"} & shown, "so that whoever knows one of the two knows the other"
    office.supply(extract({**MANY, "L5": 40, "L6": 52}))
    third, taken, _ = office.measure()
    assert not taken
    alone = Office(tmp_path / "alone")
    alone.supply(extract({**MANY, "L5": 40, "L6": 52}))
    careless, _, _ = alone.measure()
    assert find_narrowest_range(office, second, careless, {"L6"}, {"L6 then"}) < 5, "else this shows nothing"
    assert find_narrowest_range(office, second, third, {"L6"}, {"L6 then"}) >= 5


def find_ranges_of_figures(
    office: Office, then: pd.DataFrame, now: pd.DataFrame, changed: set[str]
) -> dict[str, float]:
    """Return how wide the range of each area's count of now is, by both editions."""
    one = np.eye(len(FIVE_WARDS))
    told = list(list_equations(now, office.held))
    counts_then = dict(then[then["measure"] == DIGITAL].set_index("area_code")["numerator"])
    told += [(one[number], counts_then[place]) for number, place in enumerate(FIVE_WARDS) if place not in changed]
    matrix, values = np.array([row for row, _ in told]), np.array([value for _, value in told])
    inside = office.held.groupby("area_code")["lsoacd"].agg(set)
    widths = {}
    for area, places in inside.items():
        aim = np.array([float(place in places) for place in FIVE_WARDS])
        least, most = (
            sign * linprog(sign * aim, A_eq=matrix, b_eq=values, bounds=(0, 1000)).fun for sign in (1.0, -1.0)
        )
        widths[str(area)] = most - least
    return widths
