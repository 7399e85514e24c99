"""Refresh: all five stages, one after the other; where a source fails its last good version is used."""

from datetime import datetime
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch.held_folder import hold_raw_folder
from fairer_stockton.pipelines.fetch import fetch
from fairer_stockton.pipelines.ingest import ingest_sources
from fairer_stockton.pipelines.measure import measure
from fairer_stockton.pipelines.report import publish
from fairer_stockton.pipelines.validate import validate
from fairer_stockton.run.clock import read_clock
from fairer_stockton.run.errors import FairerError, InputError, PartialError, ValidationError, indent_following_lines
from fairer_stockton.run.progress import Progress

NOT_READ, NOT_PASSED = "the latest version cannot be read", "the latest version did not pass its checks"


def refresh(settings: Settings, progress: Progress, mirror: Path | None = None) -> None:
    """Do all five stages, safely, as a schedule does; where a source fails its last good version is used."""
    from fairer_stockton.definitions.stale_sources import read_stale_sources

    # What failed is set aside among the extracts: so they are held until all are read and judged.
    with hold_raw_folder(settings.raw, progress.say):
        with progress.record_stage("fetch"):
            troubles = fetch_what_can_be_fetched(settings, progress, mirror)
        settings = settings.with_fixed_sources()
        stage_and_judge(settings, progress, read_clock())
    with progress.record_stage("measure"):
        measure(settings, progress)
    with progress.record_stage("report"):
        edition = publish(settings, progress)
    print(edition / "index.html")
    troubles += [f"{stale.name}: {stale.note}" for stale in read_stale_sources(settings.raw).values()]
    if troubles:
        raise PartialError(
            found=indent_following_lines(troubles),
            remedy="see to the sources that are named; each run says so until they are good again",
        )


def fetch_what_can_be_fetched(settings: Settings, progress: Progress, mirror: Path | None) -> list[str]:
    """Fetch, and return what could not be fetched; what is in force instead was good enough for the run before.

    Raises:
        InputError: something could not be fetched, and there was no run before.
    """
    try:
        fetch(settings, progress, mirror)
    except InputError as refusal:
        if not all((settings.staged / f"{name}.parquet").is_file() for name in settings.definitions.sources):
            raise
        return [f"not fetched: {error.file}: {error.found}" for error in (refusal, *refusal.others)]
    return []


def stage_and_judge(settings: Settings, progress: Progress, moment: datetime) -> None:
    """Ingest and validate; of a source that fails the last good versions are put back, and tried instead.

    Raises:
        InputError: a source cannot be read, and has no good version; or its last good one has stood in for too long.
        ValidationError: likewise of a source that does not pass its checks.
    """
    from fairer_stockton.fetch.last_good import refuse_sources_stale_for_too_long

    put_back: set[str] = set()  # each source once at most, so that this comes to an end
    while failure := _find_failure(settings, progress):
        names, why, refusal = failure
        if put_back & {*names} or not _put_all_back(settings, names, why, moment):
            raise refusal
        put_back |= {*names}
        for line in (*str(refusal).splitlines(), f"set aside, and the last good version put back: {', '.join(names)}"):
            progress.say(line)
    refuse_sources_stale_for_too_long(settings, moment)


def _find_failure(settings: Settings, progress: Progress) -> tuple[list[str], str, FairerError] | None:
    """Ingest and validate; return which sources fail, in what way and in which words, or nothing where none does."""
    with progress.record_stage("ingest"):
        refusals = ingest_sources(settings, progress)
    if refusals:
        first, *others = refusals.values()
        return [*refusals], NOT_READ, first.followed_by_errors(others)
    try:
        with progress.record_stage("validate"):
            validate(settings, progress)
    except ValidationError as refusal:
        return _list_failing_sources(settings), NOT_PASSED, refusal
    return None


def _put_all_back(settings: Settings, names: list[str], why: str, moment: datetime) -> bool:
    """Put the last good versions of sources back; return whether each had some that were not in force already."""
    from fairer_stockton.fetch.last_good import put_back_last_good_versions

    sources = settings.definitions.sources
    return bool(names) and all([put_back_last_good_versions(settings, sources[name], why, moment) for name in names])


def _list_failing_sources(settings: Settings) -> list[str]:
    """Return the sources whose staged table, as it is, was judged and did not pass."""
    from fairer_stockton.validate.verdicts import make_output_of_verdict, read_verdict

    verdicts = {name: read_verdict(settings.verdicts, name) for name in settings.definitions.sources}
    failed = [name for name, verdict in verdicts.items() if verdict.get("passed") is False]
    return [name for name in failed if verdicts[name]["content"] == make_output_of_verdict(settings, name).content()]


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["refresh", *sys.argv[1:]]))
