"""Validate: a verdict for every staged table; a breach stops the run and the rows at fault are written beside it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.maps import AreaMap
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.run.errors import ValidationError, format_facts
from fairer_stockton.run.fingerprints import read_stamp
from fairer_stockton.run.private_errors import leave_cells_out_of_errors
from fairer_stockton.run.private_files import open_owner_file
from fairer_stockton.run.progress import Progress
from fairer_stockton.validate.dataset import check_dataset, gather_facts_of_lookups
from fairer_stockton.validate.rows import Check, Fault, check_rows, convert_to_frame
from fairer_stockton.validate.verdicts import make_output_of_verdict, read_verdict

if TYPE_CHECKING:
    import pandas as pd

Facts = Callable[[], Any]  # returns the facts that expectations may know


def make_getter_of_lookup_facts(settings: Settings) -> Facts:
    """Return what gathers the facts that a table is judged by: once, and only if a table is judged at all."""
    lookups = settings.declared_definitions.national.maps.lookups
    return cache(lambda: gather_facts_of_lookups(settings.council, read_lookups(settings.staged, lookups)))


def judge_tables(settings: Settings, progress: Progress, source_names: Iterable[str], get_lookup_facts: Facts) -> None:
    """Write a verdict on each staged table that has changed, or whose contract has, since its last verdict.

    Raises:
        ValidationError: at least one table breaks its contract; all of them are named.
    """
    broken: list[str] = []
    for source in progress.track_steps("validate", source_names, str):
        output = make_output_of_verdict(settings, source)
        verdict = read_verdict(settings.verdicts, source)
        if not output.is_current():
            verdict = _judge_table_and_write_verdict(settings, source, output.content(), get_lookup_facts)
            progress.say(
                f"validated {source}: {len(verdict['checks'])} checks, {'passed' if verdict['passed'] else 'FAILED'}"
            )
        if not verdict["passed"]:
            broken.append(verdict["message"])
    if broken:
        raise ValidationError("\n\n".join(broken))


def read_staged(staged: Path, source_name: str) -> "pd.DataFrame":
    """Read a staged table with whole numbers that may be missing kept whole."""
    from pyarrow import parquet

    return convert_to_frame(parquet.read_table(staged / f"{source_name}.parquet"))


def _judge_table_and_write_verdict(
    settings: Settings, source_name: str, content_checksum: str, get_lookup_facts: Facts
) -> dict[str, Any]:
    source, table_file = settings.definitions.sources[source_name], settings.staged / f"{source_name}.parquet"
    synthetic = bool(read_stamp(table_file).get("synthetic"))
    with leave_cells_out_of_errors(source.supplied):
        # Of an extract the same is expected, whoever reads it.
        checks, faults, rows = _judge_table(
            source, table_file, lambda: replace(get_lookup_facts(), synthetic=synthetic)
        )
    verdict = {
        "source": source_name,
        "content": content_checksum,
        "passed": all(check.passed for check in checks),
        "rows": rows,
        "message": _describe_failed_checks(source, checks, _write_faults(settings.verdicts, source, faults), synthetic),
        "checks": [asdict(check) for check in checks],
    }
    target = settings.verdicts / f"{source_name}.json"
    with open_owner_file(target, "w", source.supplied) as stream:
        stream.write(json.dumps(verdict, indent=2, ensure_ascii=False) + "\n")
    return verdict


def _judge_table(source: Source, table_file: Path, get_facts: Facts) -> tuple[list[Check], list[Fault], int]:
    """Return the checks of a table, every row at fault and the number of rows; in batches where these are many."""
    from fairer_stockton.validate.batches import (
        check_dataset_in_batches,
        check_rows_in_batches,
        count_rows,
        is_judged_in_batches,
    )

    if is_judged_in_batches(source, table_file):
        checks, faults = check_rows_in_batches(source, table_file)
        checks += [] if faults else check_dataset_in_batches(source, table_file, get_facts())
        return checks, faults, count_rows(table_file)
    rows = read_staged(table_file.parent, source.name)
    checks, faults = check_rows(source, rows)
    checks += [] if faults else check_dataset(source, rows, get_facts())
    return checks, faults, len(rows)


def _write_faults(folder: Path, source: Source, faults: list[Fault]) -> Path | None:
    """Write the rows at fault beside the verdict; no file where there are none."""
    import pandas as pd

    folder.mkdir(parents=True, exist_ok=True)
    evidence = folder / f"{source.name}.faults.csv"
    evidence.unlink(missing_ok=True)
    if not faults:
        return None
    with open_owner_file(evidence, "w", source.supplied) as stream:
        pd.DataFrame(faults).to_csv(stream, index=False)
    return evidence


def _describe_failed_checks(
    source: Source, checks: list[Check], faults_file: Path | None, is_generated_sample: bool
) -> str:
    """Return which checks failed, and who can put it right; nothing where none did."""
    failed = [check for check in checks if not check.passed]
    if not failed:
        return ""
    many = format_facts(source=f"{source.name}: {len(failed)} of {len(checks)} checks failed", rows=faults_file)
    details = [
        "\n    ".join(
            [
                f"  {check.suite}: {check.expectation}",
                format_facts(found=check.found),
                format_facts(expected=check.expected),
            ]
        )
        for check in failed
    ]
    return "\n".join([many, *details, format_facts(remedy=_describe_validation_remedy(source, is_generated_sample))])


def _describe_validation_remedy(source: Source, is_generated_sample: bool) -> str:
    contract = (
        f"if the file is right and the contract is not, change schemas/staged/{source.name}.py or its expectations"
    )
    if is_generated_sample:
        return f"run `make sample` to write the invented extract again; {contract}"
    if source.supplied:
        again = f"make supply SOURCE={source.name} PERIOD=... FILE=..."
        return f"correct the file and supply it again: `{again}`; {contract}"
    return (
        f"compare the extract with the publisher's page ({source.page}): a publisher's error is theirs to correct, and "
        f"the source waits until then; {contract}"
    )


def read_english_council_codes(staged: Path, wards: AreaMap) -> set[str]:
    """Return the codes of the English councils on a map of wards, whose lookup is staged."""
    from pyarrow import parquet

    table = parquet.read_table(staged / f"{wards.lookup}.parquet", columns=[wards.holder])
    return {code for code in table[wards.holder].unique().to_pylist() if code.startswith("E")}


def read_lookups(staged: Path, lookups: Iterable[str]) -> "dict[str, pd.DataFrame]":
    """Read the staged lookups, by which all other tables are judged."""
    return {name: read_staged(staged, name) for name in lookups}
