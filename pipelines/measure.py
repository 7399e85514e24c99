"""Make observations and gaps from the staged tables."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def stage(settings: Settings, progress: Progress, _mirror: Path | None) -> None:
    """Make observations and gaps from the staged tables."""
    from fairer_stockton.measure.stage import measure

    measure(settings, progress)


if __name__ == "__main__":
    raise SystemExit(run(stage, "Make observations and gaps from the staged tables."))
