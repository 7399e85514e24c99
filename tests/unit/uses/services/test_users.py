"""Users of a service: rates by hand and by scipy, what may not be shown, and lists that are none."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from scipy.stats import binomtest, chi2

from fairer_stockton.definitions.service_audits import ServiceAudit
from fairer_stockton.run.errors import FairerError
from fairer_stockton.run.vocabulary import AreaType, Reason
from fairer_stockton.run.vocabulary_of_uses import CountedUse, ServiceListKind
from fairer_stockton.uses.services.users import ELSEWHERE, UsersAudit, mark_places_of_areas, read_users_audit
from fairer_stockton.uses.services.users_figures import (
    list_figures_of_ends,
    list_figures_of_gradient,
    make_figure_of_area,
)
from tests.unit.uses.services.towns import ACROSS, CODES, NEED, make_town

AUDIT = ServiceAudit("Desk 2025", "B", ServiceListKind.USERS, "list.csv", period="2025")


def read_text(folder: Path, text: str, edition: Any = None, audit: ServiceAudit = AUDIT) -> UsersAudit:
    (folder / "list.csv").write_text(text, encoding="utf-8")
    return read_users_audit(edition or make_town(), audit, folder)


def read(folder: Path, counts: dict[str, int], edition: Any = None) -> UsersAudit:
    rows = [code for code, count in counts.items() for _ in range(count)]
    return read_text(folder, "lsoa21cd\n" + "\n".join(rows), edition)


def test_rates_and_their_limits_are_those_of_scipy(tmp_path: Path) -> None:
    people = {NEED: [200.0, 100.0, 100.0, 100.0, 50.0] * 4}
    counts = {code: [20, 10, 12, 14, 9][number % ACROSS] for number, code in enumerate(CODES)}
    audit = read(tmp_path, counts, make_town(people))
    assert not audit.users.is_hidden.any()
    first = make_figure_of_area(audit, audit.fifths[0])
    assert (first.count, first.out_of, first.value) == (80, 800, pytest.approx(100))
    assert (first.beside_value, first.gap) == (
        pytest.approx(100 * 800 / 2200),
        pytest.approx(100 * (80 / 260 - 800 / 2200)),
    )
    # Byar's limits are within 0.2 % of the exact ones from 80 on; below 10 the limits are the exact ones.
    exact = chi2.ppf([0.025, 0.975], [2 * 80, 2 * 81]) / 2 / 0.8
    assert (first.lower_95, first.upper_95) == pytest.approx(exact, rel=2e-3)
    last = make_figure_of_area(audit, audit.find(AreaType.LSOA, CODES[4]))
    assert (last.lower_95, last.upper_95) == pytest.approx(chi2.ppf([0.025, 0.975], [18, 20]) / 2 / 50 * 1000)
    ends = list(list_figures_of_ends(audit))[0]
    assert (ends.value, ends.beside_value, ends.gap) == pytest.approx((100, 180, -80))
    assert ends.verdict == "clearly fewer"
    other = make_figure_of_area(audit, audit.fifths[-1])
    # Square-and-add (Newcombe 1998): each side takes the near limit of the one and the far limit of the other.
    assert ends.gap_lower == pytest.approx(-80 - np.hypot(100 - first.lower_95, other.upper_95 - 180))
    assert ends.gap_upper == pytest.approx(-80 + np.hypot(first.upper_95 - 100, 180 - other.lower_95))


def find_range(audit: UsersAudit, number: int) -> tuple[float, float]:
    """Return the least and the most that an area's count can be, for somebody who has all that is shown."""
    holds = mark_places_of_areas(audit.areas, len(CODES) + 1).astype(float)
    shown = ~audit.users.is_hidden
    known = {"A_eq": holds[shown], "b_eq": audit.users.counts[shown]} if shown.any() else {}
    least, most = (sign * linprog(sign * holds[number], bounds=(0, 1000), **known).fun for sign in (1, -1))
    return least, most


@pytest.mark.parametrize(
    "counts",
    [
        {**dict.fromkeys(CODES, 9), CODES[7]: 1},  # one person, the rest large: the total less the rest would be it
        {**dict.fromkeys(CODES, 9), "E01888888": 1},  # one from elsewhere: the list less the borough would be it
        {CODES[0]: 1},
        dict(Counter(np.random.default_rng(1).choice(CODES, 90).tolist())),
        dict(Counter(np.random.default_rng(2).choice([*CODES[:6], "E01888888"], 40).tolist())),
    ],
)
def test_nobody_is_found_by_subtraction(counts: dict[str, int], tmp_path: Path) -> None:
    """Independent of the protection: scipy's linear programs, over what is shown, leave each small count open by 5."""
    audit = read(tmp_path, counts)
    holds = mark_places_of_areas(audit.areas, len(CODES) + 1)
    true = holds @ np.array([*(counts.get(code, 0) for code in CODES), counts.get("E01888888", 0)])
    small = np.flatnonzero((true > 0) & (true < 5))
    assert len(small) and audit.users.is_hidden[small].all()
    assert (audit.users.counts[~audit.users.is_hidden] == true[~audit.users.is_hidden]).all()
    shown_as_none = np.flatnonzero(audit.users.counts == 0)  # else those hidden would be known to have somebody
    assert {audit.areas[number].kind for number in shown_as_none} <= {ELSEWHERE}
    for number in small:
        least, most = find_range(audit, number)
        assert most - least >= 5


def test_it_is_not_known_that_anybody_is_counted_where_one_is(tmp_path: Path) -> None:
    audit = read(tmp_path, {CODES[0]: 1, **dict.fromkeys(CODES[ACROSS:], 9)})
    own_ward = [audit.find(AreaType.LSOA, code) for code in CODES[:ACROSS]]
    assert audit.users.is_hidden[own_ward].all()  # where nobody is looks like where one is
    assert find_range(audit, own_ward[0])[0] == 0  # here: elsewhere what is shown may say that somebody is


def test_what_is_hidden_has_no_number_anywhere(tmp_path: Path) -> None:
    audit = read(tmp_path, {**dict.fromkeys(CODES, 9), CODES[7]: 1})
    hidden = np.flatnonzero(audit.users.is_hidden)
    assert audit.find(AreaType.LSOA, CODES[7]) in hidden and len(hidden) > 1
    for number in hidden:
        figure = make_figure_of_area(audit, number)
        numbers = (figure.value, figure.lower_95, figure.upper_95, figure.count, figure.gap, figure.gap_lower)
        assert np.isnan(numbers).all() and figure.missing and not figure.verdict


def test_postcodes_are_counted_where_they_lie(tmp_path: Path) -> None:
    lookup = pd.DataFrame({"postcode": ["TS18 1AB", "TS18 1AD"], "lsoa21cd": [CODES[0], CODES[1]]})
    text = "Postcode\n" + "ts18 1ab\n" * 6 + "TS181AD\n" * 7 + "TS1 1AA\n" * 8
    audit = read_text(tmp_path, text, make_town(postcodes=lookup))
    shown = {area.code or area.kind: count for area, count in zip(audit.areas, audit.users.counts, strict=True)}
    assert [shown[name] for name in (CODES[0], CODES[1], ELSEWHERE, "list", "E06000004")] == [6, 7, 8, 21, 13]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lsoa21cd\n", "no row below the headings"),
        ("lsoa21cd,full name\nE01000001,A B", "column number 2 says a name"),
        ("lsoa21cd,visits\nE01000001,1", "column number 2 is not read"),
        ("lsoa11cd\nE01000001", "column number 1 is not read"),
        ("lsoa21cd\nE01000001\n\nE01000002", "(?s)row +3.*an empty cell"),
        ("lsoa21cd\nE01000001\nAnn Example", r"(?s)row +3.*no code of a neighbourhood\n"),
        ("lsoa21cd\nE01999999", "(?s)row +2.*divided or merged in 2021"),
        ("postcode\nTS18 1AB\nTS18", r"(?s)row +3.*no postcode\n"),
        ("postcode\nTS18 1AB", "(?s)source +postcodes.*make fetch"),
    ],
)
def test_a_list_of_users_that_is_none_is_refused_without_its_cells(text: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(FairerError, match=found) as refusal:
        read_text(tmp_path, text)
    assert not any(cell in str(refusal.value) for cell in ("Ann", "A B", "full name"))


def test_a_list_has_no_name_of_a_person_in_its_own(tmp_path: Path) -> None:
    with pytest.raises(FairerError, match="a list whose name is not shown") as refusal:
        read_users_audit(make_town(), replace(AUDIT, file="ann@example.org.csv"), tmp_path)
    assert "ann" not in str(refusal.value)


VISITS = replace(AUDIT, counts=CountedUse.VISITS)


def test_somebody_who_comes_often_counts_once(tmp_path: Path) -> None:
    """Twenty visits of one person are one person: the neighbourhood is hidden."""
    others = [f"{person},{code}" for person, code in enumerate(CODES * 9, 100) if code != CODES[7]]
    audit = read_text(tmp_path, "\n".join(["person,lsoa21cd", *[f"7,{CODES[7]}"] * 20, *others]), audit=VISITS)
    assert audit.users.is_hidden[audit.find(AreaType.LSOA, CODES[7])]
    assert audit.users.counts[audit.find(AreaType.LSOA, CODES[0])] == 9


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lsoa21cd\nE01000001", "no form of list"),
        ("person,lsoa21cd\nAnn,E01000001", "(?s)row +2.*no number of a person"),
    ],
)
def test_visits_without_a_number_of_the_person_are_refused(text: str, found: str, tmp_path: Path) -> None:
    with pytest.raises(FairerError, match=found) as refusal:
        read_text(tmp_path, text, audit=VISITS)
    assert "Ann" not in str(refusal.value)


def test_rows_that_a_spreadsheet_leaves_empty_at_the_end_are_no_users(tmp_path: Path) -> None:
    audit = read_text(tmp_path, "lsoa21cd\r\n" + "E01000001\r\n" * 9 + "\r\n \r\n")
    assert audit.users.counts[0] == 9


def test_why_there_is_no_index_is_said_as_it_is(tmp_path: Path) -> None:
    """All fifths are shown, and the line through their rates falls below zero at one end."""
    counts = {code: [5, 5, 5, 5, 90][number % ACROSS] for number, code in enumerate(CODES)}
    audit = read(tmp_path, counts)
    assert not audit.users.is_hidden.any()
    assert [figure.missing for figure in list_figures_of_gradient(audit)] == [Reason.LINE_REACHES_ZERO]
    hidden = read(tmp_path, {code: counts[code] for code in CODES if CODES.index(code) % ACROSS})
    assert [figure.missing for figure in list_figures_of_ends(hidden)] == ["not both are shown"]


def test_groups_that_the_list_does_not_know_get_no_verdict(tmp_path: Path) -> None:
    people = {NEED: [200.0, 150.0, 100.0, 50.0, 50.0] * 4, "no_qualifications": [100.0] * 20}
    counts = {code: int(people[NEED][number] / 5) for number, code in enumerate(CODES)}
    need, other = list_figures_of_ends(read(tmp_path, counts, make_town(people)))
    assert (need.gap, need.verdict) == (pytest.approx(0), "no clear difference")
    assert other.gap_lower > 0 and not other.verdict


def test_shares_of_users_have_the_limits_of_wilson(tmp_path: Path) -> None:
    figure = make_figure_of_area(audit := read(tmp_path, dict.fromkeys(CODES, 9)), audit.fifths[0])
    limits = binomtest(36, 180).proportion_ci(method="wilson")
    assert (figure.gap_lower, figure.gap_upper) == pytest.approx((100 * limits.low - 20, 100 * limits.high - 20))
