"""Who lives within reach of places: a town worked out by hand, and lists that are none."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.service_audits import ServiceAudit
from fairer_stockton.run.errors import CatalogueError, FairerError, InputError
from fairer_stockton.run.vocabulary_of_uses import ServiceListKind
from fairer_stockton.uses.services.neighbourhoods import Neighbourhoods
from fairer_stockton.uses.services.places import PlacesAudit, read_places_audit
from fairer_stockton.uses.services.places_figures import (
    FEWER,
    NOT_CLEAR,
    list_figures_of_groups,
    list_figures_of_places,
    name_reach,
)
from tests.unit.uses.services.towns import ACROSS, CODES, NEED, OTHER, make_town

MIDDLE_OF_FIRST = "440500,515500"


def read(folder: Path, text: str, reach: int = 800, edition: Any = None, **keys: Any) -> PlacesAudit:
    (folder / "list.csv").write_text(text, encoding="utf-8")
    audit = ServiceAudit("A", "B", ServiceListKind.PLACES, "list.csv", reach_metres=reach, **keys)
    return read_places_audit(edition or make_town(), audit, folder)


def test_a_town_by_hand(tmp_path: Path) -> None:
    """Within 800 m of the middle of the first square lies all of it (707 m to a corner) and a part of three more."""
    people = {NEED: [300.0, 100.0, *[0.0] * 16, 0.0, 600.0], OTHER: [50.0] * 20}
    audit = read(tmp_path, f"name,easting,northing\nA,{MIDDLE_OF_FIRST}\n", edition=make_town(people))
    assert [CODES.index(code) for code in np.array(CODES)[audit.reach.is_partly_within]] == [0, 1, 5, 6]
    assert (
        np.flatnonzero(audit.reach.is_wholly_within).tolist() == np.flatnonzero(audit.reach.is_within).tolist() == [0]
    )
    need, other = list_figures_of_groups(audit)
    # Of 1,000 in need 300 are inside, and another 100 could be; of everyone else 700 of 19,000.
    assert (need.value, need.lower_95, need.upper_95, need.out_of) == pytest.approx((30, 30, 40, 1000))
    assert need.beside_value == pytest.approx(100 * 700 / 19_000)
    others = np.array([700, 900, 1000, 1000]) / 190
    assert need.gap == pytest.approx(30 - others[0])
    # At least with everyone else of the squares 1, 5 and 6 inside, and of those in need nobody more; at most reversed.
    assert need.gap_lower == pytest.approx(30 - others.sum())
    assert need.gap_upper == pytest.approx(40 - others[0])
    assert (other.value, other.gap, other.verdict) == (pytest.approx(5), pytest.approx(0), NOT_CLEAR)
    assert audit.mean_distances[0][0] == pytest.approx((0 * 300 + 1000 * 100 + 5000 * 600) / 1000, abs=1)  # 3, 4, 5 km
    to_middles = [np.hypot(number % ACROSS, number // ACROSS) * 1000 for number in range(20)]
    weights = 1000 - np.array(people[NEED])
    assert need.beside_distance_metres == pytest.approx(np.average(to_middles, weights=weights), abs=1)
    assert audit.missed == (19, 1)
    assert [name_reach(audit, number) for number in (0, 1, 19)] == [
        "within reach",
        "mostly out of reach",
        "out of reach",
    ]


def test_two_places_count_a_neighbourhood_once_and_each_its_own(tmp_path: Path) -> None:
    text = f"name,easting,northing\nA,{MIDDLE_OF_FIRST}\nB,440500,515700\nC,444500,518500\n"
    audit = read(tmp_path, text)
    every, alone = audit.reached_by_place
    # B is 200 m north of A: both hold the first square's middle, and B also that of the square north of it, 800 m away.
    assert (every.value.tolist(), alone.value.tolist()) == ([100, 200, 100], [0, 100, 100])
    # A and C hold a square to its corners, 707 m away; B none. Of the squares beside them each has a part.
    assert (every.least.tolist(), every.most.tolist()) == ([100, 0, 100], [400, 400, 400])
    # What A has may be B's too, down to nothing; B may lose nothing but the first square, which is A's wholly.
    assert (alone.least.tolist(), alone.most.tolist()) == ([0, 0, 100], [400, 300, 400])
    assert audit.shares.value[0] == pytest.approx(15)
    assert audit.places.names[audit.reach.nearest[19]] == "C"


def test_longitudes_and_postcodes_lie_where_they_should(tmp_path: Path) -> None:
    """Of a point on the grid, turned into degrees by the library of projections itself."""
    from pyproj import Transformer

    longitude, latitude = Transformer.from_crs(27700, 4326, always_xy=True).transform(440500, 515500)
    by_degrees = read(tmp_path, f"name,latitude,longitude\nA,{latitude:.7f},{longitude:.7f}\n")
    postcodes = pd.DataFrame({"postcode": ["TS18 1AB"], "lsoa21cd": [CODES[0]]})
    by_postcode = read(tmp_path, "name,postcode\nA,ts181ab\n", edition=make_town(postcodes=postcodes))
    for audit in (by_degrees, by_postcode):
        assert audit.places.points == pytest.approx(np.array([[440500, 515500]]), abs=0.5)
    assert by_postcode.places.are_of_postcodes and not by_degrees.places.are_of_postcodes
    # The postcode may lie in a corner of its square, 707 m from the middle: then no square is surely within reach.
    assert by_postcode.places.margins == pytest.approx([np.hypot(500, 500)], abs=0.5)
    assert not by_postcode.reach.is_wholly_within.any() and by_postcode.reach.is_partly_within.sum() == 6
    assert by_postcode.gaps.least[0] == pytest.approx(-30) and by_postcode.gaps.most[0] == pytest.approx(30)


def test_a_difference_within_neighbourhoods_is_allowed_for(tmp_path: Path) -> None:
    """By squares those in need are nearer, and yet all of them may live on the far side of the squares cut."""
    people = {NEED: [*[100.0] * 2, *[0.0] * 18]}
    audit = read(tmp_path, f"name,easting,northing\nA,{MIDDLE_OF_FIRST}\n", reach=600, edition=make_town(people))
    figure = list_figures_of_groups(audit)[0]
    assert (figure.value, figure.gap > 40, figure.verdict) == (50, True, NOT_CLEAR)
    assert figure.gap_lower < 0


def test_a_need_for_homes_is_one_of_homes(tmp_path: Path) -> None:
    town = make_town({"overcrowded_homes": [10.0] * 20})
    audit = read(tmp_path, f"name,easting,northing\nA,{MIDDLE_OF_FIRST}\n", edition=town, need="overcrowded_homes")
    assert [(figure.unit, figure.value) for figure in list_figures_of_places(audit)] == [("homes", 10)]


def test_a_need_of_those_who_are_better_off_is_refused(tmp_path: Path) -> None:
    town = make_town({NEED: [10.0] * 20, "homes_owned_outright": [10.0] * 20})
    with pytest.raises(CatalogueError, match=f"(?s)my.toml.*`need`.*better off.*one of {NEED}\n"):
        Neighbourhoods(town).count_people_in_need("homes_owned_outright", "my.toml")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "no table of comma-separated values"),
        ("name,easting,northing\n", "no row below the headings"),
        ("name,easting,northing,phone\nA,440500,515500,1", "column number 4 says a telephone number"),
        ("name,easting\nA,440500", "no form of list"),
        (
            "name,easting,northing\nA,440500,515500\nB, C,440500,515700",
            "(?s)row +3.*more cells than",
        ),
        ("name;easting;northing\nA;440500;515500", "divided by semicolons"),
        ("name,easting,northing\nA,440500,515500\n a ,440500,515700", "(?s)row +3.*name.*the same as in row 2"),
        ("name,easting,northing\nA,440500,515500\nB,440500,515500", "(?s)row +3.*easting, northing.*as in row 2"),
        ("name,easting,northing\nA,440500,\n", "(?s)row +2.*northing.*an empty cell"),
        ("name,easting,northing\nA,440500,x\n", "(?s)row +2.*northing.*no number"),
        (
            f"name,easting,northing\nA,{MIDDLE_OF_FIRST}\nB,515500,440500",
            "(?s)row +3.*lies further than 800 metres from Town",
        ),
        ("name,latitude,longitude\nA,-1.3,54.5", "(?s)row +2.*latitude.*lies further"),
        ("name,easting,northing\nA,460000,530000", "(?s)row +2.*lies further"),  # in the sea
        ("name,easting,northing\nA b@c.org,440500,515500", "(?s)row +2.*an e-mail address .not shown."),
        ("name,postcode\nA,TS18", "(?s)row +2.*no postcode"),
        ("name,postcode\nA,TS18 1AB", "(?s)source +postcodes.*make fetch"),
    ],
)
def test_a_list_that_is_none_is_refused(text: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(FairerError, match=found):
        read(tmp_path, text)


def test_a_postcode_of_elsewhere_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    postcodes = pd.DataFrame({"postcode": ["TS18 1AB"], "lsoa21cd": [CODES[0]]})
    with pytest.raises(InputError, match=r"(?s)row +2.*none of the borough's"):
        read(tmp_path, "name,postcode\nA,TS1 1AB\n", edition=make_town(postcodes=postcodes))
    audit = ServiceAudit("A", "B", ServiceListKind.PLACES, "other.csv", reach_metres=800)
    with pytest.raises(InputError, match="no such file"):
        read_places_audit(make_town(), audit, tmp_path)


def test_a_need_that_nobody_counts_by_neighbourhood_is_refused(tmp_path: Path) -> None:
    audit = read(tmp_path, f"name,easting,northing\nA,{MIDDLE_OF_FIRST}\n", need="turnout")
    with pytest.raises(CatalogueError, match=f"(?s)'turnout'.*one of {NEED}"):
        _ = audit.need


def test_fewer_within_reach_is_said_only_where_it_is_clear(tmp_path: Path) -> None:
    """All in need live in the far corner: whatever the edge, everyone else is nearer."""
    people = {NEED: [*[0.0] * 19, 500.0]}
    audit = read(tmp_path, f"name,easting,northing\nA,{MIDDLE_OF_FIRST}\n", edition=make_town(people))
    figure = list_figures_of_groups(audit)[0]
    assert (figure.verdict, figure.value, figure.upper_95) == (FEWER, 0, 0)
