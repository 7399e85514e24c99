"""The places of a puzzle: which neighbourhoods its figures tell apart, and which unknowns each area is made of.

They are set out once for each area, however many figures there are of it, and once for all puzzles of the same figures.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fairer_stockton.auditor.places import PART
from fairer_stockton.auditor.puzzle import Integers

NOBODY_KNOWN = "?"  # the group of those of whom it is not known to which they belong
MAP = ["edition", *PART]  # an area as one edition draws it


@dataclass(frozen=True)
class _Terms:
    """The terms of each area, one area after the other; `ends` are where each begins, and where the last one ends."""

    ends: Integers
    node: Integers
    most: Integers
    least: Integers


class Layout:
    """The nodes of which areas and their groups are made: neighbourhoods, or those that no known figure tells apart.

    Attributes:
        places: the neighbourhoods.
        bundle: the node of each.
        bundle_sizes: how many each node is of.
        splits: the characteristics by which figures are of groups.
        groups: the groups of each, and last those of whom it is not known.
        blocks: of each characteristic the part of the council in which each place lies, by the areas that show it; -1
            where it is in none.
        first_node: the number of the first node of each characteristic.
        nodes: how many nodes there are.
    """

    def __init__(self, rows: pd.DataFrame, held: pd.DataFrame, *, merge: bool) -> None:
        """Set out the areas of some rows.

        Args:
            rows: columns of `MAP`, and `low`, empty where nothing is known of an area.
            held: which neighbourhoods each part of the council holds: columns of `MAP`, place and share in millionths.
            merge: whether places that no known figure tells apart are taken together.
        """
        self.held = held
        known = rows["low"].notna().groupby([rows[name] for name in MAP], sort=False).any()
        areas = known.rename("known").reset_index()
        self._areas = pd.MultiIndex.from_frame(areas[MAP])
        self.places = pd.Index(sorted(held["place"].unique()))
        geographic = pd.MultiIndex.from_frame(areas[PART[3:]]).isin(pd.MultiIndex.from_frame(held[PART[3:]]))
        self._of_areas, self._of_groups = areas[geographic], areas[~geographic]
        self.splits = sorted(self._of_groups["breakdown"].unique())
        self._whole_areas = held[held["breakdown"] == "all"].drop(columns=PART[3:])
        self._parts_of_areas: dict[str, Integers] = {}  # most characteristics have figures of the borough alone
        self.blocks = {name: self._part_places_by_split(name) for name in self.splits}
        self.bundle = self._bundle_places() if merge else np.arange(len(self.places))
        self.bundle_sizes = np.bincount(self.bundle)
        self.first_node, self.groups, self.nodes = {}, {}, len(self.bundle_sizes)
        for name in self.splits:
            seen = self._of_groups.loc[self._of_groups["breakdown"] == name, "category"].unique()
            self.groups[name] = [*sorted(seen), NOBODY_KNOWN]
            self.first_node[name] = self.nodes
            self.nodes += len(self.groups[name]) * (self.blocks[name].max() + 1)
        self._terms = self._list_terms_of_areas()

    def list_terms(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return the terms of every row: its nodes, and what it holds of each at the least and the most.

        Of a bundle a row may hold some places only: at the least none of its people are there, at the most all.

        Args:
            rows: `row`, `wave`, `quantity` and the columns of `MAP`, of areas that are set out here.
        """
        rows = rows.drop_duplicates(["row", "wave", "quantity"])
        area = self._areas.get_indexer(pd.MultiIndex.from_frame(rows[MAP]))
        begin, size = self._terms.ends[area], np.diff(self._terms.ends)[area]
        line = np.repeat(np.arange(len(rows)), size)
        number = np.arange(len(line)) + np.repeat(begin - np.cumsum(size) + size, size)
        columns = {name: rows[name].to_numpy(np.int64)[line] for name in ("row", "wave", "quantity")}
        of_terms = {name: getattr(self._terms, name)[number] for name in ("node", "most", "least")}
        return pd.DataFrame(columns | of_terms)

    def _list_terms_of_areas(self) -> _Terms:
        pairs = self._of_areas.rename_axis("area").reset_index().merge(self.held, on=MAP)
        pairs["node"] = self.bundle[self.places.get_indexer(pd.Index(pairs["place"]))]
        shares = pairs.groupby(["area", "node"])["share"]
        terms = pd.DataFrame({"most": shares.max(), "least": shares.min(), "places": shares.size()}).reset_index()
        partly = terms["places"].to_numpy() < self.bundle_sizes[terms["node"]]
        terms["least"] = terms["least"].mask(partly, 0)
        groups = self._of_groups.rename_axis("area").reset_index().merge(self._whole_areas, on=MAP[:4])
        groups["node"] = self._number_nodes_of_groups(groups)
        groups = groups.drop_duplicates(["area", "node"])
        both = pd.concat([terms, groups.assign(most=groups["share"], least=groups["share"])], ignore_index=True)
        both = both.sort_values(["area", "node"], kind="stable")
        ends = np.searchsorted(both["area"].to_numpy(), np.arange(len(self._areas) + 1))
        return _Terms(ends, *(both[name].to_numpy(np.int64) for name in ("node", "most", "least")))

    def _number_nodes_of_groups(self, pairs: pd.DataFrame) -> Integers:
        place = self.places.get_indexer(pd.Index(pairs["place"]))
        node = np.zeros(len(pairs), np.int64)
        for name in self.splits:
            mine = (pairs["breakdown"] == name).to_numpy()
            group = pd.Index(self.groups[name]).get_indexer(pd.Index(pairs.loc[mine, "category"]))
            block = self.blocks[name]
            node[mine] = self.first_node[name] + group * (block.max() + 1) + block[place[mine]]
        return node

    def _spread_over_places(self, held: pd.DataFrame, keys: list[str]) -> NDArray[np.int64]:
        """Return how much of each place each of some areas holds."""
        number = held.groupby(keys, sort=False).ngroup().to_numpy()
        shares = np.zeros((len(self.places), number.max(initial=-1) + 1), np.int64)
        shares[self.places.get_indexer(pd.Index(held["place"])), number] = held["share"]
        return shares

    def _part_places_by_split(self, split: str) -> Integers:
        """Number the places that no figure by a characteristic tells apart; -1 where no such figure counts them."""
        own = self._of_groups.loc[self._of_groups["breakdown"] == split, MAP[:4]].drop_duplicates()
        areas = "\n".join(sorted(map(str, own.to_numpy().tolist())))
        if areas not in self._parts_of_areas:
            self._parts_of_areas[areas] = self._part_places(own)
        return self._parts_of_areas[areas]

    def _part_places(self, own: pd.DataFrame) -> Integers:
        """Number the places that some areas do not tell apart; -1 where none holds them."""
        shares = self._spread_over_places(own.merge(self._whole_areas, on=MAP[:4]), MAP[:4])
        counted = shares.any(axis=1)
        number = np.full(len(self.places), -1, np.int64)
        number[counted] = np.unique(shares[counted], axis=0, return_inverse=True)[1].ravel()
        return number

    def _bundle_places(self) -> Integers:
        """Number the places that no known figure tells apart: what is known of one is known of all together."""
        known = self._of_areas.loc[self._of_areas["known"], MAP]
        shares = self._spread_over_places(known.merge(self.held, on=MAP), MAP)
        columns = [shares, *(number[:, None] for number in self.blocks.values())]
        return np.unique(np.hstack(columns), axis=0, return_inverse=True)[1].ravel()
