"""Checks of a supplied file before it is in force: all of `make validate`, on the file alone and with other periods."""

import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.contract_files import load_model
from fairer_stockton.definitions.maps import LOOKUPS
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.run.errors import FairerError, InputError, MissingSourceError
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.dataset_questions import Extracts
from fairer_stockton.validate.dataset import check_dataset, gather_facts
from fairer_stockton.validate.rows import NOT_REPEATED, Check, Fault, check_rows, to_frame
from fairer_stockton.validate.stage import read_lookups
from fairer_stockton.validate.words import headings_of_columns

if TYPE_CHECKING:
    import pandas as pd

Read = tuple[raw_folder.RawFile, "pd.DataFrame"]


def check_supplied(settings: Settings, progress: Progress, source: Source, extract: Extract, file: Path) -> Extracts:
    """Check one file as `make validate` would once it is in force.

    Raises:
        InputError: the file cannot be read, or something in it breaks a rule; the message lists all that is wrong.
    """
    new = raw_folder.RawFile(extract, file, synthetic=False)
    rows = stage_rows(source, [new])
    _, faults = check_rows(source, rows, extract)
    if faults:
        raise _refusal_of_rows(source, file, faults)
    others = _other_periods(settings, progress, source, extract)
    facts = _facts(settings, progress)
    if facts is not None:
        _refuse_dataset(source, new, check_dataset(source, _as_stored(rows, new), facts))
        if others:
            _check_together(progress, source, new, others, facts)
    compared, earlier = _extract_to_compare(settings, source, extract, others)
    return Extracts(
        rows=rows,
        earlier=earlier,
        earlier_period=compared.period,
        same_period=compared == extract,
        model=load_model(source),
        headings=headings_of_columns(source, extract),
    )


def stage_rows(source: Source, files: list[raw_folder.RawFile]) -> "pd.DataFrame":
    """Return the rows of files as staging would write them and reading give them back; nothing is written to disk."""
    from pyarrow import parquet

    from fairer_stockton.ingest.stage import stage

    stored = io.BytesIO()
    parquet.write_table(stage(source, files), stored)
    return to_frame(parquet.read_table(stored))


def _refusal_of_rows(source: Source, file: Path, faults: Sequence[Fault]) -> InputError:
    """Return the refusal: each rule with its first fault. Rules on whole rows wait until each cell is as it must be."""
    cells = [fault for fault in faults if fault["found"] != NOT_REPEATED] or faults
    broken: dict[tuple[str, str], list[Fault]] = {}
    for fault in cells:
        broken.setdefault((fault["expected"], fault["column"]), []).append(fault)
    first, *others = (_refusal_of_rule(source, file, alike) for alike in broken.values())
    return first.with_others(others)


def _refusal_of_rule(source: Source, file: Path, faults: Sequence[Fault]) -> InputError:
    first = min(faults, key=lambda fault: fault["row"] or 0)
    return InputError(
        file=file.name,
        row=first["row"] if first["row"] != "" else None,
        column=first["column"] or None,
        found=first["found"] + (f" (and {len(faults) - 1:,} more)" if len(faults) > 1 else ""),
        expected=first["expected"],
        remedy=_remedy(source),
    )


def _remedy(source: Source) -> str:
    return f"correct the file and supply it again; docs/extracts/{source.name}.md says what each column holds"


def _as_stored(rows: "pd.DataFrame", new: raw_folder.RawFile) -> "pd.DataFrame":
    """Return the rows with the file's stored name, since the name that it has now does not show its period."""
    names = rows["source_file"].astype(str).str.replace(new.path.name, new.extract.name, regex=False)
    return rows.assign(source_file=names)


def _refuse_dataset(source: Source, new: raw_folder.RawFile, checks: Sequence[Check], beside: str = "") -> None:
    """Refuse a file with every expectation that fails.

    Raises:
        InputError: at least one fails.
    """
    refusals = [
        InputError(
            file=new.path.name,
            found=check.found.replace(new.extract.name, new.path.name),
            expected=check.suite + beside + _further(check),
            remedy=_remedy(source),
        )
        for check in checks
        if not check.passed
    ]
    if refusals:
        raise refusals[0].with_others(refusals[1:])


def _further(check: Check) -> str:
    """Return what the expectation says beyond the name of its suite, between brackets."""
    further = check.expected.removeprefix(check.suite).lstrip(":, ")
    return f" ({further})" if further else ""


def _facts(settings: Settings, progress: Progress) -> Any:
    """Return what the lookups know, staging them where need be; None where there are none yet."""
    from fairer_stockton.ingest.stage import ingest_source

    try:
        for name in LOOKUPS:
            ingest_source(settings, progress, settings.definitions.sources[name])
    except MissingSourceError:
        progress.say(
            "judged without the lookups of areas, which are not here yet: run `make fetch`, then `make validate`"
        )
        return None
    return gather_facts(settings.council, read_lookups(settings))


def _other_periods(settings: Settings, progress: Progress, source: Source, extract: Extract) -> list[Read]:
    """Read the council's own extracts of other periods; a damaged one is reported and left out."""
    extracts = []
    for other in source.extracts:
        if other == extract or not (settings.raw / source.name / other.period).is_dir():
            continue
        try:
            extracts.append(_read(settings, source, other))
        except FairerError as refusal:
            progress.say(f"{source.name} {other.period} cannot be read, and is left out of account:\n{refusal}")
    return extracts


def _read(settings: Settings, source: Source, extract: Extract) -> Read:
    file = raw_folder.find_file(settings.raw, source, extract)
    return file, stage_rows(source, [file])


def _check_together(
    progress: Progress, source: Source, new: raw_folder.RawFile, others: list[Read], facts: Any
) -> None:
    """Check the file together with the other periods; what fails without it too is not its fault.

    Raises:
        InputError: something fails that does not fail without the file.
    """
    files = [file for file, _ in others]
    rows = _as_stored(stage_rows(source, [*files, new]), new)
    checks, faults = check_rows(source, rows)
    checks = checks if faults else check_dataset(source, rows, facts)
    if all(check.passed for check in checks):
        return
    alone = stage_rows(source, files)
    before, faults = check_rows(source, alone)
    before = before if faults else check_dataset(source, alone, facts)
    failing = {(check.suite, check.expectation, check.expected) for check in before if not check.passed}
    new_failures = [check for check in checks if (check.suite, check.expectation, check.expected) not in failing]
    beside = f" (beside the extracts of {', '.join(file.extract.period for file in files)})"
    _refuse_dataset(source, new, new_failures, beside)
    progress.say(f"{source.name}: the extracts that are in force already fail `make validate`: supply them again too")


def _extract_to_compare(
    settings: Settings, source: Source, extract: Extract, others: list[Read]
) -> "tuple[Extract, pd.DataFrame | None]":
    """Choose the council's own extract to compare with: the one to be replaced, else the last before, else the next."""
    before = [read for read in others if read[0].extract.period < extract.period]
    compared = before[-1] if before else next(iter(others), None)
    if (settings.raw / source.name / extract.period).is_dir():
        with suppress(FairerError):  # a damaged one is replaced, and nothing can be asked beside it
            compared = _read(settings, source, extract)
    return (compared[0].extract, compared[1]) if compared else (extract, None)
