"""Verdicts: what was judged of each staged table, read back, and required before anything is measured."""

from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import ValidationError
from fairer_stockton.run.fingerprints import read_json
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.record import TrackedOutput


def require_verdicts(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return every source's verdict.

    Raises:
        ValidationError: one is missing, failed, or was given on other content.
    """
    verdicts = {source: read_verdict(settings.verdicts, source) for source in settings.definitions.sources}
    for source in verdicts:
        if not make_output_of_verdict(settings, source).is_current():
            raise ValidationError(
                source=source, found="no passing verdict on it as it is", remedy="run `make validate`"
            )
    return verdicts


def read_verdict(folder: Path, source_name: str) -> dict[str, Any]:
    """Read a source's verdict from the folder of verdicts; nothing where there is none."""
    return read_json(folder / f"{source_name}.json")


def make_output_of_verdict(settings: Settings, source_name: str) -> TrackedOutput:
    """Return the verdict on a source, and what it rests on: the staged table, its contract and the lookups.

    Only one that the table passed is ever current: a table that failed is judged again.
    """
    contract = settings.declared_definitions.sources[source_name].contract_paths
    own = [path for path in contract if not path.is_relative_to(PACKAGE)]  # of a council's folder
    lookups = settings.declared_definitions.national.maps.lookups
    tables = (settings.staged / f"{name}.parquet" for name in dict.fromkeys((source_name, *lookups)))
    return TrackedOutput(
        source_name,
        (settings.verdicts / f"{source_name}.json",),
        code=("validate", *(path.relative_to(PACKAGE).as_posix() for path in contract if path not in own)),
        rests_on=(*tables, *own),
        choices=sorted(settings.council.area_counts.items()),
        recorded=_read_verdict_if_passed,
    )


def _read_verdict_if_passed(path: Path) -> dict[str, Any]:
    verdict = read_json(path)
    return verdict if verdict.get("passed") else {}
