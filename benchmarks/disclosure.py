"""Disclosure control: its share of the whole report, and how its time grows with the number of cells."""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pandas as pd
from scipy import sparse

from benchmarks import mirror_folder
from benchmarks.ratios import Ratio, print_ratios
from fairer_stockton.auditor.bounds import Equations, bound_cells
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.disclosure import protection
from fairer_stockton.disclosure.linked import LinkedCells
from fairer_stockton.disclosure.secondary import add_secondary_suppression, weigh_information_loss
from fairer_stockton.fetch import stage as fetch_stage
from fairer_stockton.pipelines import ingest as ingest_stage
from fairer_stockton.pipelines import measure as measure_stage
from fairer_stockton.pipelines import report as report_stage
from fairer_stockton.pipelines import validate as validate_stage
from fairer_stockton.report import build
from fairer_stockton.run.progress import Progress
from fairer_stockton.sample import stage as sample_stage

QUIET = Progress(quiet=True)
SIZES = (125, 250, 500, 1000)  # neighbourhoods: the borough has 124
FEWEST, WIDTH = 5.0, 6.0
AUDITS = ("audit_edition", "check_workbooks_and_parquet_against_csv")  # of `build`


class Clock:
    """Adds up the seconds that a function takes."""

    def __init__(self) -> None:
        """Start at none."""
        self.seconds = 0.0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function that does the same under this clock."""

        def timed(*given: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*given, **named)
            finally:
                self.seconds += time.perf_counter() - start

        return timed


def whole_report(work: Path) -> tuple[float, float, float]:
    """Make the whole report once, from nothing: all its seconds, those of the protection, and those of the audit."""
    settings = Settings(work / "raw", work / "processed", work / "reports")
    # For what only the council could supply; all that is declared, since nothing is there yet.
    sample_stage.write_sample(settings.raw, settings.council.code, settings.declared_definitions.sources)
    if mirror := mirror_folder():
        fetch_stage.fetch(settings, QUIET, mirror)
    settings = settings.with_fixed_sources()
    whole, protecting, audit = Clock(), Clock(), Clock()
    with ExitStack() as patched:
        patched.enter_context(
            patch.object(protection, "protect_observations", protecting.around(protection.protect_observations))
        )
        for name in AUDITS:
            patched.enter_context(patch.object(build, name, audit.around(getattr(build, name))))
        for stage in (ingest_stage.ingest, validate_stage.validate, measure_stage.measure, report_stage.publish):
            whole.around(stage)(settings, QUIET)
    return whole.seconds, protecting.seconds, audit.seconds


def borough(size: int) -> LinkedCells:
    """Make a borough of neighbourhoods in wards of two maps, in partnerships: small counts in about one of eight."""
    draws = np.random.default_rng(size)
    counts = draws.poisson(draws.gamma(2.0, 8.0, size)).astype(float)
    place = np.arange(size)
    maps = (place, place // 5, (place + 2) // 5, place // 25, np.zeros(size, int))
    holds = sparse.vstack([sparse.csr_array((np.ones(size), (of, place))) for of in maps])
    return LinkedCells.of(holds, counts, np.arange(holds.shape[0]), WIDTH, threshold=FEWEST)


def growth() -> list[tuple[int, float, float]]:
    """Time the choice of what to hide, and the bounds of all that is hidden, in boroughs of growing size."""
    rows = []
    for size in SIZES:
        cells = borough(size)
        choosing, bounding = Clock(), Clock()
        hidden = choosing.around(add_secondary_suppression)(
            cells, cells.mark_sensitive_figures(), weigh_information_loss(cells.sums)
        )
        shown = sparse.coo_array(cells.holds[~hidden])
        terms = pd.DataFrame({"sum": shown.row, "unknown": shown.col, "part": shown.data})
        known = Equations(size, terms, cells.sums[~hidden], cells.sums[~hidden])

        def bound(known: Equations = known, held: Any = cells.holds[hidden]) -> None:
            solved = known.substitute_solved_unknowns()
            found = bound_cells(solved, held, np.full(held.shape[0], FEWEST), np.ones(held.shape[0], bool))
            assert (found.width >= FEWEST - 1e-6).all()

        bounding.around(bound)()
        rows.append((cells.figures, choosing.seconds, bounding.seconds))
    return rows


def main() -> list[Ratio]:
    """Print and return the share of the whole, and the powers by which time grows with the figures."""
    with tempfile.TemporaryDirectory() as folder:
        whole, protecting, audit = whole_report(Path(folder))
    print("disclosure control, in a whole report made from nothing, in one process")
    share = (protecting + audit) / whole
    print(f"  whole {whole:.1f} s: protecting {protecting:.1f} s, auditing {audit:.1f} s")
    rows = growth()
    for cells, choosing, bounding in rows:
        print(f"  {cells:>6,} figures: choosing {choosing:7.2f} s, bounding {bounding:7.2f} s")
    sizes, *times = np.log(np.array(rows)).T
    choosing, bounding = (float(np.polyfit(sizes, one, 1)[0]) for one in times)
    ratios = [
        Ratio("protecting and auditing ÷ the whole report", share, 0.33, is_share=True),
        Ratio("choosing what to hide grows with the figures to the power of", choosing, is_share=True),
        Ratio("bounding what is hidden grows with the figures to the power of", bounding, is_share=True),
    ]
    print_ratios(ratios)
    return ratios


if __name__ == "__main__":
    main()
