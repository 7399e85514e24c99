"""Inputs of measuring: which measures have their sources, and which staged tables are of the generated sample."""

from fairer_stockton.definitions import maps
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.fingerprints import read_stamp

# What places rest on besides the tables of measures.
PLACE_TABLES = (
    *maps.LOOKUPS, *maps.WEIGHTS, *maps.NEIGHBOURS, "indices_of_deprivation", "iod_summaries",
    "iod_underlying", "lsoa_boundaries",
)  # fmt: skip


def list_checksums_of_inputs(settings: Settings) -> dict[str, set[str]]:
    """Return the sums of the files that each source was read from."""
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in settings.definitions.sources}
    return {name: {total for _, _, total, _ in stamp.get("inputs", ())} for name, stamp in stamps.items()}


def mark_synthetic_tables(settings: Settings) -> dict[str, bool]:
    """Return whether each staged table rests on the generated sample; a sampled lookup makes all of them so."""
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in settings.definitions.sources}
    lookups = (*maps.LOOKUPS, *maps.NEIGHBOURS)
    sampled = any(stamps[lookup].get("synthetic", True) for lookup in lookups)
    return {name: sampled or bool(stamp.get("synthetic", True)) for name, stamp in stamps.items()}
