"""Ingest: the raw extracts into staged tables."""

from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def ingest(settings: Settings, progress: Progress) -> None:
    """Read the raw extracts into staged tables."""
    from fairer_stockton.ingest import stage

    stage.ingest(settings, progress)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["ingest", *sys.argv[1:]]))
