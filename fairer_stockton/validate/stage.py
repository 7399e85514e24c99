"""Validate: a verdict for every staged table; a breach stops the run and the rows at fault are written beside it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.maps import LOOKUPS, WARDS
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.run.errors import ValidationError, lay_out
from fairer_stockton.run.fingerprints import read_stamp
from fairer_stockton.run.progress import Progress
from fairer_stockton.validate.dataset import check_dataset, gather_facts
from fairer_stockton.validate.rows import Check, Fault, check_rows, to_frame
from fairer_stockton.validate.verdicts import read_verdict, verdict_on

if TYPE_CHECKING:
    import pandas as pd

Facts = Callable[[], Any]  # returns the facts that expectations may know


def facts_of_lookups(settings: Settings) -> Facts:
    """Return what gathers the facts that a table is judged by: once, and only if a table is judged at all."""
    return cache(lambda: gather_facts(settings.council, read_lookups(settings)))


def judge_tables(settings: Settings, progress: Progress, sources: Iterable[str], facts: Facts) -> None:
    """Write a verdict on each staged table that has changed, or whose contract has, since its last verdict.

    Raises:
        ValidationError: at least one table breaks its contract; all of them are named.
    """
    broken: list[str] = []
    for source in progress.each("validate", sources, str):
        output = verdict_on(settings, source)
        verdict = read_verdict(settings, source)
        if not output.is_current():
            verdict = _judge(settings, source, output.content(), facts)
            progress.say(
                f"validated {source}: {len(verdict['checks'])} checks, {'passed' if verdict['passed'] else 'FAILED'}"
            )
        if not verdict["passed"]:
            broken.append(verdict["message"])
    if broken:
        raise ValidationError("\n\n".join(broken))


def read_staged(settings: Settings, source: str) -> "pd.DataFrame":
    """Read a staged table with whole numbers that may be missing kept whole."""
    from pyarrow import parquet

    return to_frame(parquet.read_table(settings.staged / f"{source}.parquet"))


def _judge(settings: Settings, name: str, content: str, facts: Facts) -> dict[str, Any]:
    source, rows = settings.definitions.sources[name], read_staged(settings, name)
    checks, faults = check_rows(source, rows)
    synthetic = bool(read_stamp(settings.staged / f"{name}.parquet").get("synthetic"))
    if not faults:
        # Of an extract the same is expected, whoever reads it.
        checks += check_dataset(source, rows, replace(facts(), synthetic=synthetic))
    verdict = {
        "source": name,
        "content": content,
        "passed": all(check.passed for check in checks),
        "rows": len(rows),
        "message": _message(source, checks, _write_faults(settings, name, faults), synthetic),
        "checks": [asdict(check) for check in checks],
    }
    target = settings.verdicts / f"{name}.json"
    target.write_text(json.dumps(verdict, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return verdict


def _write_faults(settings: Settings, name: str, faults: list[Fault]) -> Path | None:
    """Write the rows at fault beside the verdict; no file where there are none."""
    import pandas as pd

    settings.verdicts.mkdir(parents=True, exist_ok=True)
    evidence = settings.verdicts / f"{name}.faults.csv"
    evidence.unlink(missing_ok=True)
    if not faults:
        return None
    pd.DataFrame(faults).to_csv(evidence, index=False)
    return evidence


def _message(source: Source, checks: list[Check], evidence: Path | None, synthetic: bool) -> str:
    """Return which checks failed, and who can put it right; nothing where none did."""
    failed = [check for check in checks if not check.passed]
    if not failed:
        return ""
    many = lay_out(source=f"{source.name}: {len(failed)} of {len(checks)} checks failed", rows=evidence)
    details = [
        "\n    ".join(
            [f"  {check.suite}: {check.expectation}", lay_out(found=check.found), lay_out(expected=check.expected)]
        )
        for check in failed
    ]
    return "\n".join([many, *details, lay_out(remedy=_remedy(source, synthetic))])


def _remedy(source: Source, synthetic: bool) -> str:
    contract = (
        f"if the file is right and the contract is not, change schemas/staged/{source.name}.py or its expectations"
    )
    if synthetic:
        return f"run `make sample` to write the invented extract again; {contract}"
    if source.supplied:
        again = f"make supply SOURCE={source.name} PERIOD=... FILE=..."
        return f"correct the file and supply it again: `{again}`; {contract}"
    return (
        f"compare the extract with the publisher's page ({source.page}): a publisher's error is theirs to correct, and "
        f"the source waits until then; {contract}"
    )


def english_councils(settings: Settings) -> set[str]:
    """Return the codes of the English councils on the latest map of wards."""
    from pyarrow import parquet

    table = parquet.read_table(settings.staged / f"{WARDS.lookup}.parquet", columns=[WARDS.holder])
    return {code for code in table[WARDS.holder].unique().to_pylist() if code.startswith("E")}


def read_lookups(settings: Settings) -> "dict[str, pd.DataFrame]":
    """Read the staged lookups, by which all other tables are judged."""
    return {name: read_staged(settings, name) for name in LOOKUPS}
