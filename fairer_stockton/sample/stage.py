"""A small generated sample of every source: the publishers' layouts and real area codes, with invented values.

Nothing here reads published data. One invented score of need for each neighbourhood drives every source, so that gaps
and gradients can be seen; the same seed gives the same bytes on every machine.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from fairer_stockton.definitions.sources import SAMPLE, Source
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
    local_statistics,
    lookups,
    low_income,
    neighbours,
    residents,
    residents_survey,
    turnout,
)
from fairer_stockton.sample.completeness import CONTENTS
from fairer_stockton.sample.extracts import GeneratedExtract, make_provenance_file
from fairer_stockton.sample.model import SampleAreas, build_sample_areas

FAMILIES: tuple[Callable[[SampleAreas], Iterator[GeneratedExtract]], ...] = (
    deprivation.generate_extracts,
    lookups.generate_extracts,
    census.generate_extracts,
    fuel_poverty.generate_extracts,
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
    turnout.generate_extracts,
)


def write_sample(raw_folder: Path, home: str, sources: Mapping[str, Source]) -> list[Path]:
    """Write the sample to `raw_folder/sample/<source>/<period>/`, a provenance file beside each set of extracts.

    Args:
        raw_folder: where extracts lie.
        home: ONS code of the council whose report the sample is for.
        sources: those of its report; of others, such as what it does not supply itself, there is no sample.

    Returns:
        Every path written, in order.

    Raises:
        MissingSourceError: the sample has no facts of the council's neighbourhoods.
    """
    model = build_sample_areas(home, sources)
    folders: defaultdict[Path, list[GeneratedExtract]] = defaultdict(list)
    for family in FAMILIES:
        for extract in family(model):
            if extract.source in sources:
                folders[raw_folder / SAMPLE / extract.source / extract.period].append(extract)
    paths = [path for folder, extracts in folders.items() for path in _write_extracts_and_provenance(folder, extracts)]
    contents = raw_folder / SAMPLE / CONTENTS
    lines = sorted(folder.relative_to(contents.parent).as_posix() for folder in folders)
    contents.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sorted([*paths, contents])


def _write_extracts_and_provenance(folder: Path, extracts: list[GeneratedExtract]) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in [
        *((extract.stored, extract.content) for extract in extracts),
        make_provenance_file(extracts),
    ]:
        path = folder / name
        path.write_bytes(content)
        yield path
