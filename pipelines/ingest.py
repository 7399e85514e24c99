"""Ingest: the raw extracts into staged tables."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.lock import LONG_WAIT, hold_lock_of_folder
from fairer_stockton.run.progress import Progress


def ingest(settings: Settings, progress: Progress) -> None:
    """Read the raw extracts into staged tables."""
    from fairer_stockton.ingest.stage import describe_absent_extracts, ingest_source

    # All extracts as they are at one moment: what is brought meanwhile waits, and runs of other councils read too.
    with hold_lock_of_folder(settings.raw, is_shared=True, wait=LONG_WAIT, report_line=progress.say):
        absent = [*describe_absent_extracts(settings)]
        sources = progress.track_steps("ingest", settings.definitions.sources.values(), lambda source: source.name)
        staged = [ingest_source(settings, progress, source) for source in sources]
    for line in absent if any(staged) else ():  # where nothing is new, it was said before
        progress.say(line)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["ingest", *sys.argv[1:]]))
