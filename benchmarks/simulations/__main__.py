"""Simulate worlds of which the truth is known, and write what came out into docs/methods: `make simulate`."""

import argparse
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.simulations import evaluations, gap_changes, rank_sets, small_area_time
from docs_generator.house import PROJECT

PAGE = PROJECT / "docs/methods/simulations.md"
PICTURE = PROJECT / "docs/methods/power-of-gap-changes.svg"
DRAWS = 4_000
START = "<!-- Written by `make simulate`: do not edit. -->"
INTRODUCTION = """# Simulations: what the tests are worth

Worlds are made up of which the truth is known, and judged by the code of the report. The tests run smaller ones with
the same seeds.
"""
OF_CHANGES = {
    "changing": "Gaps that change",
    "size": "Size",
    "any_call": "Worlds with a call",
    "any_entry": "Worlds with a new call",
    "false_share": "False calls among calls",
    "found": "Changes found",
    "covered": "Intervals that hold the truth",
    "flips": "Words that flip",
}
OF_RANKS = {
    "world": "World",
    "all_hold": "All ranks within their limits",
    "mean_width": "Mean width",
    "surely_worst": "Surely among the ten worst",
    "a_surely_is_wrong": "One of them wrongly",
}
OF_WARDS = {
    "world": "World",
    "assumed": "ρ assumed",
    "holds": "Intervals that hold the truth",
    "true_error": "True squared error",
    "estimated_error": "Estimated",
    "direct_error": "Of a ward's own figure",
}
OF_EVALUATIONS = {
    "world": "World",
    "false_calls": "Called though nothing was done",
    "lower": "from",
    "upper": "to",
    "judged": "Judged",
    "of_judged": "Called, of those judged",
    "found": "Effects of the declared size found",
}
PLAIN = {"size", "mean_width", "surely_worst", "assumed", "true_error", "estimated_error", "direct_error"}


def write_table(rows: Iterable[Mapping[str, Any]], headers: Mapping[str, str]) -> str:
    """Return rows as a table of Markdown: shares as per cents, the rest as they are."""
    marks = ["---" if name == "world" else "---:" for name in headers]
    lines = [list(headers.values()), marks, *([_write_cell(name, row[name]) for name in headers] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _write_cell(name: str, cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if cell != cell:
        return "–"
    return f"{cell:.2f}" if name in PLAIN else f"{100 * cell:.1f}%"


def draw_power(rows: list[dict[str, Any]]) -> None:
    """Draw how often a change is found, by its size and the kind of series."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "power"
    figure, axis = plt.subplots(figsize=(7, 4))
    for kind, marker in zip(gap_changes.KINDS, "osD^", strict=True):
        axis.plot([row["size"] for row in rows], [100 * row[kind] for row in rows], marker=marker, label=kind)
    axis.set_xlabel("Size of the change (1: would be found four times in five if it stood alone)")
    axis.set_ylabel("Changes found, %")
    axis.set_ylim(0, 102)
    axis.legend(frameon=False)
    figure.savefig(PICTURE, metadata={"Date": None})


def _write_section_on_changes(draws: int) -> list[str]:
    rows, power = gap_changes.run(draws), gap_changes.find_power_by_kind(draws // 4)
    draw_power(power)
    kinds = {"size": "Size", **{kind: kind.capitalize() for kind in gap_changes.KINDS}}
    return [
        "## Changes in gaps",
        f"{draws:,} worlds of each sort, each with {gap_changes.SERIES_OF_EACH_KIND} series of each of "
        f"{len(gap_changes.KINDS)} kinds: {', '.join(gap_changes.KINDS)}.\nA change of size 1 is one that a test of "
        "that gap alone would find four times in five. It is the change of the latest\nperiod from the baseline, so "
        "how often it is found does not depend on how many periods lie between.\n[What is tested](changes.md).",
        write_table(rows, OF_CHANGES),
        f"Changes found by size and kind of series, in {draws // 4:,} worlds in which a quarter of the gaps change:",
        write_table(power, kinds),
        f"![How often a change is found, by its size and the kind of series]({PICTURE.name})",
    ]


def _write_section_on_ranks(draws: int) -> list[str]:
    rows = rank_sets.run(draws).to_dict("records")
    return ["## Ranks", f"{draws:,} worlds of each sort. [What a rank set is](places.md).", write_table(rows, OF_RANKS)]


def _write_section_on_wards(draws: int) -> list[str]:
    rows = small_area_time.run(draws).to_dict("records")
    words = f"{max(1, draws // 100)} worlds of each sort: 27 wards, three waves. [How wards are modelled](surveys.md)."
    return ["## Survey wards over several waves", words, write_table(rows, OF_WARDS)]


def _write_section_on_evaluations(draws: int) -> list[str]:
    worlds = max(2, draws // 40)
    words = (
        f"{worlds} worlds of each sort: {evaluations.COUNCILS} councils of {evaluations.ROWS * evaluations.COLUMNS} "
        f"areas, in {evaluations.SETS_OF_A_WORLD} of which the same\nquestion is asked of six areas where nothing was "
        "done; of the worst councils, in the seven with the highest figures. A file\nthat is refused, since nothing "
        "elsewhere is like its areas, makes no call. From and to hold the share in 19 of 20 such simulations. Effects "
        "are\nfound or not before anything is refused. [How an evaluation is judged](evaluations.md)."
    )
    return ["## Evaluations", words, write_table(evaluations.run(worlds).to_dict("records"), OF_EVALUATIONS)]


def main() -> None:
    """Run the simulations and write the page and its picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=DRAWS, help="worlds of each sort (default: %(default)s)")
    draws = parser.parse_args().draws
    parts = [START, INTRODUCTION.strip()]
    for write in (
        _write_section_on_changes,
        _write_section_on_ranks,
        _write_section_on_wards,
        _write_section_on_evaluations,
    ):
        print(f"simulating: {write.__name__.rsplit('_', 1)[-1]}, {draws:,} draws", file=sys.stderr)
        parts += write(draws)
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(f"wrote {PAGE.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
