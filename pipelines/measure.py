"""Measure: staged tables with a passing verdict become observations and gaps."""

from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def measure(settings: Settings, progress: Progress) -> None:
    """Make observations and gaps from the staged tables."""
    from fairer_stockton.measure import stage

    stage.measure(settings, progress)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["measure", *sys.argv[1:]]))
