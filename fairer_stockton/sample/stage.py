"""A small generated sample of every source: the publishers' layouts and real area codes, with invented values.

Nothing here reads published data. One invented score of need for each neighbourhood drives every source, so that gaps
and gradients can be seen; the same seed gives the same bytes on every machine.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from fairer_stockton.sample import (
    authority_tables,
    boundaries,
    census,
    council_records,
    deaths_and_population,
    deprivation,
    deprivation_summaries,
    early_years_and_attainment,
    epc_certificates,
    free_school_meals,
    fuel_poverty,
    fuel_poverty_lihc,
    local_statistics,
    lookups,
    low_income,
    neighbours,
    residents,
    residents_survey,
)
from fairer_stockton.sample.extracts import GeneratedExtract, write_provenance_file
from fairer_stockton.sample.model import Model, build_sample_areas

FAMILIES: tuple[Callable[[Model], Iterator[GeneratedExtract]], ...] = (
    deprivation.generate_extracts,
    lookups.generate_extracts,
    census.generate_extracts,
    fuel_poverty.generate_extracts,
    fuel_poverty_lihc.generate_extracts,
    low_income.generate_extracts,
    local_statistics.generate_extracts,
    early_years_and_attainment.generate_extracts,
    free_school_meals.generate_extracts,
    authority_tables.generate_extracts,
    boundaries.generate_extracts,
    residents_survey.generate_extracts,
    deaths_and_population.generate_extracts,
    council_records.generate_extracts,
    epc_certificates.generate_extracts,
    deprivation_summaries.generate_extracts,
    neighbours.generate_extracts,
    residents.generate_extracts,
)


def write_sample(raw_folder: Path) -> list[Path]:
    """Write the sample to `raw_folder/sample/<source>/<period>/`, a provenance file beside each set of extracts.

    Returns:
        Every path written, in order.
    """
    model = build_sample_areas()
    folders: defaultdict[Path, list[GeneratedExtract]] = defaultdict(list)
    for family in FAMILIES:
        for extract in family(model):
            folders[raw_folder / "sample" / extract.source / extract.period].append(extract)
    return sorted(path for folder, extracts in folders.items() for path in _write_folder(folder, extracts))


def _write_folder(folder: Path, extracts: list[GeneratedExtract]) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in [
        *((extract.stored, extract.content) for extract in extracts),
        write_provenance_file(extracts),
    ]:
        path = folder / name
        path.write_bytes(content)
        yield path
