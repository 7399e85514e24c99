"""Validate: a verdict for every staged table; a breach stops the run and the rows at fault are written beside it."""

import importlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.errors import ValidationError
from fairer_stockton.fingerprints import fingerprint, read_json, read_stamp
from fairer_stockton.geography import LOOKUPS, WARDS, check_authority
from fairer_stockton.progress import Progress
from fairer_stockton.settings import HOME, Settings
from fairer_stockton.sources import load_sources, sources_of

if TYPE_CHECKING:
    import pandas as pd

SCHEMAS = Path(__file__).parent.parent / "schemas"
Gathered = Callable[[], tuple[Any, Any]]
SHOWN = 5  # rows at fault that a message shows; the file beside the verdict holds them all
FEWEST = 5  # rows at fault of people or homes below which their number is not published
NOT_REPEATED = "cells of one person or home (not repeated here)"


@dataclass(frozen=True)
class Check:
    """One thing that was checked and how it came out."""

    suite: str
    expectation: str
    passed: bool
    found: str
    expected: str


def validate(settings: Settings, progress: Progress) -> None:
    """Judge every staged table that has changed, or whose contract has, since its last verdict.

    Raises:
        ValidationError: at least one table breaks its contract; all of them are named.
        CatalogueError: the lookups do not know the authority.
    """
    broken: list[str] = []
    checked = False
    gathered = cache(lambda: _gathered(settings))
    sources = sorted(sources_of(settings), key=lambda source: (source not in LOOKUPS, source))
    for source in progress.each("validate", sources, str):
        if source not in LOOKUPS and not checked:
            if broken:
                break  # with a wrong lookup every other table would seem at fault too
            check_authority(settings.authority, _councils(settings))
            checked = True
        content = content_to_judge(settings, source)
        verdict = read_verdict(settings, source)
        if verdict.get("content") != content or not verdict.get("passed"):
            verdict = _judge(settings, source, content, gathered)
            progress.say(
                f"validated {source}: {len(verdict['checks'])} checks, {'passed' if verdict['passed'] else 'FAILED'}"
            )
        if not verdict["passed"]:
            broken.append(verdict["message"])
    if broken:
        raise ValidationError("\n\n".join(broken))


def require_verdicts(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return every source's verdict.

    Raises:
        ValidationError: one is missing, failed, or was given on other content.
    """
    verdicts = {source: read_verdict(settings, source) for source in sources_of(settings)}
    for source, verdict in verdicts.items():
        if not verdict.get("passed") or verdict.get("content") != content_to_judge(settings, source):
            raise ValidationError(
                f"source    {source}\nfound     no passing verdict on it as it is\nto do     run `make validate`"
            )
    return verdicts


def read_verdict(settings: Settings, source: str) -> dict[str, Any]:
    """Read a source's verdict; nothing where there is none."""
    return read_json(settings.verdicts / f"{source}.json")


def content_to_judge(settings: Settings, source: str) -> str:
    """Return the sum of all that a verdict rests on: the staged table, its contract and the lookups."""
    contract = [SCHEMAS / "fields.py", *(SCHEMAS / kind / f"{source}.py" for kind in ("staged", "expectations"))]
    stamps = [read_stamp(settings.staged / f"{name}.parquet").get("content") for name in (source, *LOOKUPS)]
    return fingerprint([*contract, SCHEMAS / "expectations" / "suite.py", Path(__file__)], stamps)


def read_staged(settings: Settings, source: str) -> "pd.DataFrame":
    """Read a staged table with whole numbers that may be missing kept whole."""
    import pandas as pd
    import pyarrow as pa
    from pyarrow import parquet

    kept = {
        pa.int64(): pd.Int64Dtype(),
        pa.int32(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.string(): pd.StringDtype(na_value=float("nan")),
    }
    table = parquet.read_table(settings.staged / f"{source}.parquet")
    empty = [index for index, kind in enumerate(table.schema) if pa.types.is_null(kind.type)]
    for index in empty:
        table = table.set_column(index, table.schema[index].name, table.column(index).cast(pa.string()))
    return table.to_pandas(types_mapper=kept.get)


def _judge(settings: Settings, source: str, content: str, gathered: Gathered) -> dict[str, Any]:
    rows = read_staged(settings, source)
    checks, faults = _check_rows(source, rows)
    if not faults:
        checks += _check_dataset(settings, source, rows, gathered)
    failed = [check for check in checks if not check.passed]
    target = settings.verdicts / f"{source}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    evidence = target.with_suffix(".faults.csv")
    evidence.unlink(missing_ok=True)
    if faults:
        import pandas as pd

        pd.DataFrame(faults).to_csv(evidence, index=False)
    message = ""
    if failed:
        shown = [
            f"  {check.suite}: {check.expectation}\n    found     {check.found}\n    expected  {check.expected}"
            for check in failed
        ]
        where = f"\nrows      {evidence}" if faults else ""
        message = f"source    {source}: {len(failed)} of {len(checks)} checks failed{where}\n" + "\n".join(shown)
        message += (
            "\nto do     correct the extract at its publisher, or the contract in schemas/ if the publisher changed it"
        )
    verdict = {
        "source": source,
        "content": content,
        "passed": not failed,
        "rows": len(rows),
        "message": message,
        "checks": [asdict(check) for check in checks],
    }
    target.write_text(json.dumps(verdict, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return verdict


def _check_rows(source: str, rows: "pd.DataFrame") -> tuple[list[Check], list[dict[str, Any]]]:
    """Check each row against the source's model; return the checks and every row at fault."""
    import pandera.errors

    model = importlib.import_module(f"schemas.staged.{source}").Staged
    expected = f"{len(model.to_schema().columns)} columns of the declared kinds, each row within its rules"
    try:
        model.validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as breach:
        faults = list_faults(rows, breach.failure_cases, load_sources()[source].supplied)
        grouped: dict[str, list[dict[str, Any]]] = {}
        for fault in faults:
            grouped.setdefault(fault["expected"], []).append(fault)
        checks = [Check("each row", rule, False, _describe(at_fault), rule) for rule, at_fault in grouped.items()]
        return checks, faults
    return [Check("each row", "keeps to its contract", True, f"{len(rows):,} rows that do", expected)], []


def list_faults(rows: "pd.DataFrame", cases: Any, private: bool) -> list[dict[str, Any]]:
    """List what is at fault: a cell each, as pandera gives them.

    Of a rule on whole rows pandera gives each cell of the row, at fault or not. Where a row is `private`, of one person
    or home, the row is named once and none of its cells is repeated.
    """
    faults: dict[Any, dict[str, Any]] = {}
    for place, case in enumerate(cases.to_dict("records")):
        fault = _fault(rows, case)
        if not private or case["schema_context"] == "Column" or fault["row"] == "":
            faults[place] = fault
            continue
        row = faults.setdefault((fault["expected"], case["index"]), {**fault, "column": [], "found": NOT_REPEATED})
        row["column"].append(fault["column"])
    for fault in faults.values():
        if isinstance(fault["column"], list):
            every = len(fault["column"]) == rows.shape[1]
            fault["column"] = "several" if every else ", ".join(fault["column"])
    return list(faults.values())


def say_found(fault: dict[str, Any]) -> str:
    """Say what was found: a cell between quotation marks."""
    return NOT_REPEATED if fault["found"] == NOT_REPEATED else repr(fault["found"])


def _fault(rows: "pd.DataFrame", case: dict[str, Any]) -> dict[str, Any]:
    index = case["index"]
    known = index is not None and index == index  # a missing index is NaN
    row: Any = rows.loc[int(index)] if known else {}
    return {
        "file": row["source_file"] if known and "source_file" in row else "",
        "row": int(row["source_row"]) if known and "source_row" in row else "",
        "column": case["column"] or "",
        "found": case["failure_case"],
        "expected": str(case["check"]),
    }


def _describe(faults: list[dict[str, Any]]) -> str:
    first = [f"{f['file']} row {f['row']}, column {f['column']}: {say_found(f)}" for f in faults[:SHOWN]]
    more = f"; and {len(faults) - SHOWN:,} more" if len(faults) > SHOWN else ""
    return "; ".join(first) + more


def _check_dataset(settings: Settings, source: str, rows: "pd.DataFrame", gathered: Gathered) -> list[Check]:
    """Judge the whole dataset with Great Expectations, in a context that leaves nothing behind."""
    import logging
    import os
    import warnings

    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    import great_expectations  # noqa: F401 - the slow import, once its analytics are off

    from schemas.expectations.suite import Facts

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    synthetic = bool(read_stamp(settings.staged / f"{source}.parquet").get("synthetic"))
    facts = Facts(HOME, synthetic, *gathered())  # of an extract the same is expected, whoever reads it
    suites = importlib.import_module(f"schemas.expectations.{source}").expectations(facts)
    private = load_sources()[source].supplied
    context = _context()
    context.variables.progress_bars = {"globally": False}
    definition = (
        context.data_sources.add_pandas("staged")
        .add_dataframe_asset(source)
        .add_batch_definition_whole_dataframe("all")
    )
    checks = []
    for suite in suites:
        prepared = suite.prepare(rows).reset_index(drop=True)
        batch = definition.get_batch(batch_parameters={"dataframe": prepared})
        for expectation in suite.expectations:
            result = batch.validate(expectation, result_format="COMPLETE")
            checks.append(_outcome(suite, expectation, result, prepared, private))
    return checks


def _context() -> Any:
    """Make a context that keeps everything in memory; by default one leaves an empty folder behind."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    return gx.get_context(mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores))


def _councils(settings: Settings) -> set[str]:
    """Name the English councils of the latest map of wards."""
    from pyarrow import parquet

    table = parquet.read_table(settings.staged / f"{WARDS.lookup}.parquet", columns=[WARDS.holder])
    return {code for code in table[WARDS.holder].unique().to_pylist() if code.startswith("E")}


def _gathered(settings: Settings) -> tuple[Any, Any]:
    """Gather what the lookups know."""
    from schemas.expectations.suite import gather_codes, gather_parents

    lookups = {name: read_staged(settings, name) for name in LOOKUPS}
    return gather_codes(lookups), gather_parents(lookups)


def _outcome(suite: Any, expectation: Any, result: Any, prepared: "pd.DataFrame", private: bool) -> Check:
    """Say how an expectation came out. The report shows this of every check that passed: no `private` row is listed."""
    given = {
        key: value
        for key, value in expectation.configuration.kwargs.items()
        if key not in ("batch_id",) and value is not None
    }
    rule = expectation.expectation_type.removeprefix("expect_").replace("_", " ")
    details = result.result
    at_fault = details.get("unexpected_index_list") or []
    if result.exception_info.get("raised_exception"):
        found = str(result.exception_info.get("exception_message"))
    elif "observed_value" in details and not at_fault:
        found = str(details["observed_value"])
    elif at_fault and private and result.success:
        many = f"{len(at_fault):,}" if len(at_fault) >= FEWEST else f"fewer than {FEWEST}"
        found = f"{many} of {len(prepared):,} rows at fault, which are not listed"
    elif at_fault:
        places = [_place(prepared, index) for index in at_fault[:SHOWN]]
        values = details.get("unexpected_list", [])[:SHOWN]
        if private:  # of a rule on several columns the value holds them all
            values = [NOT_REPEATED if isinstance(value, dict | tuple | list) else value for value in values]
        found = f"{len(at_fault):,} at fault: " + "; ".join(f"{p}: {v}" for p, v in zip(places, values, strict=False))
    else:
        found = f"{details.get('element_count', len(prepared)):,} rows, none at fault"
    expected = suite.words or ", ".join(f"{key} {value}" for key, value in sorted(given.items()))
    return Check(suite.name, rule, bool(result.success), found, expected)


def _place(prepared: "pd.DataFrame", index: int) -> str:
    row = prepared.loc[index]
    return f"{row['source_file']} row {row['source_row']}" if "source_file" in row else f"row {index}"
