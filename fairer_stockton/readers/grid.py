"""A grid of text: the wanted columns of one file, each row with its number, footnotes dropped."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from fairer_stockton.sources import Extract

AREA_CODE = r"^\s*[A-Z]\d{8}\s*$"
AGAIN = "fetch the extract again; if it comes the same, tell the publisher"


def remedy(extract: Extract, correction: str = "save it anew where it was made", published: str = AGAIN) -> str:
    """Return what to do about a file at fault: the council corrects its own file, a publisher's is fetched again."""
    return f"{correction}, and supply the file again" if extract.supplied else published


@dataclass(frozen=True)
class Grid:
    """The wanted columns, still text, in the wanted order, with each row's number and where they were read."""

    table: pa.Table
    rows: pa.Array
    where: str


def numbered_grid(columns: Sequence[pa.ChunkedArray | pa.Array], header: int, where: str) -> Grid:
    """Number the rows and drop the footnotes: last rows with at most one filled cell that is no area's code."""
    import numpy as np
    import pyarrow.compute as pc

    table = pa.table(list(columns), names=[str(index) for index in range(len(columns))])
    filled = np.zeros(table.num_rows, dtype=np.int16)
    coded = np.zeros(table.num_rows, dtype=bool)
    for column in table.columns:
        filled += pc.not_equal(pc.utf8_trim_whitespace(column), "").to_numpy(zero_copy_only=False)
        coded |= pc.match_substring_regex(column, AREA_CODE).to_numpy(zero_copy_only=False)
    enough = np.flatnonzero((filled > min(1, table.num_columns - 1)) | coded)
    kept = int(enough[-1]) + 1 if len(enough) else 0
    rows = pa.array(np.arange(header + 2, header + 2 + kept, dtype=np.int32))
    return Grid(table.slice(0, kept), rows, where)
