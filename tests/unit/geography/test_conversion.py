"""Conversion between neighbourhoods of 2011 and 2021 on random geographies: counts are kept, means stay within."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairer_stockton.geography.memberships import STATEMENTS

BRIDGE = (STATEMENTS / "bridge.sql").read_text(encoding="utf-8")


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """Return the one connection for all geographies, since to open it takes longer than to ask it."""
    return duckdb.connect(config={"threads": 1})


@dataclass(frozen=True)
class Geography:
    """A made-up country: which neighbourhoods of each vintage overlap, and who lives in them."""

    pairs: pd.DataFrame
    residents: dict[str, pd.DataFrame]

    def bridge(self) -> pd.DataFrame:
        connection().register("lsoa11_lsoa21", self.pairs)
        connection().register("population_by_age", self.residents["2011"].assign(period="2020"))
        connection().register("census_disability", self.residents["2021"].assign(period="2021"))
        return connection().sql(BRIDGE).df()


@st.composite
def geographies(draw: st.DrawFn) -> Geography:
    """Draw unchanged, split, merged and irregular neighbourhoods; some without residents, some with none known."""
    pairs = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from("USMX"))
        old = [f"E01{number:03d}9{n:02d}" for n in range(draw(st.integers(2, 4)) if kind in "MX" else 1)]
        new = [f"E01{number:03d}8{n:02d}" for n in range(draw(st.integers(2, 4)) if kind in "SX" else 1)]
        new = old if kind == "U" else new
        crossed = [(a, b) for a in old for b in new]
        if kind == "X":  # some of the pairs only, each neighbourhood in one at least
            chain = {(old[min(n, len(old) - 1)], new[min(n, len(new) - 1)]) for n in range(max(len(old), len(new)))}
            crossed = sorted(chain | set(draw(st.lists(st.sampled_from(crossed)))))
        pairs += [(a, b, kind, "E06000001") for a, b in crossed]
    table = pd.DataFrame(pairs, columns=["lsoa11cd", "lsoa21cd", "change", "lad22cd"])
    residents = {}
    for vintage, column in (("2011", "lsoa11cd"), ("2021", "lsoa21cd")):
        codes = sorted(set(table[column]))
        known = [code for code in codes if draw(st.integers(0, 9))]
        people = [draw(st.integers(0, 3000)) for _ in known]
        residents[vintage] = pd.DataFrame(
            {column: pd.Series(known, dtype=str), "residents": np.array(people, dtype="int64")}
        )
    return Geography(table, residents)


@settings(max_examples=60)
@given(geographies(), st.integers(0, 2**32 - 1))
def test_counts_are_kept_and_means_stay_between_their_parts(geography: Geography, seed: int) -> None:
    bridge, random = geography.bridge(), np.random.default_rng(seed)
    millionths = (bridge["share"] * 1_000_000).round().astype("int64")
    np.testing.assert_array_equal(millionths / 1_000_000, bridge["share"])
    for origin, target in (("2011", "2021"), ("2021", "2011")):
        rows = bridge[(bridge["lsoa_vintage"] == origin) & (bridge["base_vintage"] == target)]
        shares = millionths[rows.index].groupby(rows["lsoacd"]).sum()
        assert (shares == 1_000_000).all()  # exactly: every neighbourhood is shared out whole
        counts = pd.Series(random.integers(0, 5000, len(shares)), index=shares.index)
        shared = rows["lsoacd"].map(counts) * millionths[rows.index]
        assert shared.sum() == counts.sum() * 1_000_000
        rates = pd.Series(random.uniform(0, 100, len(shares)), index=shares.index)
        weights = rows["lsoacd"].map(counts + 1) * rows["share"]
        above = (weights * rows["lsoacd"].map(rates)).groupby(rows["base"]).sum()
        mean = above / weights.groupby(rows["base"]).sum()
        parts = rows["lsoacd"].map(rates).groupby(rows["base"])
        assert (mean >= parts.min() - 1e-9).all()
        assert (mean <= parts.max() + 1e-9).all()


@settings(max_examples=60)
@given(geographies())
def test_unchanged_split_and_merged_ones_keep_what_is_theirs(geography: Geography) -> None:
    bridge = geography.bridge()
    assert not bridge.duplicated(["lsoacd", "lsoa_vintage", "base", "base_vintage"]).any()
    same = bridge[bridge["lsoa_vintage"] == bridge["base_vintage"]]
    assert ((same["lsoacd"] == same["base"]) & (same["share"] == 1)).all()
    forward = bridge[(bridge["lsoa_vintage"] == "2011") & (bridge["base_vintage"] == "2021")]
    back = bridge[(bridge["lsoa_vintage"] == "2021") & (bridge["base_vintage"] == "2011")]
    kinds = geography.pairs.drop_duplicates("lsoa11cd").set_index("lsoa11cd")["change"]
    kind = forward["lsoacd"].map(kinds)
    assert (forward.loc[kind.isin(["U", "M"]), "share"] == 1).all()
    assert (forward.loc[kind == "U", "base"] == forward.loc[kind == "U", "lsoacd"]).all()
    of_new = geography.pairs.drop_duplicates("lsoa21cd").set_index("lsoa21cd")["change"]
    assert (back.loc[back["lsoacd"].map(of_new).isin(["U", "S"]), "share"] == 1).all()


def test_a_split_by_hand() -> None:
    pairs = pd.DataFrame({"lsoa11cd": ["E01000001"] * 3, "lsoa21cd": ["E01000002", "E01000003", "E01000004"]})
    pairs = pairs.assign(change="S", lad22cd="E06000001")
    people = pd.DataFrame({"lsoa21cd": pairs["lsoa21cd"], "residents": [100, 100, 100]})
    found = Geography(pairs, {"2011": pd.DataFrame({"lsoa11cd": ["E01000001"], "residents": [9]}), "2021": people})
    rows = found.bridge().query("lsoa_vintage == '2011' and base_vintage == '2021'").set_index("base")["share"]
    assert [Decimal(str(share)) for share in rows.sort_index()] == [
        Decimal("0.333334"),
        Decimal("0.333333"),
        Decimal("0.333333"),
    ]


def test_residents_that_are_not_known_are_shared_equally() -> None:
    pairs = pd.DataFrame({"lsoa11cd": ["E01000001"] * 2, "lsoa21cd": ["E01000002", "E01000003"]})
    pairs = pairs.assign(change="S", lad22cd="E06000001")
    nobody = {
        "2011": pd.DataFrame({"lsoa11cd": pd.Series(dtype=str), "residents": pd.Series(dtype="int64")}),
        "2021": pd.DataFrame({"lsoa21cd": pd.Series(dtype=str), "residents": pd.Series(dtype="int64")}),
    }
    rows = Geography(pairs, nobody).bridge().query("lsoa_vintage == '2011' and base_vintage == '2021'")
    assert rows["share"].tolist() == pytest.approx([0.5, 0.5])
