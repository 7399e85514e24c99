"""The compiled sums against the same sums written independently in pandas."""

from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from benchmarks.plain_pandas import sums
from fairer_stockton.definitions.maps import LSOA_VINTAGES
from fairer_stockton.definitions.settings import Settings

KEY = ["measure", "area_type", "area_code", "vintage", "period"]


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand the peer, who reads a table for every sum over it and changes none, the same table again.

    Its neighbourhoods are of one closed list of codes, so that pandas joins them by number and not letter by letter.
    """
    read = pd.read_parquet

    def read_with_codes(path: Path) -> pd.DataFrame:
        table = read(path)
        columns = [name for name in LSOA_VINTAGES if name in table]
        return table.astype(dict.fromkeys(columns, list_codes(path.parent)))

    @cache
    def list_codes(staged: Path) -> pd.CategoricalDtype:
        lookup = read(staged / "lsoa11_lsoa21.parquet")
        return pd.CategoricalDtype(sorted({*lookup["lsoa11cd"].dropna(), *lookup["lsoa21cd"].dropna()}))

    monkeypatch.setattr(pd, "read_parquet", cache(read_with_codes))


def assert_equal(settings: Settings) -> None:
    wide = sums(settings.staged, settings.authority).pivot_table(index=KEY, columns="part", values="amount")
    observations = pq.read_table(settings.measures / "observations.parquet").to_pandas()
    summed = set(wide.index.get_level_values("measure"))
    ours = observations[(observations["breakdown"] == "all") & observations["measure"].isin(summed)]
    ours = ours[ours["area_type"].isin(wide.index.unique("area_type"))]
    ours = ours[(ours["converted_from"] == "") | (ours["vintage"] == "2019")]  # the peer shares no neighbourhood out
    # Nor does it know local areas: a period that comes by them alone is none of its own.
    of_peer = pd.MultiIndex.from_frame(wide.index.to_frame()[["measure", "period"]])
    ours = ours[pd.MultiIndex.from_frame(ours[["measure", "period"]]).isin(of_peer)]
    ours = ours.set_index(KEY)[["denominator", "numerator"]].sort_index()
    theirs = wide.fillna({"numerator": 0.0})[["denominator", "numerator"]].sort_index()
    assert len(ours) > 500
    shown = ours["denominator"].notna()  # where a part is not known the sum is withheld, which plain pandas does not
    assert shown.mean() > 0.99
    ours, theirs = ours[shown], theirs.reindex(ours.index[shown])
    pd.testing.assert_frame_equal(ours, theirs, check_names=False, check_dtype=False, rtol=1e-9)


@pytest.mark.usefixtures("read_once")
def test_on_the_sample(sample: Settings) -> None:
    assert_equal(sample)


@pytest.mark.real
@pytest.mark.xdist_group("real")
@pytest.mark.usefixtures("read_once")
def test_on_the_published_extracts(real: Settings) -> None:
    assert_equal(real)
