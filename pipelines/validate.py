"""Validate: a verdict on every staged table."""

from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def validate(settings: Settings, progress: Progress) -> None:
    """Judge every staged table against its contract."""
    from fairer_stockton.validate import stage

    stage.validate(settings, progress)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["validate", *sys.argv[1:]]))
