"""An edition that follows another: rows, files and records that differ, and what the page of changes makes of them."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from fairer_stockton.editions.sums import InputFile
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.differences import Difference, find_differences
from fairer_stockton.report.pages.changes.earlier_edition import find_earlier_edition
from fairer_stockton.report.pages.changes.words import list_parts_of_change
from fairer_stockton.report.tables.csv_files import write_csv_files
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.statistics.proportions import compute_wilson_proportion

from .conftest import observation

Row = dict[str, Any]


def share(count: float, people: float, **columns: Any) -> Row:
    """Make a row of the borough: a proportion with its own interval."""
    estimate = compute_wilson_proportion(count, people, 100.0)
    numbers = {"value": estimate.value, "lower_95": estimate.lower_95, "upper_95": estimate.upper_95}
    plain = {name: float(number) for name, number in numbers.items()}
    return observation(numerator=count, denominator=people, **plain, **columns)


def with_rows(edition: Edition, *rows: Row) -> Edition:
    """Return an edition with other rows for the borough's cold homes."""
    table = edition.observations
    rest = table[
        ~((table["measure"] == "cold_homes") & (table["area_type"] == "borough") & (table["breakdown"] == "all"))
    ]
    return dataclasses.replace(edition, observations=pd.concat([rest, pd.DataFrame(list(rows))], ignore_index=True))


def saved(edition: Edition, folder: Path, definitions: dict[str, str] | None = None) -> Path:
    """Publish what the page reads of an earlier edition: its tables and its record."""
    write_csv_files(edition, folder / "csv")
    inputs = [
        {"source": name, "file": file.name, "period": file.period, "sha256": file.checksum, "synthetic": file.synthetic}
        for name, files in edition.inputs.items()
        for file in files
    ]
    manifest = {"authority": edition.authority, "inputs": inputs}
    manifest |= {} if definitions is None else {"measures": definitions}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def of_files(edition: Edition, *files: tuple[str, str, str]) -> Edition:
    """Return an edition with other files for its one source: name, period, sum."""
    return dataclasses.replace(edition, inputs={"homes": tuple(InputFile(*file, False) for file in files)})


def cold(edition: Edition) -> Difference:
    """Return the difference in cold homes."""
    earlier = find_earlier_edition(edition)
    assert earlier
    return next(
        difference for difference in find_differences(edition, earlier) if difference.measure.name == "cold_homes"
    )


def sizes(difference: Difference) -> dict[str, float]:
    return {part.kind: part.size for part in list_parts_of_change(difference)}


Pair = Callable[..., Edition]  # of an earlier edition and the next: the next, with the earlier one before it


def following(folder: Path, then: Edition, now: Edition, defined: str | None = "") -> Edition:
    """Publish an edition of 2025 and give that of 2026 which follows it.

    Args:
        folder: where it is published.
        then: the edition of 2025.
        now: the next one.
        defined: what the first records of its measure's definition; empty for the same as now, None for nothing.
    """
    definition = folder / "cold_homes.toml"
    definition.write_text("now")
    definitions = None if defined is None else {"cold_homes": defined or compute_file_checksum(definition)}
    earlier = saved(then, folder / "2025", definitions)
    redefined = dataclasses.replace(now.measures["cold_homes"], path=definition)
    return dataclasses.replace(now, earlier=(earlier,), measures={**now.measures, "cold_homes": redefined})
