"""The tables of England: each part written when what it rests on has changed, then the gaps of all parts judged."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.measure.england import (
    AREAS_OF_COUNCILS,
    DEPRIVATION,
    EnglandInputs,
    compute_figures_of_england,
    list_measures_by_sources,
)
from fairer_stockton.measure.results import check_results
from fairer_stockton.run.fingerprints import find_stamp_path, write_table_and_stamp
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.record import TrackedOutput
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

    from fairer_stockton.definitions.project import Definitions


def write_parts_of_england(inputs: EnglandInputs, parts: Mapping[str, TrackedOutput], progress: Progress) -> None:
    """Compute and write the figures and gaps of groups of measures, each as soon as it is known.

    An interrupted run goes on where it stopped.

    Raises:
        ValidationError: observations break their contract.
    """
    groups = list_measures_by_sources(inputs.definitions)
    for group, part in progress.track_steps("England", parts.items(), lambda entry: entry[0]):
        observations, gaps = compute_figures_of_england(inputs, groups[group])
        observations = check_results({"observations": observations})["observations"]
        content = part.content()
        for table, path in zip((observations, gaps), part.files, strict=True):
            _write_table(table, path, content)
        progress.say(f"measured {group}: {len(observations):,} observations, {len(gaps):,} gaps")


def remove_other_files(parts: Collection[TrackedOutput]) -> None:
    """Remove parts of measures that there are no more: whoever reads a folder reads every file in it."""
    wanted = {path for part in parts for file in part.files for path in (file, find_stamp_path(file))}
    for folder in {path.parent for path in wanted}:
        for path in folder.glob("*.parquet*"):
            if path not in wanted:
                path.unlink()


def write_gaps_of_england(
    output: TrackedOutput, parts: Mapping[str, TrackedOutput], definitions: "Definitions", progress: Progress
) -> None:
    """Judge the gaps of every part together, and write them with the council of each; England's own have none.

    Raises:
        ValidationError: gaps break their contract.
    """
    import pandas as pd

    from fairer_stockton.measure.gaps import judge_gaps

    tables = [pd.read_parquet(part.files[1]) for part in parts.values()]
    together = pd.concat([table for table in tables if len(table)], ignore_index=True)
    gaps = check_results({"gaps": judge_gaps(together, definitions)})["gaps"]
    _write_table(gaps, output.files[0], output.content())
    progress.say(f"judged {len(gaps):,} gaps of {together['council'].nunique() - 1} councils")


def read_figures_behind_gaps(parts: Mapping[str, TrackedOutput]) -> "pd.DataFrame":
    """Read the observations of boroughs and of England, in the order of the parts."""
    import pyarrow as pa
    from pyarrow import compute, parquet

    whole = pa.array([AreaType.BOROUGH.value, AreaType.ENGLAND.value])
    tables = [
        parquet.read_table(part.files[0], filters=compute.field("area_type").isin(whole)) for part in parts.values()
    ]
    return pa.concat_tables(tables).to_pandas()


def write_places_of_england(inputs: EnglandInputs, output: TrackedOutput, deprivation: "pd.DataFrame") -> None:
    """Write which areas each council's report shows, and how deprived every council and ward is."""
    tables = {AREAS_OF_COUNCILS: inputs.councils.shown_areas, **check_results({DEPRIVATION: deprivation})}
    for path in output.files:
        _write_table(tables[path.stem], path, output.content())


def _write_table(table: "pd.DataFrame", path: Path, content: str) -> None:
    import pyarrow as pa

    plain = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata()
    write_table_and_stamp(plain, path, content)
