"""Writing down what is published: a finished edition before it is shown, and all that are there where no record is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
from fairer_stockton.editions.sums import find_sum_key
from fairer_stockton.fetch.raw_folder import RawFile, find_raw_files
from fairer_stockton.measure.results import compute_checksum_of_inputs
from fairer_stockton.run.errors import MissingSourceError, ValidationError
from fairer_stockton.run.fingerprints import read_json, read_stamp
from fairer_stockton.run.progress import Progress


def record_finished_edition(settings: Settings, finished_folder: Path) -> None:
    """Write down what is to be shown, with the extracts of the council's own that it was made from.

    Raises:
        ValidationError: an extract is not in the raw folder any more.
    """
    files: dict[RecordedExtract, Path] = {}
    for name, source in settings.definitions.sources.items():
        entries = read_stamp(settings.staged / f"{name}.parquet").get("inputs", ()) if source.supplied else ()
        raw_files = {raw.sha256: raw.path for raw in (_list_raw_files(settings, source) if entries else ())}
        for file_name, period, total, synthetic in entries:
            stored = raw_files[total].name if total in raw_files else file_name
            extract = RecordedExtract(name, file_name, period, total, synthetic, stored)
            path = raw_files.get(total) or find_stored_extract(settings.raw, extract)
            if path is None:
                raise ValidationError(
                    file=f"{name} {period}: {file_name}",
                    found="another file in the raw folder than the one that the figures were made from",
                    expected="the file itself, to be kept with what is published of it",
                    remedy="run `make measure`, and then `make report`",
                )
            files[extract] = path
    record_version(settings.raw, finished_folder, files, compute_checksum_of_inputs(settings))


def record_editions_that_are_there(settings: Settings, progress: Progress) -> None:
    """Write every edition below the reports into the record, where it is not there yet."""
    before = len(read_record(settings.raw))
    for folder in list_published_builds(settings.reports):
        extracts = dict(_match_extracts_of_edition(settings, read_json(folder / MANIFEST)))
        record_version(settings.raw, folder, extracts, "")
    versions = read_record(settings.raw)
    progress.say(f"the record holds {len(versions)} versions of editions, {len(versions) - before} of them new")


def _match_extracts_of_edition(settings: Settings, manifest: dict[str, Any]) -> Iterator[tuple[RecordedExtract, Path]]:
    """Yield the extracts of the council's own that an edition was made from and that the raw folder holds still."""
    key, supplied = find_sum_key(settings), settings.declared_definitions.supplied
    named = {(entry["source"], entry["sha256"]) for entry in manifest.get("inputs", ()) if entry["source"] in supplied}
    for name in sorted({source for source, _ in named}):
        for raw in _list_raw_files(settings, settings.declared_definitions.sources[name]):
            if {(name, raw.sha256), (name, key.seal_file(raw.sha256))} & named:
                period = raw.extract.period
                yield (
                    RecordedExtract(name, raw.extract.name, period, raw.sha256, raw.synthetic, raw.path.name),
                    raw.path,
                )


def _list_raw_files(settings: Settings, source: Source) -> list[RawFile]:
    try:
        return find_raw_files(settings.raw, source)
    except MissingSourceError:
        return []
