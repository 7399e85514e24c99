"""Inputs of measuring: which measures have their sources, and which staged tables are of the generated sample."""

from fairer_stockton.definitions import maps
from fairer_stockton.definitions.measures import Measure, load_catalogue
from fairer_stockton.definitions.sources import load_sources, sources_of
from fairer_stockton.run.fingerprints import read_stamp
from fairer_stockton.run.settings import Settings

# What places rest on besides the tables of measures.
PLACE_TABLES = (
    *maps.LOOKUPS, *maps.WEIGHTS, *maps.NEIGHBOURS, "indices_of_deprivation", "iod_summaries",
    "iod_underlying", "lsoa_boundaries",
)  # fmt: skip


def measures_of(settings: Settings) -> dict[str, Measure]:
    """Return the measures of a report: those whose sources it has."""
    sources = sources_of(settings)
    return {name: measure for name, measure in load_catalogue().items() if sources.keys() >= set(measure.tables)}


def sums_of_inputs(settings: Settings) -> dict[str, set[str]]:
    """Return the sums of the files that each source was read from."""
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in sources_of(settings)}
    return {name: {total for _, _, total, _ in stamp.get("inputs", ())} for name, stamp in stamps.items()}


def synthetic_tables(settings: Settings) -> dict[str, bool]:
    """Return whether each staged table rests on the generated sample; a sampled lookup makes all of them so."""
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in load_sources()}
    lookups = (*maps.LOOKUPS, *maps.NEIGHBOURS)
    sampled = any(stamps[lookup].get("synthetic", True) for lookup in lookups)
    return {name: sampled or bool(stamp.get("synthetic", True)) for name, stamp in stamps.items()}
