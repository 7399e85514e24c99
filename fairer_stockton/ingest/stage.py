"""Ingest: each source's extracts, read and then renamed and recoded by one SQL file into one staged parquet table."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from fairer_stockton.definitions.codebooks import load_codebook
from fairer_stockton.definitions.contract_files import check_source_files_exist
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.definitions.stale_sources import read_stale_sources
from fairer_stockton.fetch import raw_folder, register
from fairer_stockton.fetch.folders_of_tables import note_folder_of_tables
from fairer_stockton.ingest.staging_sql import open_staging_database
from fairer_stockton.run.errors import MissingSourceError
from fairer_stockton.run.fingerprints import place_table_and_stamp, read_stamp, write_table_and_stamp
from fairer_stockton.run.private_errors import leave_cells_out_of_errors
from fairer_stockton.run.private_files import UNFINISHED_ROWS
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.record import TrackedOutput

FileReader = Callable[[Source, raw_folder.RawFile], pa.Table]


def ingest_source(settings: Settings, progress: Progress, source: Source) -> bool:
    """Stage one source, if its raw bytes, definition or SQL have changed since it was staged last.

    Returns:
        Whether it was staged.

    Raises:
        CatalogueError: the source lacks one of its four files.
    """
    check_source_files_exist([source])
    files = raw_folder.find_raw_files(settings.raw, source)
    if source.supplied and not all(file.synthetic for file in files):
        note_folder_of_tables(settings.raw, settings.processed)
    output = describe_staged_output(settings, source, files)
    if output.is_current():
        return False
    for period in sorted({file.extract.period for file in files if not file.synthetic}):
        register.register_files_in_force(settings.raw / source.name / period, source.supplied)
    with leave_cells_out_of_errors(source.supplied):
        rows = _write_staged_table(settings, progress, source, files, output)
    progress.say(f"staged {source.name}: {rows:,} rows")
    return True


def _write_staged_table(
    settings: Settings, progress: Progress, source: Source, files: list[raw_folder.RawFile], output: TrackedOutput
) -> int:
    """Write the staged table of a source, in batches where its files are large, and return how many rows it has."""
    from pyarrow.parquet import read_metadata

    from fairer_stockton.ingest.row_batches import are_staged_in_batches, stage_in_batches

    (target,) = output.files
    facts: dict[str, object] = {
        "synthetic": any(file.synthetic for file in files),
        "inputs": sorted({(file.extract.name, file.extract.period, file.sha256, file.synthetic) for file in files}),
        "confirmed": _list_confirmed_questions(files),
    }
    if are_staged_in_batches(files):
        with stage_in_batches(source, files, settings.staged, read_and_recode_file, progress) as written:
            if written:
                _say_what_changed(progress, target, source, files)
                place_table_and_stamp(written, target, output.content(), owner_only=source.supplied, **facts)
                return int(read_metadata(target).num_rows)
    staged = build_staged_table(source, files)
    _say_what_changed(progress, target, source, files)
    write_table_and_stamp(staged, target, output.content(), owner_only=source.supplied, **facts)
    return staged.num_rows


def _say_what_changed(progress: Progress, target: Path, source: Source, files: list[raw_folder.RawFile]) -> None:
    for line in (*_write_lines_on_removed_extracts(target, source, files), *_write_lines_on_whole_files(source, files)):
        progress.say(line)


def describe_staged_output(settings: Settings, source: Source, files: list[raw_folder.RawFile]) -> TrackedOutput:
    """Return the staged table of a source, and what it rests on: its extracts, its definition, SQL and codebooks."""
    stale = read_stale_sources(settings.raw).get(source.name)
    return TrackedOutput(
        source.name,
        (settings.staged / f"{source.name}.parquet",),
        code=("ingest",),
        rests_on=(source.definition, source.staging_file, *source.codebooks),
        choices=[
            [(file.path.name, file.extract.period, file.sha256, file.synthetic) for file in files],
            _list_confirmed_questions(files),
            *([stale.note] if stale else []),  # the edition says so, and must be made again once it is
        ],
    )


def describe_absent_extracts(settings: Settings) -> Iterator[str]:
    """Yield a line on the sources of which nothing is there, and one on each that lacks files.

    Raises:
        MissingSourceError: a published file that was staged before is gone: its figures would be gone in silence.
    """
    definitions = settings.definitions
    for source in (*definitions.sources.values(), *definitions.absent_sources.values()):
        if not source.supplied:
            _refuse_loss_of_staged_extracts(settings, source)
    for supplied, verb in ((False, "fetched"), (True, "supplied")):
        if names := [name for name, source in definitions.absent_sources.items() if source.supplied == supplied]:
            yield f"not {verb} yet, and so not reported: {', '.join(names)}"
    for name, source in definitions.sources.items():
        absent = [] if source.supplied else raw_folder.list_absent_extracts(settings.raw, source)
        if 0 < len(absent) < len(source.extracts):  # else it is the sample's, which need not hold every file
            yield f"not fetched yet, of {name}: {', '.join(dict.fromkeys(extract.name for extract in absent))}"


def remove_tables_of_absent_extracts(settings: Settings) -> Iterator[str]:
    """Remove the tables of a source of which the council has supplied nothing any more, and yield a line on each.

    Where councils share the extracts and one forgets them, the tables of the others would hold their rows for good.
    Rows that a run left on the way when it was killed are removed too.
    """
    shutil.rmtree(settings.staged / UNFINISHED_ROWS, ignore_errors=True)
    for name in (name for name, source in settings.definitions.absent_sources.items() if source.supplied):
        tables = [*settings.staged.glob(f"{name}.parquet*"), *settings.verdicts.glob(f"{name}.*")]
        for path in tables:
            path.unlink()
        if tables:
            yield f"{name}: removed its tables, since no extract of it is there any more"


def _refuse_loss_of_staged_extracts(settings: Settings, source: Source) -> None:
    staged = settings.staged / f"{source.name}.parquet"
    inputs = read_stamp(staged).get("inputs", ()) if staged.is_file() else ()
    was_real = {(name, period) for name, period, _, synthetic in inputs if not synthetic}
    absent = raw_folder.list_absent_extracts(settings.raw, source) if was_real else ()
    if lost := [extract for extract in absent if (extract.name, extract.period) in was_real]:
        raise MissingSourceError(
            source=f"{source.name} ({source.title})",
            found=f"{lost[0].name} for {lost[0].period}, which was read before, is not in {settings.raw} any more",
            remedy=f"bring it back by `make fetch`; to report without it, delete {staged}",
        )


def _list_confirmed_questions(files: list[raw_folder.RawFile]) -> list[dict[str, Any]]:
    """Return what was questioned of the extracts that the council supplied, and why it was said to be right."""
    return [{"period": file.extract.period, **file.confirmed} for file in files if file.confirmed]


def _write_lines_on_removed_extracts(
    staged_path: Path, source: Source, files: list[raw_folder.RawFile]
) -> Iterator[str]:
    """Yield a line for each extract of the council's own that was staged before and is not there any more."""
    there = {file.extract.period for file in files if not file.synthetic}
    instead = "; invented data take its place" if any(file.synthetic for file in files) else ""
    for _, period, _, synthetic in read_stamp(staged_path).get("inputs", ()) if source.supplied else ():
        if not synthetic and period not in there:
            yield f"{source.name} {period}: the extract that was supplied before is not there any more{instead}"


def _write_lines_on_whole_files(source: Source, files: list[raw_folder.RawFile]) -> Iterator[str]:
    """Yield a line for each extract that was supplied before files were reduced to the columns that are named."""
    for file in files if source.supplied else ():
        if not (file.synthetic or file.reduced):
            yield f"{source.name} {file.extract.period}: kept whole by an earlier version: supply it again"


def build_staged_table(
    source: Source, files: list[raw_folder.RawFile], read_file: FileReader | None = None
) -> pa.Table:
    """Read a source's files, recode those that have a codebook, and run its SQL over them.

    Args:
        source: whose files they are.
        files: the files.
        read_file: what reads each, in place of `read_and_recode_file`; so that a file need not be read again.

    Raises:
        InputError: a file cannot be read, or one that the council supplied holds direct identifiers.
        CatalogueError: the SQL names a column or table that the source file does not give.
    """
    from fairer_stockton.ingest.extracts import make_table_without_rows

    tables: dict[str, list[pa.Table]] = {}
    for file in files:
        tables.setdefault(file.extract.table, []).append((read_file or read_and_recode_file)(source, file))
    statement = source.staging_file.read_text(encoding="utf-8")
    for extract in source.extracts:  # those too whose file is not there: the SQL may name their columns
        tables.setdefault(extract.table, []).append(make_table_without_rows(extract))
    with open_staging_database(source) as connection:
        for name, parts in tables.items():
            connection.register(name, pa.concat_tables(parts, promote_options="default"))
        return connection.sql(statement).to_arrow_table()


def read_and_recode_file(source: Source, file: raw_folder.RawFile) -> pa.Table:
    """Read one file; a supplied one is searched for direct identifiers before anything else is made of it."""
    from fairer_stockton.ingest.extracts import read_extract
    from fairer_stockton.ingest.identifiers import refuse_personal_identifiers
    from fairer_stockton.ingest.recoding import recode_wave

    if source.supplied:
        refuse_personal_identifiers(file.path, file.extract, source.public_columns)
    table = read_extract(file.path, file.extract)
    codebook = load_codebook(source.name, file.extract.period, source.codebook_folder)
    return recode_wave(table, codebook) if codebook else table
