"""The page and the picture of the ratios in docs/methods, written by `make bench FLAGS=--record`."""

import platform
from collections.abc import Sequence

from benchmarks import PROJECT
from benchmarks.ratios import FALLEN, RECORD, Ratio

PAGE = PROJECT / "docs/methods/speed.md"
PICTURE = PROJECT / "docs/methods/speed.svg"
INTRODUCTION = """# Speed, beside named peers

`make bench FLAGS=--record` wrote this page, its picture and `{record}` on a machine with {cores} processor cores and
Python {python}. Each ratio is of two things measured in one run, so it says more than seconds do, and moves less from
one machine to the next. No test measures time.
`make bench-compare` measures again, and names each ratio that is {fallen} times worse than here.

![Each ratio and its goal]({picture})
"""


def write_page(ratios: Sequence[Ratio]) -> None:
    """Write the page and the picture."""
    import os

    words = INTRODUCTION.format(
        record=RECORD.name, cores=os.cpu_count(), python=platform.python_version(), fallen=FALLEN, picture=PICTURE.name
    )
    rows = "\n".join(
        f"| {ratio.what} | {ratio.value:.3g} | {ratio.goal_words} | {'yes' if ratio.is_reached else 'no'} |"
        for ratio in ratios
        if ratio.goal is not None
    )
    others = "\n".join(f"| {ratio.what} | {ratio.value:.3g} |" for ratio in ratios if ratio.goal is None)
    sections = [
        words,
        f"## With a goal\n\n| ratio | measured | goal | reached |\n|---|---:|---:|---|\n{rows}\n",
        f"## Without\n\n| ratio | measured |\n|---|---:|\n{others}\n" if others else "",
    ]
    PAGE.write_text("\n".join(filter(None, sections)), encoding="utf-8")
    draw_ratios([ratio for ratio in ratios if ratio.goal is not None])
    print(f"wrote {PAGE.relative_to(PROJECT)}")


def draw_ratios(ratios: Sequence[Ratio]) -> None:
    """Draw how many times better than its goal each ratio is: right of the line it is reached."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    mpl.rcParams["svg.hashsalt"] = "speed"
    figure, axis = plt.subplots(figsize=(9, 0.34 * len(ratios) + 1), layout="constrained")
    for place, ratio in enumerate(reversed(ratios)):
        assert ratio.goal is not None
        times = ratio.goal / ratio.value if ratio.is_share else ratio.value / ratio.goal
        axis.plot([1, times], [place, place], color="#666666", linewidth=1)
        axis.plot(times, place, marker="o" if ratio.is_reached else "X", color="#1d4f91", markersize=7)
    axis.axvline(1, color="black", linewidth=1)
    axis.set_xscale("log")
    axis.set_yticks(range(len(ratios)), [ratio.what for ratio in reversed(ratios)], fontsize=8)
    axis.set_xlabel("Times better than the goal (circles reach it, crosses do not)")
    figure.savefig(PICTURE, metadata={"Date": None})
    plt.close(figure)
