"""How every picture looks: one palette safe for colour-blind readers, one type size, nothing that is not data."""

import math
import re
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WIDE, NARROW = 7.6, 3.7  # inches; the narrow drawing is for telephones
INK, QUIET, RULE, PAPER = "#1a1f24", "#5a6570", "#d5dade", "#ffffff"
STAMPED = "#9f1239"
TINT = "#f4dccb"  # of the area between two lines, whose edges they are
STEM = "#7b8791"  # of what leads the eye to a mark or joins two
BAR = "#6f90a6"
# Each stands out from paper by 3:1, and the most from the least deprived by as much, so that greys part them too.
COLOURS = {
    "borough": "#0b3c5d",
    "england": "#6b747d",
    "region": "#6b747d",
    "most": "#6b210a",
    "least": "#3a93d6",
}
# What each colour becomes where a reader's system forces its own colours, and they are light on dark.
ON_DARK = {
    PAPER: "#000000",
    INK: "#ffffff",
    QUIET: "#d0d6db",
    RULE: "#4d565e",
    STAMPED: "#ff9db5",
    TINT: "#5c3a22",
    STEM: "#a5afb8",
    BAR: "#8fb4cd",
    COLOURS["borough"]: "#9fd0f5",
    COLOURS["england"]: "#c3cbd2",
    COLOURS["most"]: "#ffe0cc",
    COLOURS["least"]: "#3f7fb5",
}
# What an address of a picture ends in where a page asks for its colours on dark. A picture cannot ask for itself: in
# Chromium it does not reliably learn of colours that a reader's system forces on the page around it.
DARK_PART = "dark"
COORDINATES = re.compile(r' d="[^"]*"')
# The outline's colour of a mark that is drawn many times: each use of it states the same, and no rule reaches it there.
STROKE_OF_MARK = re.compile(r'(<path id="[^"]*" d="[^"]*" style=")stroke: #[0-9a-f]{6}(?:; )?')
TOO_FINE = re.compile(r"(?<=\.\d)\d+")

_SETTINGS: Mapping[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # no ticks are above a picture; else they are measured each time that a title is placed
    "axes.titlepad": 8,
    "axes.labelsize": 8,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "svg.fonttype": "none",
    "svg.hashsalt": "a-fairer-stockton",
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "hatch.linewidth": 0.5,
}


@contextmanager
def use_chart_style() -> Iterator[None]:
    """Draw in the house style, whatever the reader's own settings are."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        yield


def make_empty_figure(width: float, height: float, sample_warning: str) -> Any:
    """Return an empty figure, its size in inches; a stamp, if any, is written across its top."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    if sample_warning:
        figure.suptitle(sample_warning, fontsize=9, fontweight="bold", color=STAMPED)
    return figure


def make_panel_grid(
    panel_count: int, sample_warning: str, narrow: bool, panel_height: float, columns: int = 2
) -> tuple[Any, list[Any]]:
    """Return a figure and its axes: so many small pictures, each of a height in inches; one a row on a telephone."""
    columns = 1 if narrow or panel_count == 1 else columns
    rows = math.ceil(panel_count / columns)
    figure = make_empty_figure(NARROW if narrow else WIDE, panel_height * rows + 0.15, sample_warning)
    figure.get_layout_engine().set(h_pad=0.08, w_pad=0.08, hspace=0.04, wspace=0.06)
    axes = list(figure.subplots(rows, columns, squeeze=False).flat)
    for empty in axes[panel_count:]:
        empty.remove()
    return figure, axes[:panel_count]


def add_key_below(figure: Any, handles: Any, columns: int) -> None:
    """Explain a picture's marks below it."""
    figure.legend(
        handles=handles, loc="outside lower left", ncols=columns, frameon=False, handletextpad=0.3, columnspacing=1.1,
        fontsize=8,
    )  # fmt: skip


def wrap_lines(text: str, most_letters: int) -> str:
    """Break a text into lines of at most so many letters."""
    return "\n".join(textwrap.wrap(text, most_letters))


def save_svg(figure: Any, path: Path, title: str, description: str, on_paper: bool = False) -> None:
    """Write a figure as SVG with its title and description inside, and no time in it.

    At an address that ends in `#dark` its colours turn to light on dark; not those of one that must stay `on_paper`.
    """
    from fairer_stockton.report.charts.svg import draw_as_svg  # which imports the plotting library

    drawn = draw_as_svg(figure, {"Date": None, "Creator": None, "Title": title, "Description": description})
    text = COORDINATES.sub(_shorten_path_coordinates, drawn)
    if not on_paper:
        text = text.replace("</style>", f"{_write_rules_of_dark_part(text)}</style>", 1)
        text = STROKE_OF_MARK.sub(r"\1", text)
        text = text.replace("<svg ", f'<svg id="{DARK_PART}" ', 1)
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_rules_of_dark_part(svg: str) -> str:
    """Return the style rules that turn the colours that a picture has."""
    return "".join(
        f"#{DARK_PART}:target {selector}{{{part}: {turned} !important}}"
        for colour, turned in ON_DARK.items()
        for part in ("fill", "stroke")
        # The ground of a hatch has its colour as an attribute, all else in its style.
        for selector, sign in ((f'[style*="{part}: {colour}"]', f"{part}: {colour}"), (f'[{part}="{colour}"]',) * 2)
        if sign.strip("[]") in svg
    )


def _shorten_path_coordinates(coordinates: re.Match[str]) -> str:
    """Return a path's coordinates to a tenth of a point: no eye sees more, and maps halve in size."""
    short = TOO_FINE.sub("", coordinates[0]).replace(" \n", "\n")
    if re.search("[CQ]", short):
        return short
    # In a path of straight lines each further point is a line's end, without a letter that states it.
    return short.replace("\nL ", " ").replace(".0 ", " ").replace(".0\n", "\n")
