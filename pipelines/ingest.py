"""Ingest: the raw extracts into staged tables."""

from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def ingest(settings: Settings, progress: Progress) -> None:
    """Read the raw extracts into staged tables."""
    from fairer_stockton.definitions.sources import load_sources
    from fairer_stockton.ingest.stage import ingest_source

    for source in progress.each("ingest", load_sources().values(), lambda source: source.name):
        ingest_source(settings, progress, source)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["ingest", *sys.argv[1:]]))
