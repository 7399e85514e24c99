"""Measure: staged tables with a passing verdict become observations and gaps."""

from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def measure(settings: Settings, progress: Progress, *, explain: str = "", area: str = "", period: str = "") -> None:
    """Make observations and gaps from the staged tables."""
    from fairer_stockton.measure import stage

    stage.measure(settings, progress)
    if explain:
        from fairer_stockton.measure.explain import explain as how_a_figure_is_made

        print(how_a_figure_is_made(settings, explain, area or None, period or None), end="")


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["measure", *sys.argv[1:]]))
