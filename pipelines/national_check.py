"""National check: every English council measured, and what came of each."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.pipelines.measure import make_figures
from fairer_stockton.run.progress import Progress


def national_check(settings: Settings, progress: Progress) -> None:
    """Measure every English council and write what came of each into one table."""
    from fairer_stockton.measure.national_check import check_councils

    check_councils(settings, progress, make_figures)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["national-check", *sys.argv[1:]]))
