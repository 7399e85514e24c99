"""Writing of results: checked against their contracts, stamped by what they rest on, and told in one line."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fairer_stockton.measure.results import check_results
from fairer_stockton.run.fingerprints import write_table_and_stamp
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.record import TrackedOutput

if TYPE_CHECKING:
    import pandas as pd


def write_results(
    output: TrackedOutput, tables: "Mapping[str, pd.DataFrame]", progress: Progress, **facts: Any
) -> None:
    """Write the tables of an output, each a parquet file with its stamp, which holds more facts besides.

    Raises:
        ValidationError: a table breaks its contract; none is written.
    """
    import pyarrow as pa

    checked, content = check_results(tables), output.content()
    for path in output.files:
        plain = pa.Table.from_pandas(checked[path.stem], preserve_index=False).replace_schema_metadata()
        write_table_and_stamp(plain, path, content, **facts)
    progress.say(_describe_measured_tables(checked))


def _describe_measured_tables(tables: "Mapping[str, pd.DataFrame]") -> str:
    if "priorities" in tables:
        return f"ranked {len(tables['priorities']):,} neighbourhoods and groups of them"
    observations, gaps = tables["observations"], tables["gaps"]
    measures = observations["measure"].nunique()
    return f"measured {measures} measures: {len(observations):,} observations, {len(gaps):,} gaps"
