"""Answers of a table service (JSON, as Stat-Xplore's) to grids: a row for each cell of the cube.

The answer lists the items of each field in `fields`, and in `cubes` the figures of each measure as lists within lists,
one depth a field. Fields, items and measures have addresses of parts between colons:
`str:value:UC_Monthly:V_F_UC_CASELOAD_FULL:COA_CODE:V_C_MASTERGEOG21_LSOA_TO_MSOA:E01000001` is an item of the field
COA_CODE with the code E01000001. Those names head the columns, not the labels, which are reworded now and then.
"""

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.encodings import decode_text
from fairer_stockton.ingest.readers.grid import TextGrid, describe_remedy
from fairer_stockton.ingest.readers.headers import find_header_row_and_positions
from fairer_stockton.run.errors import InputError

if TYPE_CHECKING:
    import numpy as np

FORM = "the answer of a table service: `fields` with their items, and `cubes` with a figure for each cell"
FIELD_PART, ITEM_PARTS = 4, 7  # of an item's address


def read_cube(content: bytes, extract: Extract, file_label: str) -> TextGrid:
    """Read the wanted fields and measures of every cell, in the order of the answer; the first cell is row 1.

    An item that is a total or several items together has an empty code, and a figure that is not there an empty cell.

    Raises:
        InputError: it is no such answer, or a cube has not a figure for each combination of items.
    """
    import numpy as np

    answer = _parse_answer(content, extract, file_label)
    try:
        items = [[_read_code_of_item(item) for item in field["items"]] for field in answer["fields"]]
        names = [_read_name_of_field(field) for field in answer["fields"]]
        figures = {address.split(":")[-1]: cube["values"] for address, cube in answer["cubes"].items()}
    except (AttributeError, IndexError, KeyError, TypeError) as lack:
        raise InputError(file_label, f"an answer of another form ({lack!r})", FORM, describe_remedy(extract)) from None
    shape = tuple(map(len, items))
    # Figures first: once there is one for each cell, there are not more cells than the memory holds.
    of_figures = [_write_figures_as_text(values, shape, extract, file_label) for values in figures.values()]
    codes = [np.broadcast_to(_align_with_axis(codes, axis, shape), shape).ravel() for axis, codes in enumerate(items)]
    columns = [*(pa.array(column.tolist(), pa.string()) for column in codes), *of_figures]
    _, positions = find_header_row_and_positions([[*names, *figures]], extract, file_label)
    table = pa.table([columns[position] for position in positions], names=[str(i) for i in range(len(positions))])
    return TextGrid(table, pa.array(range(1, table.num_rows + 1), pa.int32()), file_label)


def _parse_answer(content: bytes, extract: Extract, file_label: str) -> dict[str, Any]:
    try:
        answer = json.loads(decode_text(content, extract, file_label))
    except RecursionError:
        raise InputError(file_label, "brackets within brackets without end", FORM, describe_remedy(extract)) from None
    except ValueError as damage:
        raise InputError(file_label, f"broken JSON ({damage})", FORM, describe_remedy(extract)) from None
    if not isinstance(answer, dict) or not answer.get("fields") or not answer.get("cubes"):
        raise InputError(file_label, "JSON without fields and cubes", FORM, describe_remedy(extract))
    return answer


def _read_name_of_field(field: dict[str, Any]) -> str:
    """Return the name that the addresses of a field's items have in common."""
    names = {address.split(":")[FIELD_PART] for item in field["items"] for address in item.get("uris", ())}
    if len(names) != 1:
        raise KeyError(f"items of {len(names)} fields in one")
    return names.pop()


def _read_code_of_item(item: dict[str, Any]) -> str:
    addresses = item.get("uris", ())
    parts = addresses[0].split(":") if len(addresses) == 1 else []
    return parts[-1] if len(parts) == ITEM_PARTS else ""


def _align_with_axis(codes: list[str], axis: int, shape: tuple[int, ...]) -> "np.ndarray":
    """Return the codes of a field as an array that varies along its own axis alone."""
    import numpy as np

    sizes = [1] * len(shape)
    sizes[axis] = shape[axis]
    return np.array(codes, object).reshape(sizes)


def _write_figures_as_text(values: Any, shape: tuple[int, ...], extract: Extract, file_label: str) -> pa.Array:
    """Write the figures of a measure as text, empty where there is none.

    Raises:
        InputError: there are more or fewer than cells, or something else than numbers among them.
    """
    import numpy as np

    try:
        figures = np.array(values, dtype=float)
    except (TypeError, ValueError, RecursionError, OverflowError):
        figures = np.empty(0)
    if figures.shape != shape:
        cells = " × ".join(map(str, shape))
        raise InputError(
            file_label,
            f"{figures.size} figures, or what is no number",
            f"a figure for each of {cells} cells",
            describe_remedy(extract),
        )
    cells_as_text = ("" if np.isnan(figure) else f"{figure:.15g}" for figure in figures.ravel().tolist())
    return pa.array(cells_as_text, pa.string())
