"""What a source would be with a new file: staged in memory, judged as `make validate` does, and which rows are new."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.run.errors import MissingSourceError
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.checks import (
    gather_staged_lookup_facts,
    make_error_of_faulty_rows,
    read_rows_as_staged,
    refuse_failed_expectations,
)
from fairer_stockton.validate.dataset import check_dataset
from fairer_stockton.validate.rows import Check, check_rows

if TYPE_CHECKING:
    import pandas as pd

FileKey = tuple[str, str]  # name and period


@dataclass(frozen=True)
class StagedChange:
    """A source's rows without the new file, of the new file, and with it."""

    before: "pd.DataFrame | None"  # None where nothing published is held yet
    new: "pd.DataFrame"
    after: "pd.DataFrame"
    replaced: tuple[FileKey, ...]  # files whose rows the new one has too


def find_published_files(settings: Settings, source: Source) -> list[raw_folder.RawFile]:
    """Return the files of a source that were fetched or adopted; the sample's are left out."""
    files = []
    for extract in source.extracts:
        try:
            file = raw_folder.find_raw_file_of_extract(settings.raw, source, extract)
        except MissingSourceError:
            continue
        if not file.synthetic and file.extract.columns:
            files.append(file)
    return files


def stage_change(
    source: Source, held: Sequence[raw_folder.RawFile], new_extracts: Sequence[Extract], file: Path
) -> StagedChange:
    """Stage a source without and with a new file, whose rows take the place of those that an earlier one has too.

    Raises:
        InputError: the file cannot be read.
    """
    from fairer_stockton.ingest.stage import read_and_recode_file

    files_read: dict[tuple[Path, Extract], Any] = {}

    def read_once(source: Source, raw_file: raw_folder.RawFile) -> Any:
        key = (raw_file.path, raw_file.extract)
        if key not in files_read:
            files_read[key] = read_and_recode_file(source, raw_file)
        return files_read[key]

    added = [raw_folder.RawFile(extract, file, synthetic=False) for extract in new_extracts]
    tables = {extract.table for extract in new_extracts}
    before = read_rows_as_staged(source, list(held), read_once) if held else None
    beside = [other for other in held if other.extract.table not in tables]
    new = read_rows_as_staged(source, [*beside, *added], read_once)
    new = new[new["source_file"].str.startswith(file.name)]
    replaced = _find_files_with_same_rows(source, held, before, new, new_extracts)
    left = [other for other in held if (other.extract.name, other.extract.period) not in replaced]
    after = read_rows_as_staged(source, [*left, *added], read_once)
    return StagedChange(before, new, after, tuple(sorted(replaced)))


def check_change(
    settings: Settings,
    progress: Progress,
    source: Source,
    file: Path,
    change: StagedChange,
    extracts: Sequence[Extract],
) -> None:
    """Judge what the source would be as `make validate` would; what fails without the new file is not its fault.

    Raises:
        InputError: a row breaks the contract of rows, or the whole what is expected of it.
    """
    remedy = (
        f"compare the file with the publisher's page ({source.page}); if it is right and the contract is not, change "
        f"schemas/staged/{source.name}.py or its expectations"
    )
    with_file = replace(source, extracts=(*source.extracts, *extracts))
    _, faults = check_rows(with_file, change.after)
    if faults:
        raise make_error_of_faulty_rows(file.name, faults, remedy)
    facts = gather_staged_lookup_facts(settings, progress)
    if facts is None:
        return
    checks = check_dataset(with_file, change.after, facts)
    if all(check.passed for check in checks):
        return
    failed_before = _list_failures(check_dataset(source, change.before, facts)) if change.before is not None else set()
    refuse_failed_expectations(file.name, [check for check in checks if _key(check) not in failed_before], remedy)


def _find_files_with_same_rows(
    source: Source,
    held: Sequence[raw_folder.RawFile],
    before: "pd.DataFrame | None",
    new: "pd.DataFrame",
    new_extracts: Sequence[Extract],
) -> set[FileKey]:
    """Find the files that say something of what the new one says too, by the columns that tell rows apart.

    Where no file is held, an entry of the same name or the same period and form is taken for it.
    """
    tables = {extract.table for extract in new_extracts}
    if before is None:
        period = new_extracts[0].period
        forms = {(extract.table, extract.sheet, extract.columns) for extract in new_extracts}
        return {
            (extract.name, extract.period)
            for extract in source.extracts
            if extract.name == new_extracts[0].name
            or (extract.period == period and (extract.table, extract.sheet, extract.columns) in forms)
        }
    keys = list(load_row_contract(source).to_schema().unique or [])
    same = before.merge(new[keys].drop_duplicates(), on=keys) if keys else before.head(0)
    names = set(same["source_file"].str.split(" › ").str[0])
    periods = {str(period) for period in same["period"]}
    files = [file for file in held if file.extract.table in tables and file.path.name in names]
    alike = [
        file for file in files if file.extract.period in periods or file.extract.period.replace("-", "/") in periods
    ]
    several = len({file.extract.period for file in files}) > 1  # of one name: those of the periods in question
    return {(file.extract.name, file.extract.period) for file in (alike if several and alike else files)}


def _list_failures(checks: Sequence[Check]) -> set[Any]:
    return {_key(check) for check in checks if not check.passed}


def _key(check: Check) -> Any:
    return check if check.passed else (check.suite, check.expectation, check.expected)
