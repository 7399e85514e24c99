"""What versions published before say of the same and of other files: the record of what anyone may still have.

A figure is matched by which neighbourhoods its area holds, as each version's own memberships say, and not by its code.
Figures from the same files are of the same unknown counts; those from other files are of unknowns of their own, and how
much each count changed between the two is to stay hidden too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.auditor.bounds import CLOSE
from fairer_stockton.auditor.files import KEY, iterate_rows, label_figure
from fairer_stockton.auditor.places import AREA, PART, list_neighbourhoods_of_areas
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.editions.published import MANIFEST, PublishedEdition
from fairer_stockton.run.fingerprints import read_json
from fairer_stockton.run.vocabulary import LeavesOut, Statistic, Status

THEN = "_then"  # ends the names of columns that an earlier edition gives
TOLD = ["numerator", "denominator", "value", "base", "left_out"]  # the numbers of a figure that are compared
FIRST = "as_first_published"
NOW = 0  # the number of this edition, and of the files that it was made from


@dataclass(frozen=True)
class Version:
    """One version of an edition as it was published.

    Attributes:
        folder: its folder.
        number: its number among those that are compared; `NOW` is this edition's.
        closed_source_vintages: the sources that are not open, and the vintage of their neighbourhoods.
    """

    folder: Path
    number: int
    closed_source_vintages: Mapping[str, str]

    @cached_property
    def published(self) -> PublishedEdition:
        """Return what was published."""
        return PublishedEdition(self.folder)

    @cached_property
    def name(self) -> str:
        """Return the name of the edition that it is a version of."""
        return str(read_json(self.folder / MANIFEST).get("edition", self.folder.name))

    @cached_property
    def memberships(self) -> pd.DataFrame:
        """Return which neighbourhoods its areas hold."""
        return self.published.table("memberships")

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Return its figures that rest on extracts that are not open, with `source`, the extract."""
        rows = self.published.observations
        rows = rows[rows["breakdown"] != "modelled"]
        closed = rows["sources"].map(lambda names: min({*names.split()} & {*self.closed_source_vintages}, default=""))
        rows = rows.assign(source=closed.astype(object))[(closed != "").to_numpy()]
        return rows if FIRST in rows else rows.assign(**{FIRST: ""})

    def list_files(self, source: str, period: str) -> frozenset[str]:
        """Return the sums of the files that a source was read from for a period; all of them where none names it."""
        entries = [entry for entry in read_json(self.folder / MANIFEST).get("inputs", ()) if entry["source"] == source]
        waves = set(period.split(" and "))
        own = [entry for entry in entries if waves & set(str(entry.get("period", "")).split(" and "))]
        return frozenset(entry["sha256"] for entry in own or entries)


@dataclass(frozen=True)
class KnownFigures:
    """All figures that anyone may have, with the number of the edition that each is of and of its files.

    Attributes:
        figures: the figures; `edition` and `files` say whose, and `files_otherwise` whose files they are of should the
            files that seem to be the same not be.
        memberships: which areas hold which neighbourhoods, by `edition`.
    """

    figures: pd.DataFrame
    memberships: pd.DataFrame


def gather_known_figures(
    figures: pd.DataFrame,
    memberships: pd.DataFrame,
    versions: Sequence[Version],
    checksums_by_source: Mapping[str, set[str]],
    measures: Mapping[str, Measure],
) -> KnownFigures:
    """Return this edition's figures and whatever versions before it tell of them besides.

    Args:
        figures: those of this edition that rest on extracts that are not open.
        memberships: this edition's.
        versions: those before it.
        checksums_by_source: the sums of the files that each source was read from now.
        measures: the catalogue; a measure that it no longer has cannot be compared.
    """
    tables = [figures.assign(edition=NOW, files=NOW, files_otherwise=NOW)]
    drawn = [memberships.assign(edition=NOW)]
    numbers: dict[frozenset[str], int] = {}
    for version in versions:
        more = _select_what_tells_more(figures, memberships, version, measures)
        if more.empty:
            continue
        pairs = more[["source", "period"]].drop_duplicates()
        files = {
            (source, period): _number_files(version, source, period, checksums_by_source, numbers)
            for source, period in pairs.itertuples(index=False)
        }
        own = [files[pair] for pair in more[["source", "period"]].itertuples(index=False)]
        more = more.assign(edition=version.number, files_otherwise=own)
        tables.append(more.assign(files=_suppose_unchanged_files(more)))
        drawn.append(version.memberships.assign(edition=version.number))
    together = pd.concat(tables, ignore_index=True)
    return KnownFigures(together.drop(columns=["source"], errors="ignore"), pd.concat(drawn, ignore_index=True))


def _number_files(
    version: Version,
    source: str,
    period: str,
    checksums_by_source: Mapping[str, set[str]],
    numbers: dict[frozenset[str], int],
) -> int:
    """Return the number of the files that a version's figures of a period are of: `NOW` where they are those of now."""
    files = version.list_files(source, period)
    if files and files <= checksums_by_source.get(source, set()):
        return NOW
    return numbers.setdefault(files or frozenset([str(version.folder)]), len(numbers) + 1)


def _select_what_tells_more(
    figures: pd.DataFrame, memberships: pd.DataFrame, version: Version, measures: Mapping[str, Measure]
) -> pd.DataFrame:
    """Return the figures of a version of this edition's periods that say something else, or of areas drawn otherwise.

    `is_changed` marks periods in which a figure that both show is not the same.
    """
    then = version.figures
    then = then[then["measure"].isin(set(figures["measure"]) & set(measures))]
    periods = set(zip(figures["measure"], figures["period"], strict=True))
    then = then[[pair in periods for pair in zip(then["measure"], then["period"], strict=True)]]
    if then.empty:
        return then
    same_area = _mark_areas_drawn_alike(then, memberships, version, figures)
    shown = [*KEY, "synthetic"]
    both = then[shown].merge(figures[[*shown, *TOLD, "status", "leaves_out"]], on=shown, how="left", indicator=True)
    both = both.set_axis(then.index)
    same = pd.Series(data=True, index=then.index)
    both_show = (
        (then["status"] != Status.SUPPRESSED) & (both["_merge"] == "both") & (both["status"] != Status.SUPPRESSED)
    )
    for name in TOLD:
        given = then[name].notna() & both[name].notna()
        same &= ~given | ((then[name] - both[name]).abs() <= CLOSE)
    hidden_then = (then["status"] == Status.SUPPRESSED) & (then["leaves_out"] != LeavesOut.COUNTED)
    left_out_more = (then["leaves_out"] == LeavesOut.COUNTED) & (both["leaves_out"] == LeavesOut.HIDDEN)
    tells_nothing = same_area & ((both_show & same & ~left_out_more) | hidden_then)
    differs = (same_area & both_show & ~same).groupby([then["source"], then["period"]]).transform("any")
    # Where something changed, all that was shown then is needed to know by how much.
    return then.assign(is_changed=differs)[~tells_nothing | (differs & ~hidden_then)]


def _mark_areas_drawn_alike(
    then: pd.DataFrame, memberships: pd.DataFrame, version: Version, figures: pd.DataFrame
) -> "pd.Series[bool]":
    """Mark the figures of a version whose areas hold the same neighbourhoods now as then."""
    alike = pd.Series(data=False, index=then.index)
    for vintage in set(version.closed_source_vintages.values()):
        drawn = [
            _compute_sums_of_areas(list_neighbourhoods_of_areas(rows, vintage, own))
            for rows, own in ((memberships, figures), (version.memberships, then))
            if (rows["lsoa_vintage"] == vintage).any()
        ]
        if len(drawn) < 2:
            continue
        now, before = drawn
        of_vintage = then["source"].map(version.closed_source_vintages) == vintage
        part = pd.MultiIndex.from_frame(then[PART])
        whole = pd.MultiIndex.from_frame(then[AREA].assign(breakdown="all", category="all"))
        geographic = part.isin(before.index)
        named = [part[n] if is_part else whole[n] for n, is_part in enumerate(geographic)]
        index = pd.MultiIndex.from_tuples(named, names=PART)
        same = before.reindex(index).to_numpy() == now.reindex(index).to_numpy()
        alike |= of_vintage & same
    return alike


def _compute_sums_of_areas(held: pd.DataFrame) -> "pd.Series[Any]":
    """Return a number for each part of the council that is another where it holds other neighbourhoods."""
    tags = pd.util.hash_pandas_object(held[["place", "share"]], index=False)
    return pd.Series(tags.groupby([held[name] for name in PART]).sum())


def _suppose_unchanged_files(more: pd.DataFrame) -> "pd.Series[Any]":
    """Return the number of files of each figure where files whose shown figures are all the same count as the same.

    A reader who finds nothing changed will take the files for the same; and the same files that show other figures, as
    where a measure counts otherwise than it did, are compared like others.
    """
    changed = more["is_changed"].to_numpy(bool)
    files = more["files_otherwise"].to_numpy(np.int64)
    return pd.Series(np.where(changed, np.where(files == NOW, -more["edition"], files), NOW), more.index)


def find_rows_not_as_first_published(
    figures: pd.DataFrame, versions: Sequence[Version], closed_source_vintages: Mapping[str, str]
) -> Iterator[str]:
    """Yield the rows that are said to be as first published and are not, and extracts that are so only in part."""
    if FIRST not in figures or (figures[FIRST] == "").all():
        return
    rows = figures.assign(
        source=figures["sources"].map(lambda names: min({*names.split()} & {*closed_source_vintages}))
    )
    for (source, period), own in rows.groupby(["source", "period"], sort=True):
        names = sorted(own[FIRST].unique())
        if names == [""]:
            continue
        if len(names) > 1:
            yield f"{source}, {period}, is as first published only in part: in {', '.join(map(repr, names))}"
            continue
        named = [version for version in versions if version.name == names[0]]
        faults = [list(_find_differences_from_version(own, version)) for version in named]
        if not faults:
            yield f"{source}, {period}, is said to be as first published in {names[0]}, of which there is no record"
        else:
            yield from min(faults, key=len)


def _find_differences_from_version(rows: pd.DataFrame, version: Version) -> Iterator[str]:
    """Yield the rows of a source and period that a version does not have just so."""
    then = version.figures[[*KEY, *TOLD, "status", "statistic"]]
    both = rows.merge(then, on=KEY, how="left", suffixes=("", THEN), indicator=True)
    hidden = both["status"] == Status.SUPPRESSED
    hidden_then = both[f"status{THEN}"].eq(Status.SUPPRESSED) | (both["_merge"] == "left_only")
    other = hidden != hidden_then
    survey = both["statistic"] == Statistic.SURVEY_SHARE
    for name in TOLD:
        now, before = both[name], both[f"{name}{THEN}"]
        if name == "value":
            before = before.where(~survey, before.round(1))  # one decimal is shown, whatever was shown then
        same = ((now - before).abs() <= CLOSE) | (now.isna() & before.isna())
        if name in {"numerator", "denominator"}:
            same |= survey & now.isna()  # weighted sums are shown no more
        other |= ~hidden & ~same
    yield from (f"not as first published in {version.name}: {label_figure(row)}" for row in iterate_rows(both[other]))


def select_closed_figures_from_same_files(
    version: Version, checksums_by_source: Mapping[str, set[str]]
) -> pd.DataFrame:
    """Return the figures of a version that rest on the same files of extracts that are not open."""
    same = version.published.find_sources_read_from_same_files(dict(checksums_by_source))
    return version.figures[version.figures["source"].isin(same)]


def find_counts_rounded_differently(
    figures: pd.DataFrame,
    version: Version,
    checksums_by_source: Mapping[str, set[str]],
) -> Iterator[str]:
    """Yield counts that were rounded differently before: two roundings of a count reveal more than one.

    A row that is left out where others of its kind are there is one of nobody, or of a few.
    """
    then = select_closed_figures_from_same_files(version, checksums_by_source)
    sides = [rows[rows["rounded_to"].notna()] for rows in (figures, then)]
    kind = ["measure", "area_type", "vintage", "period", "synthetic"]
    kinds = sides[0][kind].drop_duplicates().merge(sides[1][kind].drop_duplicates())
    columns = [*KEY, "synthetic", "statistic", "numerator", "denominator"]
    on = columns[:-2]
    both = sides[0][columns].merge(sides[1][columns], on=on, how="outer", suffixes=("", THEN)).merge(kinds, on=kind)
    now, earlier = (both[[f"{name}{end}" for name in columns[-2:]]].fillna(0.0).to_numpy() for end in ("", THEN))
    ours = np.stack([np.ones(len(both), bool), (both["statistic"] == Statistic.PROPORTION).to_numpy()], axis=1)
    other = (ours & (abs(now - earlier) > CLOSE)).any(axis=1)
    yield from (f"a count is rounded otherwise than before: {label_figure(row)}" for row in iterate_rows(both[other]))
