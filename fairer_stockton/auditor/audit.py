"""The audit of an edition: all files agree, no gap reveals a side, and no hidden number can be found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array

from fairer_stockton.auditor.bounds import CLOSE, Ranges, bound_cells
from fairer_stockton.auditor.forms import SUPPRESSED, find_differences_in_parquet, find_differences_in_workbooks
from fairer_stockton.auditor.knowledge import Puzzle, RequiredRangeWidths, is_confidential_count, list_puzzle_makers
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.run.cache import AnswerCache
from fairer_stockton.run.errors import DisclosureError, indent_following_lines
from fairer_stockton.run.record import compute_code_checksum
from fairer_stockton.run.vocabulary import AreaType, Comparison, GapType, LeavesOut, Statistic, Trend
from fairer_stockton.schemas.results.communities import COMMUNITY_NUMBERS
from fairer_stockton.schemas.results.gaps import GAP_NUMBERS
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY, OBSERVATION_NUMBERS
from fairer_stockton.schemas.results.standings import STANDING_NUMBERS

KEY, NUMBERS = list(OBSERVATION_KEY), list(OBSERVATION_NUMBERS)
EXACT = 1e-6  # of an amount, so near that it is known
FIGURE_COLUMNS = ("numerator", "denominator", "value", "base", "rounded_to", "left_out", "leaves_out")  # of a figure
THEN = "_then"  # ends the names of columns that an earlier edition gives
MOST = 10  # faults that a message lists


@dataclass(frozen=True)
class Audit:
    """What the auditor looked at, and how close it came.

    Attributes:
        figures: figures that rest on extracts that are not open.
        hidden: those of them that are hidden.
        bounded: hidden and implied cells whose range was found.
        narrowest: the narrowest range of a hidden count, in persons, homes or cases; None where none is hidden.
        narrowest_answers: the same of the answers under a hidden survey figure.
        editions: earlier editions that were read beside this one.
    """

    figures: int
    hidden: int
    bounded: int
    narrowest: float | None
    narrowest_answers: float | None
    editions: tuple[str, ...] = ()


def audit(
    edition_folder: Path,
    measures: Mapping[str, Measure],
    closed_source_vintages: Mapping[str, str],
    widths: RequiredRangeWidths,
    earlier_edition_folders: Sequence[Path] = (),
    checksums_by_source: Mapping[str, set[str]] | None = None,
    cache_file: Path | None = None,
) -> Audit:
    """Try to find what an edition hides, from its own CSV files and those of earlier editions.

    Args:
        edition_folder: the edition's files.
        measures: the catalogue, which is public.
        closed_source_vintages: the sources that are not open, and the vintage of their neighbourhoods.
        widths: how wide the range of a hidden number must stay.
        earlier_edition_folders: the folders of editions that were published before.
        checksums_by_source: the sums of the files that each source was read from now: what an earlier edition says of
            the same files
            is known of these figures too.
        cache_file: a file of what was found before of the same puzzles; nothing is saved of an edition that is refused.

    Raises:
        DisclosureError: something hidden can be found, or stands in one of the files.
    """
    edition = PublishedEdition(edition_folder)
    rows = edition.observations
    own = rows["sources"].map(lambda names: bool(set(names.split()) & set(closed_source_vintages))).astype(bool)
    figures = rows[own & (rows["breakdown"] != "modelled")].reset_index(drop=True)
    faults = [
        *_find_leaked_figures_and_disagreements_in_csv(edition, figures),
        *_find_small_counts_shown(figures, measures, closed_source_vintages, widths),
        *_find_comparisons_revealing_hidden_figures(edition, figures),
    ]
    known = figures
    for before in map(PublishedEdition, earlier_edition_folders):
        known = _fill_hidden_figures_from_earlier_edition(
            known, _select_closed_figures_from_same_files(before, checksums_by_source or {}, closed_source_vintages)
        )
        faults += _find_counts_rounded_differently(figures, before, checksums_by_source or {}, closed_source_vintages)
    answers = AnswerCache(cache_file, compute_code_checksum("auditor"))
    set_out = (
        list_puzzle_makers(known, edition.table("memberships"), measures, closed_source_vintages, widths)
        if len(known)
        else ()
    )
    solved = answers.find(bound_and_judge_puzzle, [(puzzle,) for puzzle in set_out])
    _refuse_if_any([*faults, *(fault for answer in solved for fault in answer["faults"])])
    answers.save()
    narrowest = {kind: [width for answer in solved for width in answer[kind]] for kind in ("counts", "answers")}
    return Audit(
        len(figures),
        int((figures["status"] == SUPPRESSED).sum()),
        sum(answer["bounded"] for answer in solved),
        min(narrowest["counts"], default=None),
        min(narrowest["answers"], default=None),
        tuple(path.name for path in earlier_edition_folders),
    )


def check_workbooks_and_parquet_against_csv(edition_folder: Path) -> None:
    """Look whether the workbooks and parquet files of an edition say what its CSV files say, and nothing more.

    Raises:
        DisclosureError: one of them does not.
    """
    edition = PublishedEdition(edition_folder)
    _refuse_if_any([*find_differences_in_workbooks(edition), *find_differences_in_parquet(edition)])


def _refuse_if_any(faults: Sequence[str]) -> None:
    if faults:
        more = [f"and {len(faults) - MOST} more"] if len(faults) > MOST else []
        raise DisclosureError(
            audit="of what this edition would publish",
            found=indent_following_lines([*faults[:MOST], *more]),
            expected="nothing that tells of single people, alone or with the rest",
            remedy="see docs/disclosure.md; nothing was published, and what was published stays",
        )


def _find_leaked_figures_and_disagreements_in_csv(edition: PublishedEdition, figures: pd.DataFrame) -> Iterator[str]:
    """Yield the numbers of hidden figures that are shown, and the figures of which the CSV files disagree."""
    hidden = figures["status"] == SUPPRESSED
    has_numbers = figures[NUMBERS].notna().any(axis=1) | (figures["comparison"] != Comparison.NOT_COMPARED)
    telling = figures[
        hidden & (has_numbers | (figures["trend"] != Trend.NOT_CALCULATED) | figures["note"].str.contains(r"\d"))
    ]
    yield from (
        f"csv/observations.csv gives a number of a hidden figure: {_label_figure(row)}"
        for row in _iterate_rows(telling)
    )
    again = edition.read_observations_of_domains()
    columns_compared = ["status", "note", "comparison", "trend", "rounded_to", "leaves_out", *NUMBERS]
    columns = [*KEY, *columns_compared]
    both = edition.observations[columns].merge(
        again[columns], on=KEY, how="outer", suffixes=("", "_again"), indicator=True
    )
    differ = both["_merge"] != "both"
    for name in columns_compared:
        differ |= (both[name] != both[f"{name}_again"]) & ~(both[name].isna() & both[f"{name}_again"].isna())
    yield from (f"the CSV files do not say the same of {_label_figure(row)}" for row in _iterate_rows(both[differ]))
    yield from (
        f"a note gives another number than the columns: {_label_figure(row)}"
        for row in _iterate_rows(_select_figures_with_contradictory_notes(figures))
    )


def _select_figures_with_contradictory_notes(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the shown figures whose note does not say what their columns say: the auditor reads only the columns."""
    shown = figures[figures["status"] != SUPPRESSED]
    facts = (shown[name] for name in ("note", "statistic", "base", "left_out", "rounded_to"))
    return shown[[not _note_agrees_with_columns(*row) for row in zip(*facts, strict=True)]]


def _note_agrees_with_columns(note: str, statistic: str, base: float, left_out: float, rounded_to: float) -> bool:
    """Return whether a note has the numbers of its columns; nan is a number that it may not have."""
    opening = left_out if np.isnan(base) else base
    # Notes of other figures may open with a number of something else: how many residents a ward needs to be shown.
    if statistic == Statistic.SURVEY_SHARE and note[:1].isdigit() and not note.startswith(f"{opening:,.0f} "):
        return False
    if not np.isnan(base) and not note[:1].isdigit():
        return False
    if not np.isnan(left_out) and f"{left_out:,.0f} " not in note:
        return False
    return np.isnan(rounded_to) or f"multiples of {rounded_to:.0f}," in note


def _find_small_counts_shown(
    figures: pd.DataFrame,
    measures: Mapping[str, Measure],
    closed_source_vintages: Mapping[str, str],
    widths: RequiredRangeWidths,
) -> Iterator[str]:
    """Yield the counts that are shown and too small to be."""
    answers = figures["base"]
    few = answers < widths.answered
    few |= figures["left_out"] < pd.Series(widths.counted, figures.index).mask(answers.notna(), widths.answered)
    for part in ("numerator", "denominator"):
        counted = (
            figures["measure"]
            .map(lambda name, part=part: is_confidential_count(measures[name], part, closed_source_vintages))
            .astype(bool)
        )
        few |= counted & (figures[part] > 0) & (figures[part] < widths.counted)
        if part == "denominator":
            # What is left of a proportion is people too: 48 of 50 reveals the two others.
            rest = figures["denominator"] - figures["numerator"]
            share = counted & (figures["statistic"] == Statistic.PROPORTION)
            few |= share & (rest > CLOSE) & (rest < widths.counted)
    yield from (f"a count too small to show is shown: {_label_figure(row)}" for row in _iterate_rows(figures[few]))


def _find_comparisons_revealing_hidden_figures(edition: PublishedEdition, figures: pd.DataFrame) -> Iterator[str]:
    """Yield the gaps, communities and standings that give a hidden figure away."""
    hidden = figures[figures["status"] == SUPPRESSED]
    if hidden.empty:
        return
    named = pd.MultiIndex.from_frame
    gaps = edition.table("gaps")
    gaps = gaps[gaps[list(GAP_NUMBERS)].notna().any(axis=1)]
    of_borough = hidden[hidden["area_type"] == AreaType.BOROUGH]
    split = ["measure", "period", "breakdown", "category"]
    groups = named(of_borough.loc[of_borough["breakdown"] != "all", split])
    whole = named(of_borough.loc[of_borough["breakdown"] == "all", ["measure", "period"]])
    fifths = named(of_borough.loc[of_borough["breakdown"] == "deprivation_fifth", ["measure", "period"]])
    targets = hidden["area_type"] == AreaType.TARGET_AREA
    rest = of_borough["breakdown"].str.startswith("target-")
    sides = [
        named(hidden.loc[targets, ["measure", "period", "area_code"]]),
        named(of_borough.loc[rest, ["measure", "period", "breakdown"]]),
    ]
    # A range names its two ends and not their codes, and two maps share names of wards: the end is hidden only where a
    # hidden ward has the name and no shown one does.
    wards = named(hidden.loc[hidden["area_type"] == AreaType.WARD, ["measure", "period", "area_name"]])
    own = named(figures.loc[figures["area_type"] == AreaType.WARD, ["measure", "period", "area_name"]])
    shown = named(figures.loc[(figures["area_type"] == AreaType.WARD) & (figures["status"] != SUPPRESSED),
                              ["measure", "period", "area_name"]])  # fmt: skip
    reveals = pd.Series(data=False, index=gaps.index)
    of_people = gaps["gap_type"].isin([GapType.BREAKDOWN, GapType.COMMUNITY])
    for group in ("group_a", "group_b"):
        reveals |= of_people & named(gaps[["measure", "period", "breakdown", group]]).isin(groups)
        ward = named(gaps[["measure", "period", group]])
        reveals |= (gaps["gap_type"] == GapType.AREA_RANGE) & ward.isin(wards) & ward.isin(own) & ~ward.isin(shown)
    pair = named(gaps[["measure", "period"]])
    reveals |= gaps["gap_type"].isin(
        [GapType.MOST_V_LEAST_FIFTH, GapType.SLOPE_INDEX, GapType.RELATIVE_INDEX]
    ) & pair.isin(fifths)
    reveals |= (gaps["gap_type"] == GapType.BOROUGH_V_ENGLAND) & pair.isin(whole)
    target = named(gaps[["measure", "period", "area_code"]])
    reveals |= (gaps["gap_type"] == GapType.TARGET_AREA_V_REST) & (target.isin(sides[0]) | target.isin(sides[1]))
    yield from (
        f"csv/gaps.csv tells a hidden side: {row['measure']}, {row['gap_type']}, {row['group_a']} and {row['group_b']},"
        f" {row['period']}"
        for row in _iterate_rows(gaps[reveals])
    )
    yield from _find_hidden_figures_in_standings_and_communities(edition, hidden)


def _find_hidden_figures_in_standings_and_communities(
    edition: PublishedEdition, hidden_figures: pd.DataFrame
) -> Iterator[str]:
    """Yield the hidden figures that stand in the tables of standings and communities."""
    standings = edition.table("standings")
    areas = ["measure", "area_type", "area_code", "vintage", "period"]
    of_all = pd.MultiIndex.from_frame(hidden_figures.loc[hidden_figures["breakdown"] == "all", areas])
    revealing = standings[pd.MultiIndex.from_frame(standings[areas]).isin(of_all)]
    revealing = revealing[
        revealing[list(STANDING_NUMBERS)].notna().any(axis=1)
        | (revealing["against_borough"] != Comparison.NOT_COMPARED)
    ]
    yield from (f"csv/standings.csv gives a hidden figure: {_label_figure(row)}" for row in _iterate_rows(revealing))
    communities = edition.table("communities")
    groups = pd.MultiIndex.from_frame(hidden_figures[["measure", "period", "category"]])
    has_numbers = communities[list(COMMUNITY_NUMBERS)].notna().any(axis=1)
    own = pd.MultiIndex.from_frame(communities[["measure", "period", "title"]]).isin(groups)
    yield from (
        f"csv/communities.csv gives a hidden figure: {row['title']}, {row['measure']}, {row['period']}"
        for row in _iterate_rows(communities[has_numbers & own])
    )


def _select_closed_figures_from_same_files(
    earlier_edition: PublishedEdition,
    checksums_by_source: Mapping[str, set[str]],
    closed_source_vintages: Mapping[str, str],
) -> pd.DataFrame:
    """Return the figures of an earlier edition that rest on the same files of extracts that are not open."""
    rows, same = (
        earlier_edition.observations,
        earlier_edition.find_sources_read_from_same_files(dict(checksums_by_source)),
    )
    own = rows["sources"].map(lambda names: set(names.split()) & set(closed_source_vintages))
    return rows[own.map(lambda names: bool(names) and names <= same).astype(bool)]


def _fill_hidden_figures_from_earlier_edition(figures: pd.DataFrame, earlier: pd.DataFrame) -> pd.DataFrame:
    """Return figures with those of an earlier edition from the same files: hidden now, but published then."""
    published = earlier.loc[earlier["value"].notna(), [*KEY, "synthetic", *FIGURE_COLUMNS]]
    both = figures.merge(published, on=[*KEY, "synthetic"], how="left", suffixes=("", THEN)).set_axis(figures.index)
    together = figures.copy()
    hidden = (both["status"] == SUPPRESSED) & both[f"value{THEN}"].notna()
    for name in FIGURE_COLUMNS:
        together[name] = figures[name].where(~hidden, both[f"{name}{THEN}"])
    published_then = (figures["leaves_out"] == LeavesOut.HIDDEN) & both[f"left_out{THEN}"].notna()
    together["left_out"] = together["left_out"].mask(published_then, both[f"left_out{THEN}"])
    together["leaves_out"] = together["leaves_out"].mask(published_then, LeavesOut.COUNTED)
    return together


def _find_counts_rounded_differently(
    figures: pd.DataFrame,
    earlier_edition: PublishedEdition,
    checksums_by_source: Mapping[str, set[str]],
    closed_source_vintages: Mapping[str, str],
) -> Iterator[str]:
    """Yield counts that were rounded differently before: two roundings of a count reveal more than one.

    A row that is left out where others of its kind are there is one of nobody, or of a few.
    """
    then = _select_closed_figures_from_same_files(earlier_edition, checksums_by_source, closed_source_vintages)
    sides = [rows[rows["rounded_to"].notna()] for rows in (figures, then)]
    kind = ["measure", "area_type", "vintage", "period", "synthetic"]
    kinds = sides[0][kind].drop_duplicates().merge(sides[1][kind].drop_duplicates())
    columns = [*KEY, "synthetic", "statistic", "numerator", "denominator"]
    on = columns[:-2]
    both = sides[0][columns].merge(sides[1][columns], on=on, how="outer", suffixes=("", THEN)).merge(kinds, on=kind)
    now, earlier = (both[[f"{name}{end}" for name in columns[-2:]]].fillna(0.0).to_numpy() for end in ("", THEN))
    ours = np.stack([np.ones(len(both), bool), (both["statistic"] == Statistic.PROPORTION).to_numpy()], axis=1)
    other = (ours & (abs(now - earlier) > CLOSE)).any(axis=1)
    yield from (f"a count is rounded otherwise than before: {_label_figure(row)}" for row in _iterate_rows(both[other]))


def bound_and_judge_puzzle(make_puzzle: Callable[[], Puzzle]) -> dict[str, Any]:
    """Solve one puzzle: bound its cells, and judge how closely they are known.

    Args:
        make_puzzle: returns the puzzle; a function, so that puzzles are set out in the process that solves them.

    Returns:
        Its `faults`, in words; how many cells were `bounded`; and the narrowest range, if any, of hidden cells that may
        be small: of `counts`, and of `answers` under a survey's figure, each a list of one number or none.
    """
    puzzle = make_puzzle()
    bounds = _bound_cells_of_puzzle(puzzle)
    answer: dict[str, Any] = {"faults": list(_find_exposed_cells(puzzle, bounds)), "bounded": len(puzzle.cells)}
    may_be_small = (bounds.low < puzzle.cells["width"].to_numpy(float) - CLOSE) & (bounds.high > CLOSE)
    for kind in ("counts", "answers"):
        of_kind = (puzzle.cells["hidden"] & (puzzle.cells["counted"] == kind)).to_numpy(bool)
        answer[kind] = np.sort(bounds.width[of_kind & may_be_small])[:1].tolist()
    return answer


def _bound_cells_of_puzzle(puzzle: Puzzle) -> Ranges:
    # Fewer equations of the same meaning: the solver meets no redundant rows, on which it loses accuracy and time.
    equations = puzzle.equations.substitute_solved_unknowns()
    equations = equations.leave_out_redundant_sums(equations.high - equations.low < 2 * CLOSE)
    position = pd.Series(np.arange(len(puzzle.cells)), index=puzzle.cells["cell"])
    targets = puzzle.targets
    cells = coo_array(
        (targets["part"], (targets["cell"].map(position), targets["unknown"])), (len(position), equations.unknowns)
    )
    counted = (puzzle.cells["counted"] != "amounts").to_numpy()
    enough = np.where(counted, puzzle.cells["width"], 1000 * CLOSE)
    return bound_cells(equations, cells, enough, counted & puzzle.cells["hidden"].to_numpy(bool))


def _find_exposed_cells(puzzle: Puzzle, cell_ranges: Ranges) -> Iterator[str]:
    """Yield the cells that are known too closely: counts that may be small, and amounts known exactly."""
    cells = puzzle.cells
    width = cells["width"].to_numpy(float)
    close = (cell_ranges.width < width - CLOSE) & (cell_ranges.low < width - CLOSE) & (cell_ranges.high > CLOSE)
    amount = (cells["counted"] == "amounts").to_numpy() & (cell_ranges.width < EXACT * cell_ranges.high)
    for number in np.flatnonzero(close | amount):
        ends = f"{cell_ranges.low[number]:,.1f} and {cell_ranges.high[number]:,.1f}"
        yield f"{cells['label'].iloc[number]} can be worked out to within {ends}"


def _iterate_rows(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    return ({str(name): cell for name, cell in row.items()} for row in table.to_dict("records"))


def _label_figure(row: Mapping[str, Any]) -> str:
    group = "" if row.get("category", "all") == "all" else f", {row['category']}"
    area = f"{row['area_type']} {row['area_code']} on the map of {row['vintage']}{group}"
    return f"{row['measure']}, {area}, {row['period']}"
