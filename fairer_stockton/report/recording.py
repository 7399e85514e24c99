"""Writing down what is published: a finished edition before it is shown, and all that are there where no record is."""

from collections.abc import Iterator
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.editions.published import MANIFEST
from fairer_stockton.editions.record import (
    RecordedExtract,
    find_stored_extract,
    list_published_builds,
    read_record,
    record_version,
)
from fairer_stockton.editions.sums import find_sum_key, make_input_file
from fairer_stockton.fetch.held_folder import hold_raw_folder
from fairer_stockton.fetch.raw_folder import RawFile, find_raw_files
from fairer_stockton.measure.results import compute_checksum_of_inputs, list_files_of_results, results_are_current
from fairer_stockton.run.errors import MissingSourceError, ValidationError
from fairer_stockton.run.fingerprints import read_json
from fairer_stockton.run.progress import Progress


def record_finished_edition(settings: Settings, finished_folder: Path, progress: Progress) -> None:
    """Write down what is to be shown, with the extracts of the council's own that it was made from.

    The record is one for all councils that share a raw folder: so it is held meanwhile, and what another run has
    published since these figures were made must be known to them.

    Raises:
        ValidationError: an extract is not in the raw folder any more, or another edition was published meanwhile.
    """
    with hold_raw_folder(settings.raw, progress.say):
        if not results_are_current(settings):
            raise ValidationError(
                results=settings.measures,
                found="figures that do not know of an edition that another run has published meanwhile",
                expected="figures that are protected together with all that was published",
                remedy="run `make measure`, and then `make report`",
            )
        _write_into_record(settings, finished_folder)


def _write_into_record(settings: Settings, finished_folder: Path) -> None:
    files: dict[RecordedExtract, Path] = {}
    published = _list_recorded_extracts_by_published_sum(settings)
    key, used = find_sum_key(settings), list_files_of_results(settings, find_sum_key(settings))
    for name, source in settings.definitions.sources.items():
        if not source.supplied or not used.get(name):
            continue
        there = {key.seal_file(raw.sha256): raw for raw in _list_raw_files(settings, source)}
        there |= {raw.sha256: raw for raw in there.values() if raw.synthetic}
        for file in used[name]:
            raw, earlier = there.get(file.checksum), published.get((name, file.name, file.checksum))
            if raw is not None:
                extract = _describe_extract(name, raw)
                files[extract] = raw.path
            elif earlier is not None and (path := find_stored_extract(settings.raw, earlier)):
                files[earlier] = path
            else:
                raise ValidationError(
                    file=f"{name} {file.period}: {file.name}",
                    found="another file in the raw folder than the one that the figures were made from",
                    expected="the file itself, to be kept with what is published of it",
                    remedy="run `make measure`, and then `make report`",
                )
    before = {
        (extract.source, extract.period, extract.sha256)
        for version in read_record(settings.raw)
        for extract in version.extracts
    }
    revised = {
        (extract.source, extract.period)
        for extract in files
        if (extract.source, extract.period, extract.sha256) not in before
        and (extract.source, extract.period) in {(source, period) for source, period, _ in before}
    }
    declared = settings.definitions.corrections
    published_now = [correction.name for correction in declared if (correction.source, correction.period) in revised]
    inputs = compute_checksum_of_inputs(settings)
    record_version(settings.raw, finished_folder, files, inputs, published_now)


def _list_recorded_extracts_by_published_sum(settings: Settings) -> dict[tuple[str, str, str], RecordedExtract]:
    """Return the extracts that the record holds by source, name, and the sum by which a manifest may name them."""
    key, sources = find_sum_key(settings), settings.definitions.sources
    return {
        (extract.source, extract.name, make_input_file(sources[extract.source], key, *facts).checksum): extract
        for version in read_record(settings.raw)
        for extract in version.extracts
        if extract.source in sources
        for facts in [(extract.name, extract.period, extract.sha256, extract.synthetic)]
    }


def _describe_extract(source_name: str, raw: RawFile) -> RecordedExtract:
    period = raw.extract.period
    return RecordedExtract(source_name, raw.extract.name, period, raw.sha256, raw.synthetic, raw.path.name)


def record_editions_that_are_there(settings: Settings, progress: Progress) -> None:
    """Write every edition below the reports into the record, where it is not there yet."""
    before = len(read_record(settings.raw))
    for folder in list_published_builds(settings.reports):
        extracts = dict(_match_extracts_of_edition(settings, folder))
        record_version(settings.raw, folder, extracts, "")
    versions = read_record(settings.raw)
    progress.say(f"the record holds {len(versions)} versions of editions, {len(versions) - before} of them new")


def _match_extracts_of_edition(settings: Settings, edition_folder: Path) -> Iterator[tuple[RecordedExtract, Path]]:
    """Yield the extracts of the council's own that an edition was made from and that the raw folder holds still."""
    key, supplied = find_sum_key(settings), settings.declared_definitions.supplied
    inputs = read_json(edition_folder / MANIFEST).get("inputs", ())
    named = {(entry["source"], entry["sha256"]) for entry in inputs if entry["source"] in supplied}
    for name in sorted({source for source, _ in named}):
        for raw in _list_raw_files(settings, settings.declared_definitions.sources[name]):
            if {(name, raw.sha256), (name, key.seal_file(raw.sha256))} & named:
                yield _describe_extract(name, raw), raw.path


def _list_raw_files(settings: Settings, source: Source) -> list[RawFile]:
    try:
        return find_raw_files(settings.raw, source)
    except MissingSourceError:
        return []
