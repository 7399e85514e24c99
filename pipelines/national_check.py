"""Measure every English council and write what came of each into one table."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def stage(settings: Settings, progress: Progress, _mirror: Path | None) -> None:
    """Measure every English council and write what came of each into one table."""
    from fairer_stockton.measure.national_check import check_councils

    check_councils(settings, progress)


if __name__ == "__main__":
    raise SystemExit(run(stage, "Measure every English council and write what came of each into one table."))
