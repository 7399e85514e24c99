"""Inputs of measuring: which measures have their sources, and which staged tables are of the generated sample."""

from collections.abc import Collection
from pathlib import Path

from fairer_stockton.definitions.maps import NEIGHBOURS, WEIGHTS, AreaMaps
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.run.fingerprints import read_stamp

# What places rest on besides the lookups.
TABLES_OF_PLACES = (
    *WEIGHTS, *NEIGHBOURS, "indices_of_deprivation", "iod_summaries", "iod_underlying", "lsoa_boundaries",
)  # fmt: skip


def list_place_tables(maps: AreaMaps) -> tuple[str, ...]:
    """Return the names of the staged tables that places rest on besides the tables of measures."""
    return (*maps.lookups, *TABLES_OF_PLACES)


def read_checksums_of_raw_files(staged: Path, sources: Collection[str]) -> dict[str, set[str]]:
    """Return the sums of the files that each source was read from.

    Args:
        staged: the folder of staged tables.
        sources: the names of the report's sources.
    """
    stamps = {name: read_stamp(staged / f"{name}.parquet") for name in sources}
    return {name: {total for _, _, total, _ in stamp.get("inputs", ())} for name, stamp in stamps.items()}


def mark_synthetic_tables(staged: Path, definitions: Definitions) -> dict[str, bool]:
    """Return whether each table in the folder of staged tables rests on the generated sample.

    A sampled lookup makes all of them so.
    """
    stamps = {name: read_stamp(staged / f"{name}.parquet") for name in definitions.sources}
    lookups = (*definitions.national.maps.lookups, *NEIGHBOURS)
    sampled = any(stamps[lookup].get("synthetic", True) for lookup in lookups)
    return {name: sampled or bool(stamp.get("synthetic", True)) for name, stamp in stamps.items()}
