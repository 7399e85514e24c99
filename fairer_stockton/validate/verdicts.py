"""Verdicts: what was judged of each staged table, read back, and required before anything is measured."""

from typing import Any

from fairer_stockton.definitions.maps import LOOKUPS
from fairer_stockton.definitions.sources import sources_of
from fairer_stockton.run.errors import ValidationError
from fairer_stockton.run.fingerprints import content_sum, read_json, read_stamp
from fairer_stockton.run.package import SCHEMAS, files_of
from fairer_stockton.run.settings import Settings


def require_verdicts(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return every source's verdict.

    Raises:
        ValidationError: one is missing, failed, or was given on other content.
    """
    verdicts = {source: read_verdict(settings, source) for source in sources_of(settings)}
    for source, verdict in verdicts.items():
        if not verdict.get("passed") or verdict.get("content") != content_to_judge(settings, source):
            raise ValidationError(
                source=source, found="no passing verdict on it as it is", remedy="run `make validate`"
            )
    return verdicts


def read_verdict(settings: Settings, source: str) -> dict[str, Any]:
    """Read a source's verdict; nothing where there is none."""
    return read_json(settings.verdicts / f"{source}.json")


def content_to_judge(settings: Settings, source: str) -> str:
    """Return the sum of all that a verdict rests on: the staged table, its contract and the lookups."""
    contract = [SCHEMAS / "fields.py", *(SCHEMAS / kind / f"{source}.py" for kind in ("staged", "expectations"))]
    stamps = [read_stamp(settings.staged / f"{name}.parquet").get("content") for name in (source, *LOOKUPS)]
    return content_sum([*contract, SCHEMAS / "expectations" / "suite.py", *files_of("validate")], stamps)
