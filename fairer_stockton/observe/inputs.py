"""Inputs of measuring: which measures have their sources, and which staged tables are of the generated sample."""

from collections.abc import Mapping
from pathlib import Path

from fairer_stockton.definitions.maps import NEIGHBOURS
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.sources import Source
from fairer_stockton.run.fingerprints import read_stamp


def find_incomplete_sources(staged: Path, sources: Mapping[str, Source]) -> set[str]:
    """Return the names of the sources of which not every declared file is there, as far as their stamps tell.

    A published source of which there is the generated sample alone is one of them: the sample holds a part of the rows.

    Args:
        staged: the folder of staged tables.
        sources: those of the report, by name.
    """
    stamps = {name: read_stamp(staged / f"{name}.parquet") for name in sources}
    inputs = {name: stamp.get("inputs") for name, stamp in stamps.items()}
    there = {name: {(file, period) for file, period, *_ in files} for name, files in inputs.items() if files}
    return {
        name
        for name, files in there.items()
        if any((extract.name, extract.period) not in files for extract in sources[name].extracts)
        or (stamps[name].get("synthetic", False) and not sources[name].supplied)
    }


def mark_synthetic_tables(staged: Path, definitions: Definitions) -> dict[str, bool]:
    """Return whether each table in the folder of staged tables rests on the generated sample.

    A sampled lookup makes all of them so.
    """
    stamps = {name: read_stamp(staged / f"{name}.parquet") for name in definitions.sources}
    lookups = (*definitions.national.maps.lookups, *NEIGHBOURS)
    sampled = any(stamps[lookup].get("synthetic", True) for lookup in lookups)
    return {name: sampled or bool(stamp.get("synthetic", True)) for name, stamp in stamps.items()}
