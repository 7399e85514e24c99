"""Ingest: the raw extracts into staged tables."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch.held_folder import hold_raw_folder
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.progress import Progress


def ingest(settings: Settings, progress: Progress) -> None:
    """Read the raw extracts into staged tables."""
    # All extracts as they are at one moment: what is brought meanwhile waits, and runs of other councils read too.
    with hold_raw_folder(settings.raw, progress.say, is_shared=True):
        refusals = [*ingest_sources(settings, progress).values()]
    if refusals:
        raise refusals[0].followed_by_errors(refusals[1:])


def ingest_sources(settings: Settings, progress: Progress) -> dict[str, InputError]:
    """Read the raw extracts of every source that can be read; return the refusal of each that cannot, by its name."""
    from fairer_stockton.ingest.stage import describe_absent_extracts, ingest_source, remove_tables_of_absent_extracts

    absent = [*describe_absent_extracts(settings)]
    for line in remove_tables_of_absent_extracts(settings):
        progress.say(line)
    staged, refusals = [], {}
    for source in progress.track_steps("ingest", settings.definitions.sources.values(), lambda source: source.name):
        try:
            staged.append(ingest_source(settings, progress, source))
        except InputError as refusal:
            refusals[source.name] = refusal
            progress.mark_step_failed(refusal)
    for line in absent if any(staged) else ():  # where nothing is new, it was said before
        progress.say(line)
    return refusals


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["ingest", *sys.argv[1:]]))
