"""Two editions together: an area that lost a neighbourhood, a name published twice, an extract with one more row."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import DEFINITIONS
from tests.databases import open_empty_database
from tests.pipeline.attack.editions import KEY, attack_editions, find_where_hiding_changed
from tests.pipeline.attack.extracts import CONTACTS, Council
from tests.pipeline.attack.published import Published, read_published
from tests.pipeline.attack.puzzle import Finding
from tests.pipeline.attack.truth import check_against_truth, read_truth

MEASURES = ("contacts_per_1000", "customers_satisfied")
WARDS = {f"L{number}": f"W{number // 3}" for number in range(9)}
FEW = {"L2": (3, 2, 1), "L5": (40, 4, 3)}  # yes, no, no answer
MANY = (25, 14, 11)


def rows(changed: str | None = None) -> list[dict[str, object]]:
    """Return contacts by neighbourhood, and one more in the neighbourhood that is named."""
    answers = ("yes", "no", None)
    found = [
        {"lsoa21cd": place, "period": "2024/25", "channel": "phone", "satisfied": answer}
        for place in WARDS
        for answer, many in zip(answers, FEW.get(place, MANY), strict=True)
        for _ in range(many)
    ]
    more = {"lsoa21cd": changed, "period": "2024/25", "channel": "digital", "satisfied": "yes"}
    return [*found, more] if changed else found


@contextmanager
def open_council(target: str) -> Iterator[Council]:
    """Yield a council of three wards, and a target area that holds these neighbourhoods."""
    with open_empty_database() as connection:
        council = Council(connection, CONTACTS, {name: DEFINITIONS.measures[name] for name in MEASURES})
        lay_maps(council, target)
        council.stage(CONTACTS, rows())
        yield council


def lay_maps(council: Council, target: str) -> None:
    maps = [("borough", "B", "2022", place, 1.0) for place in WARDS]
    maps += [("lsoa", place, "2021", place, 1.0) for place in WARDS]
    maps += [("ward", ward, "2024", place, 1.0) for place, ward in WARDS.items()]
    council.lay_maps([*maps, *(("target_area", "target-1", "2021", place, 1.0) for place in target.split())])


def attack(council: Council, *versions: Published) -> list[Finding]:
    """Return what versions that rest on the same files tell together, after holding it against the truth."""
    truth = read_truth(council.connection)
    return check_against_truth(attack_editions(versions, CONTACTS), lambda unknown: truth(replace(unknown, version="")))


def read_back(folder: Path) -> Published:
    return read_published(folder, {name: DEFINITIONS.measures[name] for name in MEASURES}, {CONTACTS: "2021"})


@pytest.mark.parametrize("name", ["2027", "2026"], ids=["the next edition", "the same name published twice"])
def test_an_area_that_lost_a_neighbourhood_tells_nothing_of_it(tmp_path: Path, name: str) -> None:
    with open_council("L0 L1 L2") as council:
        first = council.publish("2026")
        folder = council.write(first, tmp_path / "first")
        assert attack(council, first) == []
        lay_maps(council, "L0 L1")
        second = council.publish(name, after=[folder])
        assert attack(council, first, second) == []
        assert attack(council, read_back(folder), second) == []


def test_an_area_that_lost_a_neighbourhood_would_tell_of_it(tmp_path: Path) -> None:
    """The attack works: it finds the neighbourhood where the second version is made as if there were no first."""
    with open_council("L0 L1 L2") as council:
        first = show_areas(council.publish(), council)
        lay_maps(council, "L0 L1")
        second = show_areas(council.publish(), council)
        assert any(
            "single L2" in finding.target.name and finding.is_exact for finding in attack(council, first, second)
        )


def show_areas(published: Published, council: Council) -> Published:
    """Return an edition in which each target area's figures are shown."""
    plain = council.publish(protected=False).observations
    rows = published.observations.copy()
    target = (rows["area_type"] == "target_area").to_numpy()
    rows.loc[target] = rows[KEY][target].merge(plain, on=KEY)[rows.columns].to_numpy()
    return replace(published, observations=rows)


def test_one_more_row_would_tell_of_itself() -> None:
    """The attack works: it finds by how many each figure changed, and where, if nothing is held back for it."""
    with open_council("L0 L1 L2") as council:
        first = council.publish("2026")
        council.stage(CONTACTS, rows("L3"))
        council.file = "second"
        second = council.publish("2027")
    found = attack_editions([first, second], CONTACTS)
    changes = [finding for finding in found if finding.target.name.startswith("change of")]
    assert {(finding.low, finding.high) for finding in changes if finding.is_exact} == {(1, 1)}
    assert any("ward W1" in finding.target.name for finding in changes)
    assert any("borough" in finding.target.name and "satisfied" in finding.target.name for finding in changes)


def test_a_pattern_of_new_hiding_would_name_the_neighbourhood() -> None:
    """The attack works: what was shown and is hidden now, in areas that share one neighbourhood, names that."""
    with open_council("L0 L1 L2") as council:
        first = council.publish()
    rows = first.observations
    touched = rows["area_code"].isin(["L3", "W1", "B"]) & (rows["breakdown"] == "all") & (rows["status"] == "published")
    second = replace(first, observations=rows.assign(status=rows["status"].mask(touched, "suppressed")))
    assert find_where_hiding_changed(first, second, CONTACTS) == {"L3"}


def test_one_more_contact_tells_nothing(tmp_path: Path) -> None:
    """A council that supplies its extract again with one contact more, as its own tests do, gives nothing away."""
    councils = importlib.import_module("tests.unit.measure.test_first_published")
    office = councils.Office(tmp_path)
    versions = []
    for name, more in (("2026", 0), ("2027", 1)):
        office.supply(councils.extract({**councils.MANY, "L3": 3, "L4": 31 + more}))
        found, _, sums = office.measure()
        office.publish(found)
        measures, vintages = office.definitions.measures, {CONTACTS: "2021"}
        versions.append(Published(found, office.held, measures, vintages, sums, name))
    assert attack_editions(versions, CONTACTS) == []
    assert find_where_hiding_changed(*versions, CONTACTS) == set()
