"""Ingest: the raw extracts into staged tables."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def ingest(settings: Settings, progress: Progress) -> None:
    """Read the raw extracts into staged tables."""
    from fairer_stockton.ingest.stage import describe_absent_extracts, ingest_source

    for source in progress.track_steps("ingest", settings.definitions.sources.values(), lambda source: source.name):
        ingest_source(settings, progress, source)
    for line in describe_absent_extracts(settings):
        progress.say(line)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["ingest", *sys.argv[1:]]))
