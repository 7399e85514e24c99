"""Figures of versions that were published before, of the areas of now where those hold the same neighbourhoods.

A code is no proof: a target area that lost a neighbourhood keeps its own. So areas are matched by what they hold. What
was shown of an area that there is no more is an equation over its neighbourhoods all the same.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from fairer_stockton.definitions.maps import LSOA_VINTAGES
from fairer_stockton.disclosure.atoms import PLACE
from fairer_stockton.disclosure.counts import AREA, COUNT, GROUP, MEMBERSHIP, WITHIN
from fairer_stockton.editions.published import MANIFEST, PublishedEdition
from fairer_stockton.geography.areas import REST, UNPLACED
from fairer_stockton.observe.modelled import BREAKDOWN as MODELLED
from fairer_stockton.run.fingerprints import compute_content_checksum, read_json
from fairer_stockton.run.vocabulary import AreaType, LeavesOut, Statistic, Status
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY

FIFTHS_OF = "deprivation_fifth"  # the kind of area by which a table of areas lists fifths, and their breakdown
HOLDER = [*AREA, *GROUP]
THEN = [f"{name}_then" for name in HOLDER]
GONE = "gone"  # the kind of an area that holds what none of now does
NUMBERS = ["numerator", "denominator", "base"]
EARLIER = [
    *OBSERVATION_KEY,
    "synthetic",
    "statistic",
    "status",
    "value",
    *NUMBERS,
    "rounded_to",
    "same",
    "files",
]
WHOLE = 1e-6
MOSTLY = 0.5


@dataclass(frozen=True)
class EarlierFigures:
    """What versions published of confidential measures, each figure once.

    Attributes:
        figures: columns of `EARLIER`; `same` says whether one was made from the files of now, and `files` which others
            it was made from (`label_files`). Keys are those of the areas of now that hold the same neighbourhoods, or
            of an area of the kind `GONE`.
        membership: which neighbourhoods such areas hold: columns of `MEMBERSHIP`.
        counts: true counts of the files that are not those of now: columns of `counts.COUNT` and `files`.
    """

    figures: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=EARLIER))
    membership: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=MEMBERSHIP))
    counts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=[*COUNT, "files"]))

    def of(self, rows: pd.DataFrame, counts: pd.DataFrame | None = None) -> "EarlierFigures":
        """Return what is known besides these rows: of areas or groups of then, and of files of then.

        Args:
            rows: the figures of some measures and periods.
            counts: what they are made of in the smallest areas; where files of then count the very same, their figures
                are equations over those counts. None of surveys, whose revised waves are not published.
        """
        key, figures = list(OBSERVATION_KEY), self.figures
        then = figures[figures["rounded_to"].isna()]
        then = then[then["measure"].isin(rows["measure"]) & then["period"].isin(rows["period"])]
        others = self.counts[self.counts["measure"].isin(rows["measure"]) & self.counts["period"].isin(rows["period"])]
        if counts is None:
            then, others = then[then["same"].astype(bool)], others[:0]
        else:
            others = others[others["files"].isin(_list_files_that_differ(others, counts))]
            then = then.assign(files=then["files"].where(then["files"].isin(others["files"]), ""))
        now = pd.MultiIndex.from_frame(rows[key].astype(object))
        is_a_row = pd.MultiIndex.from_frame(then[key].astype(object)).isin(now)
        # A row that was shown from the same files is known; of other files it is an equation, whatever they count.
        then = then[~(is_a_row & then["same"].astype(bool))].drop_duplicates([*key, *NUMBERS, "status", "files"])
        if then.empty:
            return NOTHING_EARLIER  # the very same, so that the same task has its answer in the cache
        held = self.membership[self.membership["area_code"].isin(then["area_code"])]
        return EarlierFigures(then.reset_index(drop=True), held, others.reset_index(drop=True))

    def list_respondent_membership(self) -> pd.DataFrame:
        """Return which places' respondents count in areas of then: all of a neighbourhood that lies there mostly."""
        mostly = self.membership[(self.membership["share"] > MOSTLY) & (self.membership["place_vintage"] == "2021")]
        return mostly.assign(share=1.0)


NOTHING_EARLIER = EarlierFigures()


def label_files(source_name: str, checksums: Iterable[str]) -> str:
    """Return the label of the files that a version read a source from, by their sums as its manifest has them."""
    return f"{source_name} {compute_content_checksum([], sorted(set(checksums)))[:12]}"


def _list_files_that_differ(counts_of_files: pd.DataFrame, counts: pd.DataFrame) -> list[str]:
    """Return the labels of the files by which something is counted otherwise."""
    cell = COUNT[:-1]
    labels = []
    for label, of_files in counts_of_files.groupby("files"):
        both = of_files.merge(counts, on=cell, how="outer", suffixes=("", "_now"))
        both = both[both["measure"].isin(of_files["measure"])].fillna({"amount": 0.0, "amount_now": 0.0})
        if ((both["amount"] - both["amount_now"]).abs() > WHOLE).any():
            labels.append(str(label))
    return labels


def read_earlier_figures(
    version_folders: Iterable[Path],
    checksums_by_source: Mapping[str, Collection[str]],
    closed_sources: Collection[str],
    membership: pd.DataFrame,
    counts_of_files: Mapping[str, pd.DataFrame] = MappingProxyType({}),
) -> EarlierFigures:
    """Read what versions of editions published, of the areas of now where they hold the same.

    Args:
        version_folders: the folders of versions, as the record holds them.
        checksums_by_source: the sums of the files that each source is read from now.
        closed_sources: the sources that are not open.
        membership: which areas hold which neighbourhoods now, as `counts.read_area_membership` returns it.
        counts_of_files: the counts of files that are not those of now, columns of `counts.COUNT`, by `label_files`.
    """
    # What is published of areas is their neighbourhoods. The part of the borough that is a target area is that area.
    pairs = ~membership["breakdown"].isin(["all", FIFTHS_OF, UNPLACED]) & (membership["category"] != REST)
    held_now = _describe_holdings(membership[membership["place_vintage"].isin(LSOA_VINTAGES.values()) & ~pairs])
    frames, gone = [], []
    for folder in version_folders:
        figures = _read_closed_figures(folder, checksums_by_source, closed_sources)
        held_then = _list_neighbourhoods_of_areas(PublishedEdition(folder), figures)
        areas = _match_areas(_describe_holdings(held_then), held_now)
        figures = _rename_areas_to_those_of_now(figures, areas)
        frames.append(figures)
        lost = areas[areas["area_type"] == GONE].merge(held_then, left_on=THEN, right_on=HOLDER, suffixes=("", "_held"))
        gone.append(lost[lost["area_code"].isin(figures["area_code"])][MEMBERSHIP])
    if not frames:
        return EarlierFigures()
    every = pd.concat(frames, ignore_index=True).astype({"same": bool})
    counts = [rows.assign(files=label) for label, rows in counts_of_files.items()]
    return EarlierFigures(
        every.drop_duplicates(EARLIER, ignore_index=True),
        pd.concat(gone, ignore_index=True).drop_duplicates(),
        pd.concat(counts, ignore_index=True) if counts else NOTHING_EARLIER.counts,
    )


def _read_closed_figures(
    folder: Path, checksums_by_source: Mapping[str, Collection[str]], closed_sources: Collection[str]
) -> pd.DataFrame:
    """Read the figures of a version that rest on sources that are not open: columns of `EARLIER`."""
    edition, closed = PublishedEdition(folder), set(closed_sources)
    same = edition.find_sources_read_from_same_files({name: set(sums) for name, sums in checksums_by_source.items()})
    rows = edition.observations
    own = rows["sources"].map(lambda names: closed.intersection(names.split()))
    rows = rows[own.map(bool).astype(bool) & (rows["breakdown"] != MODELLED)]
    rows = pd.concat([rows, make_rows_of_counts_without_neighbourhood(rows)], ignore_index=True)
    as_now = rows["sources"].map(lambda names: closed.intersection(names.split()) <= same).astype(bool)
    sums: dict[str, list[str]] = {}
    for entry in read_json(folder / MANIFEST).get("inputs", ()):
        sums.setdefault(entry["source"], []).append(entry["sha256"])
    labels = {name: label_files(name, of_source) for name, of_source in sums.items() if name not in same}
    # The table that its measures are linked over, as `inputs.group_measures_by_closed_table` takes it.
    files = rows["sources"].map(lambda names: labels.get(min(closed.intersection(names.split())), ""))
    return rows.assign(same=as_now, files=files)[EARLIER]


def make_rows_of_counts_without_neighbourhood(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without a neighbourhood that an edition counts, as figures of their own; nought is counted too.

    An edition that hides the number says so; of a figure that it hides it says nothing.
    """
    whole = rows[(rows["area_type"] == AreaType.BOROUGH) & (rows["breakdown"] == "all")]
    nought = (whole["leaves_out"] == LeavesOut.NONE) & (whole["status"] != Status.SUPPRESSED)
    whole = whole[whole["left_out"].notna() | nought]
    number, rate = whole["left_out"].fillna(0.0), whole["statistic"] == Statistic.RATE
    return whole.assign(
        breakdown=UNPLACED,
        category=UNPLACED,
        value=number,
        numerator=number.where(rate),
        denominator=number.where(~rate),
        base=number,
    )


def _list_neighbourhoods_of_areas(edition: PublishedEdition, figures: pd.DataFrame) -> pd.DataFrame:
    """Return which neighbourhoods the areas of a version hold, and its fifths and parts of the borough too."""
    published = edition.table("memberships")
    if published.empty:
        return pd.DataFrame(columns=MEMBERSHIP)
    rows = published.rename(columns={"lsoacd": "place", "lsoa_vintage": "place_vintage"}).astype({"share": float})
    areas = rows[rows["area_type"].isin(WITHIN)].assign(breakdown="all", category="all")
    borough = areas[areas["area_type"] == AreaType.BOROUGH]
    if borough.empty:
        return pd.DataFrame(columns=MEMBERSHIP)
    code, vintage = borough[["area_code", "vintage"]].iloc[0]
    of_borough = {"area_type": AreaType.BOROUGH.value, "area_code": code, "vintage": vintage}
    fifths = rows[rows["area_type"] == FIFTHS_OF]
    parts = [fifths.assign(breakdown=FIFTHS_OF, category=fifths["area_code"]).assign(**of_borough)]
    for target in areas.loc[areas["area_type"] == AreaType.TARGET_AREA, "area_code"].unique():
        inside = areas[areas["area_code"] == target].set_index(PLACE)["share"]
        beside = borough[borough["place_vintage"].isin(inside.index.get_level_values("place_vintage"))]
        left = beside["share"] - inside.reindex(pd.MultiIndex.from_frame(beside[PLACE])).fillna(0.0).to_numpy()
        parts.append(beside.assign(breakdown=target, category=REST, share=left)[left > WHOLE])
    nowhere = borough.drop_duplicates("place_vintage").assign(place=UNPLACED, share=1.0)
    parts += [nowhere, nowhere.assign(breakdown=UNPLACED, category=UNPLACED)]
    return pd.concat([areas, *parts], ignore_index=True)[MEMBERSHIP]


def _describe_holdings(membership: pd.DataFrame) -> pd.DataFrame:
    """Return all that each area holds in one text: columns of `HOLDER`, and `holds`."""
    parts = membership.assign(
        holds=membership["place_vintage"] + " " + membership["place"] + " " + membership["share"].map("{:.5f}".format)
    ).astype({"holds": object})
    together = parts.sort_values("holds").groupby(HOLDER, sort=True)["holds"]
    return together.agg("\n".join).reset_index() if len(parts) else pd.DataFrame(columns=[*HOLDER, "holds"])


def _match_areas(held_then: pd.DataFrame, held_now: pd.DataFrame) -> pd.DataFrame:
    """Return the areas of now that hold what each area of a version holds: columns of `HOLDER`, and of `THEN`."""
    both = held_then.merge(held_now, on="holds", how="left", suffixes=("_then", ""))
    # An area that is still there is itself, and not also others that hold the same.
    is_itself = pd.Series((both[HOLDER].to_numpy() == both[THEN].to_numpy()).all(axis=1), both.index)
    both = both[is_itself | ~is_itself.groupby([both[name] for name in THEN]).transform("any")]
    gone = both["area_type"].isna()
    numbers = pd.util.hash_array(both["holds"].to_numpy(object))  # the same in every version that showed the area
    labels = pd.Series([f"{number:016x}" for number in numbers], both.index)
    both["area_code"] = both["area_code"].mask(gone, labels)
    both["area_type"] = both["area_type"].mask(gone, GONE)
    both["vintage"] = both["vintage"].mask(gone, GONE)
    for name in GROUP:
        both[name] = both[name].mask(gone, "all")
    return both[[*HOLDER, *THEN]]


def _rename_areas_to_those_of_now(figures: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a version under the keys of now; those of groups stay the groups' own in another area."""
    geographic = figures["breakdown"].isin(areas["breakdown_then"])
    of_areas = figures[geographic].merge(areas, left_on=HOLDER, right_on=THEN, suffixes=("_published", ""))
    whole = areas[(areas["breakdown_then"] == "all") & (areas["breakdown"] == "all")].drop(columns=GROUP)
    of_groups = figures[~geographic].merge(whole, left_on=AREA, right_on=THEN[: len(AREA)], suffixes=("_published", ""))
    return pd.concat([of_areas[EARLIER], of_groups[EARLIER]], ignore_index=True)
