"""Checks of a supplied file before it is in force: all of `make validate`, on the file alone and with other periods."""

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.run.errors import FairerError, InputError, MissingSourceError
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.dataset_questions import ComparedExtracts
from fairer_stockton.validate.dataset import check_dataset, gather_facts_of_lookups
from fairer_stockton.validate.rows import NOT_REPEATED, Check, Fault, check_rows, convert_to_frame
from fairer_stockton.validate.stage import read_lookups
from fairer_stockton.validate.words import map_columns_to_headings

if TYPE_CHECKING:
    import pandas as pd

    from fairer_stockton.ingest.stage import FileReader

FileWithRows = tuple[raw_folder.RawFile, "pd.DataFrame"]


def check_supplied_file(
    settings: Settings, progress: Progress, source: Source, extract: Extract, file: Path
) -> ComparedExtracts:
    """Check one file as `make validate` would once it is in force.

    Raises:
        InputError: the file cannot be read, or something in it breaks a rule; the message lists all that is wrong.
    """
    new = raw_folder.RawFile(extract, file, synthetic=False)
    rows = read_rows_as_staged(source, [new])
    _, faults = check_rows(source, rows, extract)
    if faults:
        raise make_error_of_faulty_rows(file.name, faults, _describe_supply_remedy(source))
    others = _read_extracts_of_other_periods(settings, progress, source, extract)
    facts = gather_staged_lookup_facts(settings, progress)
    if facts is not None:
        _refuse_failed_expectations(source, new, check_dataset(source, _set_stored_file_name(rows, new), facts))
        if others:
            _refuse_file_failing_with_other_periods(progress, source, new, others, facts)
    compared, earlier = _choose_extract_to_compare(settings, source, extract, others)
    return ComparedExtracts(
        rows=rows,
        earlier=earlier,
        earlier_period=compared.period,
        same_period=compared == extract,
        model=load_row_contract(source),
        headings=map_columns_to_headings(source, extract),
    )


def read_rows_as_staged(
    source: Source, files: list[raw_folder.RawFile], read_file: "FileReader | None" = None
) -> "pd.DataFrame":
    """Return the rows of files as staging would write them and reading give them back; nothing is written to disk."""
    from pyarrow import parquet

    from fairer_stockton.ingest.stage import build_staged_table

    stored = io.BytesIO()
    parquet.write_table(build_staged_table(source, files, read_file), stored)
    return convert_to_frame(parquet.read_table(stored))


def make_error_of_faulty_rows(file_name: str, faults: Sequence[Fault], remedy: str) -> InputError:
    """Return the refusal: each rule with its first fault. Rules on whole rows wait until each cell is as it must be."""
    cells = [fault for fault in faults if fault["found"] != NOT_REPEATED] or faults
    broken: dict[tuple[str, str], list[Fault]] = {}
    for fault in cells:
        broken.setdefault((fault["expected"], fault["column"]), []).append(fault)
    first, *others = (_make_error_of_broken_rule(file_name, alike, remedy) for alike in broken.values())
    return first.followed_by_errors(others)


def _make_error_of_broken_rule(file_name: str, faults: Sequence[Fault], remedy: str) -> InputError:
    first = min(faults, key=lambda fault: fault["row"] or 0)
    return InputError(
        file=file_name,
        row=first["row"] if first["row"] != "" else None,
        column=first["column"] or None,
        found=first["found"] + (f" (and {len(faults) - 1:,} more)" if len(faults) > 1 else ""),
        expected=first["expected"],
        remedy=remedy,
    )


def _describe_supply_remedy(source: Source) -> str:
    return f"correct the file and supply it again; docs/extracts/{source.name}.md says what each column holds"


def _set_stored_file_name(rows: "pd.DataFrame", new_file: raw_folder.RawFile) -> "pd.DataFrame":
    """Return the rows with the file's stored name, since the name that it has now does not show its period."""
    names = rows["source_file"].astype(str).str.replace(new_file.path.name, new_file.extract.name, regex=False)
    return rows.assign(source_file=names)


def _refuse_failed_expectations(
    source: Source, new_file: raw_folder.RawFile, checks: Sequence[Check], words_on_other_extracts: str = ""
) -> None:
    """Refuse a file with every expectation that fails, under the name that it has outside the raw folder."""
    named = [replace(check, found=check.found.replace(new_file.extract.name, new_file.path.name)) for check in checks]
    refuse_failed_expectations(new_file.path.name, named, _describe_supply_remedy(source), words_on_other_extracts)


def refuse_failed_expectations(
    file_name: str, checks: Sequence[Check], remedy: str, words_on_other_extracts: str = ""
) -> None:
    """Refuse a file with every expectation that fails.

    Raises:
        InputError: at least one fails.
    """
    refusals = [
        InputError(
            file=file_name,
            found=check.found,
            expected=check.suite + words_on_other_extracts + _describe_expectation_details(check),
            remedy=remedy,
        )
        for check in checks
        if not check.passed
    ]
    if refusals:
        raise refusals[0].followed_by_errors(refusals[1:])


def _describe_expectation_details(check: Check) -> str:
    """Return what the expectation says beyond the name of its suite, between brackets."""
    further = check.expected.removeprefix(check.suite).lstrip(":, ")
    return f" ({further})" if further else ""


def gather_staged_lookup_facts(settings: Settings, progress: Progress) -> Any:
    """Return what the lookups know, staging them where need be; None where there are none yet."""
    from fairer_stockton.ingest.stage import ingest_source

    lookups = settings.declared_definitions.national.maps.lookups
    try:
        for name in lookups:
            ingest_source(settings, progress, settings.definitions.sources[name])
    except MissingSourceError:
        progress.say(
            "judged without the lookups of areas, which are not here yet: run `make fetch`, then `make validate`"
        )
        return None
    return gather_facts_of_lookups(settings.council, read_lookups(settings.staged, lookups))


def _read_extracts_of_other_periods(
    settings: Settings, progress: Progress, source: Source, extract: Extract
) -> list[FileWithRows]:
    """Read the council's own extracts of other periods; a damaged one is reported and left out."""
    extracts = []
    for other in source.extracts:
        if other == extract or not (settings.raw / source.name / other.period).is_dir():
            continue
        try:
            extracts.append(_read_extract_in_force(settings, source, other))
        except FairerError as refusal:
            progress.say(f"{source.name} {other.period} cannot be read, and is left out of account:\n{refusal}")
    return extracts


def _read_extract_in_force(settings: Settings, source: Source, extract: Extract) -> FileWithRows:
    file = raw_folder.find_raw_file_of_extract(settings.raw, source, extract)
    return file, read_rows_as_staged(source, [file])


def _refuse_file_failing_with_other_periods(
    progress: Progress,
    source: Source,
    new_file: raw_folder.RawFile,
    other_extracts: list[FileWithRows],
    lookup_facts: Any,
) -> None:
    """Check the file together with the other periods; what fails without it too is not its fault.

    Raises:
        InputError: something fails that does not fail without the file.
    """
    files = [file for file, _ in other_extracts]
    rows = _set_stored_file_name(read_rows_as_staged(source, [*files, new_file]), new_file)
    checks, faults = check_rows(source, rows)
    checks = checks if faults else check_dataset(source, rows, lookup_facts)
    if all(check.passed for check in checks):
        return
    alone = read_rows_as_staged(source, files)
    before, faults = check_rows(source, alone)
    before = before if faults else check_dataset(source, alone, lookup_facts)
    failing = {(check.suite, check.expectation, check.expected) for check in before if not check.passed}
    new_failures = [check for check in checks if (check.suite, check.expectation, check.expected) not in failing]
    beside = f" (beside the extracts of {', '.join(file.extract.period for file in files)})"
    _refuse_failed_expectations(source, new_file, new_failures, beside)
    progress.say(f"{source.name}: the extracts that are in force already fail `make validate`: supply them again too")


def _choose_extract_to_compare(
    settings: Settings, source: Source, extract: Extract, other_extracts: list[FileWithRows]
) -> "tuple[Extract, pd.DataFrame | None]":
    """Choose the council's own extract to compare with: the one to be replaced, else the last before, else the next."""
    before = [read for read in other_extracts if read[0].extract.period < extract.period]
    compared = before[-1] if before else next(iter(other_extracts), None)
    if (settings.raw / source.name / extract.period).is_dir():
        with suppress(FairerError):  # a damaged one is replaced, and nothing can be asked beside it
            compared = _read_extract_in_force(settings, source, extract)
    return (compared[0].extract, compared[1]) if compared else (extract, None)
