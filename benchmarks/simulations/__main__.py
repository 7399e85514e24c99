"""Simulate worlds of which the truth is known, and write what came out into docs/methods: `make simulate`."""

import argparse
import sys
from typing import Any

from benchmarks.simulations import gap_changes
from docs_generator.house import PROJECT

PAGE = PROJECT / "docs/methods/simulations.md"
PICTURE = PROJECT / "docs/methods/power-of-gap-changes.svg"
WORLDS = 4_000
HEADERS = {
    "changing": "Share of gaps that change",
    "size": "Size of the change",
    "any_call": "Worlds with a call",
    "any_entry": "Worlds with a new call",
    "false_share": "False calls among calls",
    "found": "Changes found",
    "covered": "Intervals that hold the truth",
    "flips": "Words that flip from a period to the next",
}
START = "<!-- Written by `make simulate`: do not edit. -->"


def write_table(rows: list[dict[str, Any]], headers: dict[str, str]) -> str:
    """Return rows as a table of Markdown: shares as per cents, the size as it is."""
    lines = [headers.values(), ["---:"] * len(headers)]
    lines += [[_write_cell(name, row[name]) for name in headers] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _write_cell(name: str, number: float) -> str:
    if number != number:
        return "–"
    return f"{number:g}" if name == "size" else f"{100 * number:.1f}%"


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


def main() -> None:
    """Run the simulations and write the page and its picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=WORLDS, help="worlds of each sort (default: %(default)s)")
    worlds = parser.parse_args().worlds
    print(f"simulating {worlds:,} worlds of each sort", file=sys.stderr)
    rows, power = gap_changes.run(worlds), gap_changes.find_power_by_periods(worlds // 4)
    draw_power(power)
    kinds = {"size": "Size of the change", **{kind: kind.capitalize() for kind in gap_changes.KINDS}}
    PAGE.write_text(
        "\n\n".join(
            [
                START,
                "# Simulations: what the tests of changes are worth",
                f"{worlds:,} worlds of each sort, each with {gap_changes.SERIES_OF_EACH_KIND} series of each of "
                f"{len(gap_changes.KINDS)} kinds: {', '.join(gap_changes.KINDS)}. They are judged by the code of the "
                "report. A change of size 1 is one that a test of that gap alone would find four times in five.",
                "## False calls, changes found and words that flip",
                write_table(rows, HEADERS),
                "## Changes found, by size and kind of series, where a quarter of the gaps change",
                write_table(power, kinds),
                f"![How often a change is found, by its size and the kind of series]({PICTURE.name})",
            ]
        )
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
