"""The invented borough: one need score, and people and homes, for every LSOA of the sample."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np
import pandas as pd

from fairer_stockton.definitions.sources import Source
from fairer_stockton.sample.areas import Authority, authorities_of_sample
from fairer_stockton.sample.draws import RandomDraws

NAMES_TO_A_NUMBER = 5


@dataclass(frozen=True)
class SampleAreas:
    """The sample's LSOAs of 2011 and of 2021, each sorted by code, and the council whose sample it is.

    `sources` are those of the council's report: what it does not have is not written, and its own decide the layout of
    its surveys and the name of its boundaries. Both tables hold code, name, ladcd, ladnm, rgncd, rgnnm, wdcd, wdnm,
    need (higher is poorer, about 0 ± 1), residents, children (aged 0 to 15), older (60 and over) and households;
    `lsoa21` also holds lsoa11cd.
    """

    home: Authority
    sources: Mapping[str, Source]
    lsoa11: pd.DataFrame
    lsoa21: pd.DataFrame

    @property
    def own11(self) -> pd.DataFrame:
        """The council's own 2011 LSOAs, with the index that they have among all."""
        return self.lsoa11[self.lsoa11["ladcd"] == self.home.code]

    @property
    def own21(self) -> pd.DataFrame:
        """The council's own 2021 LSOAs, with the index that they have among all."""
        return self.lsoa21[self.lsoa21["ladcd"] == self.home.code]

    @property
    def english11(self) -> pd.DataFrame:
        """The 2011 LSOAs in England."""
        return self.lsoa11[self.lsoa11["code"].str.startswith("E")].reset_index(drop=True)

    @property
    def english21(self) -> pd.DataFrame:
        """The 2021 LSOAs in England."""
        return self.lsoa21[self.lsoa21["code"].str.startswith("E")].reset_index(drop=True)


def logistic(score: np.ndarray) -> np.ndarray:
    """Turn scores into shares between 0 and 1."""
    return 1 / (1 + np.exp(-score))


def build_sample_areas(home: str, sources: Mapping[str, Source]) -> SampleAreas:
    """Build the invented areas of every authority of a sample.

    Args:
        home: ONS code of the council whose report the sample is for.
        sources: those of its report.

    Raises:
        MissingSourceError: the sample has no facts of the council's neighbourhoods.
    """
    authorities = authorities_of_sample(home)
    lsoa21 = _add_need_people_and_homes(
        pd.concat([_build_areas_of_2021(authority) for authority in authorities], ignore_index=True)
    )
    sums = lsoa21.groupby("lsoa11cd")[["residents", "children", "older", "households"]].sum()
    need = lsoa21.groupby("lsoa11cd")["need"].mean()
    lsoa11 = pd.concat([_build_areas_of_2011(authority) for authority in authorities], ignore_index=True)
    lsoa11 = lsoa11.join(sums.assign(need=need), on="code")
    return SampleAreas(authorities[0], sources, _sort_by_code(lsoa11), _sort_by_code(lsoa21))


def _sort_by_code(areas: pd.DataFrame) -> pd.DataFrame:
    return areas.sort_values("code", ignore_index=True)


def _build_areas_of_2011(authority: Authority) -> pd.DataFrame:
    codes = list(authority.lsoa11)
    areas = pd.DataFrame({"code": codes, "name": _make_area_names(authority, codes)})
    return _add_authority_region_and_ward(areas, authority, authority.wards19)


def _build_areas_of_2021(authority: Authority) -> pd.DataFrame:
    parents = [parent for parent in authority.lsoa11 for _ in authority.splits.get(parent, (parent,))]
    codes = [code for parent in authority.lsoa11 for code in authority.splits.get(parent, (parent,))]
    names = dict(zip(authority.lsoa11, _make_area_names(authority, list(authority.lsoa11)), strict=True))
    letters: defaultdict[str, Iterator[str]] = defaultdict(lambda: iter(ascii_uppercase[NAMES_TO_A_NUMBER:]))
    # A split area gives up its name; its parts take the next letters of the same number.
    area_names = [
        names[code] if code in names else names[parent][:-1] + next(letters[names[parent][:-1]])
        for code, parent in zip(codes, parents, strict=True)
    ]
    areas = pd.DataFrame({"code": codes, "name": area_names, "lsoa11cd": parents})
    return _add_authority_region_and_ward(areas, authority, authority.wards24)


def count_numbers_in_names(authority: Authority) -> int:
    """Return how many numbers the names of an authority's neighbourhoods have: its MSOAs."""
    return -(-len(authority.lsoa11) // NAMES_TO_A_NUMBER)


def _make_area_names(authority: Authority, codes: list[str]) -> list[str]:
    positions = (divmod(position, NAMES_TO_A_NUMBER) for position in range(len(codes)))
    return [f"{authority.name} {number + 1:03d}{ascii_uppercase[letter]}" for number, letter in positions]


def _add_authority_region_and_ward(areas: pd.DataFrame, authority: Authority, wards: Mapping[str, str]) -> pd.DataFrame:
    ward = _assign_wards_to_areas(len(areas), list(wards.values()), authority.single_area_ward)
    return areas.assign(
        ladcd=authority.code,
        ladnm=authority.name,
        rgncd=authority.region[0],
        rgnnm=authority.region[1],
        wdcd=np.array(list(wards), dtype=object)[ward],
        wdnm=np.array(list(wards.values()), dtype=object)[ward],
    )


def _assign_wards_to_areas(area_count: int, ward_names: list[str], single_area_ward: str) -> np.ndarray:
    """Share areas, in the order of their codes, among wards in even blocks; one named ward may be a single area."""
    sizes = np.zeros(len(ward_names), dtype=int)
    shared = np.array([name != single_area_ward for name in ward_names])
    sizes[~shared] = 1
    parts = np.array_split(np.arange(area_count - int(sizes.sum())), int(shared.sum()))
    sizes[shared] = [len(part) for part in parts]
    return np.repeat(np.arange(len(sizes)), sizes)


def _add_need_people_and_homes(areas: pd.DataFrame) -> pd.DataFrame:
    draw = RandomDraws("people")
    count = len(areas)
    ward, codes = pd.factorize(areas["wdcd"])
    # Every fifth ward by code is made poor: an invented pattern, not the real one.
    effect = np.where(np.arange(len(codes)) % 5 == 0, 1.4, draw.normal(-0.35, 0.45, len(codes)))
    need = effect[ward] + draw.normal(0, 0.4, count)
    size = np.where(areas["code"] == areas["lsoa11cd"], 1.0, 0.75)
    residents = np.clip(draw.normal(1480, 190, count), 1020, 2400) * size
    children = residents * np.clip(0.185 + 0.02 * need + draw.normal(0, 0.015, count), 0.08, 0.3)
    older = residents * np.clip(0.25 - 0.03 * need + draw.normal(0, 0.03, count), 0.08, 0.45)
    households = residents / np.clip(draw.normal(2.32, 0.12, count), 1.9, 2.8)
    people = {"residents": residents, "children": children, "older": older, "households": households}
    return areas.assign(need=need, **{name: np.rint(values).astype(int) for name, values in people.items()})
