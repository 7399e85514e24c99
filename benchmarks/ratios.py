"""Ratios to named peers: what a benchmark returns, how runs are set side by side, and the record of one in the docs."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import PROJECT

RECORD = PROJECT / "docs/methods/speed.csv"
FALLEN = 1.3  # times worse than in the record: what two runs of the same code seldom differ by
HEADINGS = ("what", "ratio", "goal", "better")
HIGHER, LOWER = "higher", "lower"


@dataclass(frozen=True)
class Ratio:
    """How we compare with a peer in the same run.

    Higher is better where the peer's time is divided by ours; lower where ours is a share of the peer's or of a whole.
    """

    what: str
    value: float
    goal: float | None = None
    is_share: bool = False

    @property
    def goal_words(self) -> str:
        """Return the goal as it is printed."""
        return "" if self.goal is None else f"{'≤' if self.is_share else '≥'} {self.goal:g}"

    @property
    def is_reached(self) -> bool:
        """Return whether the goal is reached; no goal always is."""
        return self.goal is None or (self.value <= self.goal if self.is_share else self.value >= self.goal)

    def compute_fall_since(self, before: "Ratio") -> float:
        """Return how many times worse it is than before."""
        return self.value / before.value if self.is_share else before.value / self.value


def print_ratios(ratios: Iterable[Ratio]) -> None:
    """Print a line each."""
    for ratio in ratios:
        print(f"  {ratio.what:<84} {ratio.value:>9.3g}  {ratio.goal_words}", flush=True)


def write_record(ratios: Iterable[Ratio], path: Path = RECORD) -> None:
    """Write the record that later runs are compared with."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(HEADINGS)
        for ratio in ratios:
            goal = "" if ratio.goal is None else f"{ratio.goal:g}"
            lines.writerow([ratio.what, f"{ratio.value:.3g}", goal, LOWER if ratio.is_share else HIGHER])


def read_record(path: Path = RECORD) -> list[Ratio]:
    """Return the ratios of the record; none where there is no record yet."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            Ratio(row["what"], float(row["ratio"]), float(row["goal"]) if row["goal"] else None, row["better"] == LOWER)
            for row in csv.DictReader(stream)
        ]


def find_fallen_ratios(before: Iterable[Ratio], now: Iterable[Ratio]) -> list[tuple[Ratio, Ratio]]:
    """Return each ratio before and now that is worse by more than two runs of the same code differ by."""
    recorded = {ratio.what: ratio for ratio in before}
    pairs = [(recorded[ratio.what], ratio) for ratio in now if ratio.what in recorded]
    return [(then, ratio) for then, ratio in pairs if ratio.compute_fall_since(then) > FALLEN]


def describe_comparison(before: Sequence[Ratio], now: Sequence[Ratio]) -> Iterator[str]:
    """Yield a line on each ratio that has fallen, after those that only one of the two has measured.

    Such is a ratio to a peer that is not installed.
    """
    recorded, measured = ([ratio.what for ratio in ratios] for ratios in (before, now))
    yield from (f"not measured now: {what}" for what in recorded if what not in measured)
    yield from (f"not in the record: {what}" for what in measured if what not in recorded)
    for then, ratio in find_fallen_ratios(before, now):
        fall = ratio.compute_fall_since(then)
        yield f"{fall:.1f} times worse ({then.value:.3g} before, {ratio.value:.3g} now): {ratio.what}"
