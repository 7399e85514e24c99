"""The panel: the outcome of each neighbourhood of England in each period, and which neighbourhoods are the question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.statistics.estimate import Floats
from fairer_stockton.statistics.matched_changes import Flags, Positions
from fairer_stockton.uses.evaluations.coverage import Coverage, find_coverage, find_named_units

FEWEST_AREAS = 3  # of one or two, whatever happens in a single street decides
SCORES, LOOKUP, COUNCIL_LOOKUP = "indices_of_deprivation", "lsoa_msoa", "lsoa11_lsoa21"


@dataclass(frozen=True)
class Panel:
    """Areas of England in the order of their councils and names, with the outcome in every period that is compared.

    Attributes:
        areas: `area_code`, `area_name`, `council` and `deprivation` (nan where no Indices came before the start).
        figures: a row an area, a column a period, oldest first; no cell is missing.
        rows: of the areas where something was done.
        area_type: neighbourhoods, or MSOAs where the outcome has nothing smaller.
        indices: the edition of the Indices that deprivation is of; empty where none came before the start.
        coverage: what of the named areas is judged.
    """

    areas: pd.DataFrame
    figures: Floats
    rows: Positions
    area_type: str
    indices: str
    coverage: Coverage

    @property
    def councils(self) -> Positions:
        """A number for the council of each area, in rising order."""
        return np.asarray(pd.factorize(self.areas["council"])[0], dtype=np.intp)

    @property
    def is_elsewhere(self) -> Flags:
        """Whether an area lies in another council than those where something was done."""
        return np.asarray(self.councils != self.councils[self.rows[0]], dtype=bool)


@dataclass(frozen=True)
class CountedFigures:
    """Figures that are counted, a row an area and a column a period, and the areas left out for one that is not."""

    area_type: str
    vintage: str
    table: pd.DataFrame
    shared_out: frozenset[str]


def make_panel(
    rows: pd.DataFrame, periods: Sequence[str], named: Mapping[str, Collection[str]], start_year: int, staged: Path
) -> Panel:
    """Return the panel of an outcome; its `rows` are empty where none of the neighbourhoods has every period.

    Args:
        rows: observations of all England, of one measure.
        periods: those that are compared, oldest first.
        named: the codes of the neighbourhoods of each area where something was done, of 2021 or 2011.
        start_year: deprivation is that of the latest Indices before it, since later ones may hold the effect.
        staged: the folder of staged tables.
    """
    counted = _choose_figures(rows, list(periods))
    areas, indices = read_areas_of_england(staged, counted.area_type, counted.vintage, start_year)
    areas = areas[areas["area_code"].isin(counted.table.index)].reset_index(drop=True)
    parts = _read_parts(staged, counted.area_type, counted.vintage)
    of_2021 = {name: _find_codes_of_2021(parts, codes) for name, codes in named.items()}
    done = find_named_units(parts, {code for codes in of_2021.values() for code in codes})
    chosen = np.flatnonzero(areas["area_code"].isin(done)).astype(np.intp)
    coverage = find_coverage(parts, of_2021, areas.loc[chosen, ["area_code", "area_name"]], counted.shared_out)
    figures = counted.table.loc[areas["area_code"]].to_numpy(float)
    return Panel(areas, figures, chosen, counted.area_type, indices, coverage)


def _choose_figures(rows: pd.DataFrame, periods: list[str]) -> CountedFigures:
    """Return the smallest areas that have every period, on the map that has most of them, and their figures.

    A figure that is shared out between the halves of a neighbourhood that was parted is an estimate: both halves have
    the same, whatever happened in each. An area with one is left out, here and elsewhere.
    """
    whole = rows[(rows["breakdown"] == "all") & rows["period"].isin(periods) & rows["value"].notna()]
    best = CountedFigures(AreaType.LSOA, "2021", pd.DataFrame(columns=periods), frozenset())
    for area_type in (AreaType.LSOA, AreaType.MSOA):
        for vintage in ("2021", "2011"):
            cells = whole[(whole["area_type"] == area_type) & (whole["vintage"] == vintage)]
            shared = frozenset(cells.loc[cells["apportioned"].astype(bool), "area_code"])
            cells = cells[~cells["area_code"].isin(shared)]
            table = cells.pivot_table(index="area_code", columns="period", values="value").dropna()
            if len(table.columns) == len(periods) and len(table) > len(best.table):
                best = CountedFigures(area_type, vintage, table[periods], shared)
        if len(best.table):
            break
    return best


def _read_parts(staged: Path, area_type: str, vintage: str) -> pd.DataFrame:
    """Return `unit`, `lsoa21cd`, `lsoa11cd` and `lsoa21nm`: which neighbourhoods each area holds some of."""
    lookup = pd.read_parquet(staged / f"{LOOKUP}.parquet")
    unit = lookup[f"{area_type}{vintage[2:]}cd"]
    return lookup[["lsoa21cd", "lsoa11cd", "lsoa21nm"]].assign(unit=unit).drop_duplicates()


def _find_codes_of_2021(parts: pd.DataFrame, codes: Collection[str]) -> frozenset[str]:
    """Return the codes of 2021 among codes; where there are none, those of what became of the neighbourhoods."""
    own = parts.loc[parts["lsoa21cd"].isin(codes), "lsoa21cd"]
    return frozenset(own if len(own) else parts.loc[parts["lsoa11cd"].isin(codes), "lsoa21cd"])


def read_areas_of_england(staged: Path, area_type: str, vintage: str, start_year: int) -> tuple[pd.DataFrame, str]:
    """Return each area with its council and deprivation, in the order of councils and names, and which Indices it is.

    Names within a council are numbered from one end of it to the other, so that neighbours are mostly near in the list.
    """
    code, name = f"{area_type}{vintage[2:]}cd", f"{area_type}{vintage[2:]}nm"
    lookup = pd.read_parquet(staged / f"{LOOKUP}.parquet")
    councils = pd.read_parquet(staged / f"{COUNCIL_LOOKUP}.parquet", columns=["lsoa11cd", "lsoa21cd", "lad22cd"])
    parts = lookup.merge(councils, on=["lsoa11cd", "lsoa21cd"])
    parts = parts[parts["lad22cd"].str.startswith("E")]
    indices, scores = _read_scores(staged, start_year)
    parts = parts.assign(deprivation=parts["lsoa21cd"].map(scores).fillna(parts["lsoa11cd"].map(scores)))
    of_area = parts.groupby(code, as_index=False).agg(
        area_name=(name, "first"), council=("lad22cd", "first"), deprivation=("deprivation", "mean")
    )
    ordered = of_area.rename(columns={code: "area_code"}).sort_values(["council", "area_name"], ignore_index=True)
    if indices:
        ordered = ordered[ordered["deprivation"].notna()].reset_index(drop=True)
    return ordered, indices


def _read_scores(staged: Path, start_year: int) -> "tuple[str, pd.Series[float]]":
    """Return the latest Indices that came before a year, and the score of each neighbourhood by its code."""
    table = pd.read_parquet(staged / f"{SCORES}.parquet", columns=["lsoa11cd", "lsoa21cd", "period", "imd_score"])
    earlier = sorted(period for period in table["period"].unique() if int(period[:4]) < start_year)
    if not earlier:
        return "", pd.Series(dtype=float)
    latest = table[table["period"] == earlier[-1]]
    codes = latest["lsoa21cd"].fillna(latest["lsoa11cd"])
    return earlier[-1], pd.Series(latest["imd_score"].astype(float).to_numpy(), index=codes.to_numpy())
