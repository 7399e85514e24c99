"""The audit of an edition: all files agree, no gap reveals a side, and no hidden number can be found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fairer_stockton.auditor.amounts import find_exposed_amounts
from fairer_stockton.auditor.comparisons import find_comparisons_revealing_hidden_figures
from fairer_stockton.auditor.files import (
    find_leaked_figures_and_disagreements_in_csv,
    find_small_counts_shown,
    find_surveys_shown_too_finely,
)
from fairer_stockton.auditor.forms import SUPPRESSED, find_differences_in_parquet, find_differences_in_workbooks
from fairer_stockton.auditor.knowledge import list_puzzle_makers
from fairer_stockton.auditor.presence import find_absent_rows
from fairer_stockton.auditor.puzzle import Puzzle
from fairer_stockton.auditor.quantities import RequiredRangeWidths
from fairer_stockton.auditor.tables import DoNotFitError
from fairer_stockton.auditor.verdict import Verdict, judge
from fairer_stockton.auditor.versions import (
    Version,
    find_counts_rounded_differently,
    find_rows_not_as_first_published,
    gather_known_figures,
)
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.run.cache import AnswerCache
from fairer_stockton.run.errors import DisclosureError, indent_following_lines
from fairer_stockton.run.record import compute_code_checksum

MOST = 10  # faults that a message lists


@dataclass(frozen=True)
class Audit:
    """What the auditor looked at, and how close it came.

    Attributes:
        figures: figures that rest on extracts that are not open.
        hidden: those of them that are hidden.
        bounded: hidden and implied cells that were judged.
        narrowest: the narrowest range that tables show of a hidden count, in persons, homes or cases; None where
            none is hidden.
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
        earlier_edition_folders: the folders of all versions of editions that were published before.
        checksums_by_source: the sums of the files that each source was read from now: what an earlier edition says of
            the same files is known of these figures too.
        cache_file: a file of what was found before of the same puzzles; nothing is saved of an edition that is refused.

    Raises:
        DisclosureError: something hidden can be found, or is in one of the files.
    """
    edition = PublishedEdition(edition_folder)
    rows = edition.observations
    closed = rows["sources"].map(lambda names: bool(set(names.split()) & set(closed_source_vintages))).astype(bool)
    figures = rows[closed & (rows["breakdown"] != "modelled")].reset_index(drop=True)
    memberships, sums = edition.table("memberships"), checksums_by_source or {}
    versions = [
        Version(folder, number, closed_source_vintages)
        for number, folder in enumerate(earlier_edition_folders if len(figures) else (), start=1)
    ]
    faults = [
        *find_leaked_figures_and_disagreements_in_csv(edition, figures),
        *find_small_counts_shown(figures, measures, closed_source_vintages, widths),
        *find_surveys_shown_too_finely(rows[closed]),
        *find_absent_rows(figures, memberships, closed_source_vintages),
        *find_comparisons_revealing_hidden_figures(edition, figures),
        *find_rows_not_as_first_published(figures, versions, closed_source_vintages),
        *(fault for version in versions for fault in find_counts_rounded_differently(figures, version, sums)),
    ]
    answers = AnswerCache(cache_file, compute_code_checksum("auditor"))
    set_out: Iterator[Callable[[], Puzzle]] = iter(())
    if len(figures):
        known = gather_known_figures(figures, memberships, versions, sums, measures)
        set_out = list_puzzle_makers(known.figures, known.memberships, measures, closed_source_vintages, widths)
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


def bound_and_judge_puzzle(make_puzzle: Callable[..., Puzzle]) -> dict[str, Any]:
    """Solve one puzzle: look for tables that show its cells to be open, and judge how closely the others are known.

    Where figures do not fit with what is guessed besides them, as that files which seem to be the same are of the same
    counts, it is guessed no more.

    Args:
        make_puzzle: returns the puzzle; a function, so that puzzles are set out in the process that solves them. One
            that guesses has `otherwise`, which guesses one thing less.

    Returns:
        Its `faults`, in words; how many cells were `bounded`; and the narrowest range, if any, of hidden cells that may
        be small: of `counts`, and of `answers` under a survey's figure, each a list of one number or none.
    """
    puzzle = make_puzzle()
    if (puzzle.cells["counted"] == "amounts").any() or puzzle.cells.empty:
        return {"faults": list(find_exposed_amounts(puzzle)), "bounded": len(puzzle.cells), "counts": [], "answers": []}
    try:
        verdict = judge(puzzle)
    except DoNotFitError:
        otherwise = getattr(make_puzzle, "otherwise", None)
        if otherwise is None:
            raise
        return bound_and_judge_puzzle(otherwise)
    answer: dict[str, Any] = {"faults": list(_describe_exposed_cells(puzzle, verdict)), "bounded": len(puzzle.cells)}
    spread = (verdict.high - verdict.low) / puzzle.cells["unit"].to_numpy(float)
    for kind in ("counts", "answers"):
        of_kind = (puzzle.cells["hidden"] & (puzzle.cells["counted"] == kind)).to_numpy(bool)
        answer[kind] = np.sort(spread[of_kind & ~verdict.harmless])[:1].tolist()
    return answer


def _describe_exposed_cells(puzzle: Puzzle, verdict: Verdict) -> Iterator[str]:
    """Yield the cells that are known too closely, in words."""
    cells = puzzle.cells
    for number in np.flatnonzero(verdict.exposed):
        low, high = (end[number] / cells["unit"].iloc[number] for end in (verdict.low, verdict.high))
        yield f"{cells['label'].iloc[number]} can be worked out to within {low:,.1f} and {high:,.1f}"
