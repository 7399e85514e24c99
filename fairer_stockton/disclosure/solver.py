"""HiGHS, as disclosure control uses it: silent, one thread, a program set up from arrays."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

# The search by jumps costs more than all else in programs as small as these, and finds nothing that the rest does not.
# One thread: the order of several could change which of equally good answers is found.
SETTINGS = {"output_flag": False, "threads": 1, "mip_heuristic_run_feasibility_jump": False}


def make_linear_program(
    matrix: Any,
    row_bounds: tuple[ArrayLike, ArrayLike],
    column_bounds: tuple[ArrayLike, ArrayLike],
    cost: ArrayLike,
    **options: Any,
) -> Any:
    """Return a program that minimises `cost` times the columns, for the caller to run.

    Args:
        matrix: shape (rows, columns).
        row_bounds: the least and the most of each row.
        column_bounds: the least and the most of each column.
        cost: shape (columns,).
        options: HiGHS's own; `whole` says that columns are whole numbers.
    """
    import highspy  # only here: a quarter of a second that most commands need not wait

    rows_by_columns = sparse.csr_array(matrix, dtype=np.float64)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows_by_columns.shape
    model.row_lower_, model.row_upper_ = (
        np.broadcast_to(np.asarray(end, float), rows_by_columns.shape[0]) for end in row_bounds
    )
    model.col_lower_, model.col_upper_ = (
        np.broadcast_to(np.asarray(end, float), rows_by_columns.shape[1]) for end in column_bounds
    )
    model.col_cost_ = np.asarray(cost, float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows_by_columns.indptr.astype(np.int32)
    model.a_matrix_.index_ = rows_by_columns.indices.astype(np.int32)
    model.a_matrix_.value_ = rows_by_columns.data
    if options.pop("whole", False):
        model.integrality_ = [highspy.HighsVarType.kInteger] * rows_by_columns.shape[1]
    solver = highspy.Highs()
    for name, value in {**SETTINGS, **options}.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)
    return solver


class Basis:
    """Where the last of several programs ended: each is of some rows and columns of the same matrix."""

    def __init__(self, shape: tuple[int, int]) -> None:
        """Take the shape of the whole matrix."""
        self._shape = shape
        self._rows: NDArray[Any] | None = None
        self._columns: NDArray[Any] | None = None

    def save(self, program: Any, rows: Any, columns: Any) -> None:
        """Save where a program ended.

        Args:
            program: one that has been run.
            rows: which rows of the whole matrix are its own.
            columns: which columns.
        """
        import highspy

        basis = program.getBasis()
        if not basis.valid:
            return
        if self._rows is None or self._columns is None:
            self._rows = np.full(self._shape[0], highspy.HighsBasisStatus.kBasic, object)
            self._columns = np.full(self._shape[1], highspy.HighsBasisStatus.kLower, object)
        self._rows[rows], self._columns[columns] = basis.row_status, basis.col_status

    def start(self, program: Any, rows: Any, columns: Any) -> None:
        """Start a program where the last one ended, in what both have; for `rows` and `columns` see `save`."""
        import highspy

        if self._rows is None or self._columns is None:
            return
        basis = highspy.HighsBasis()
        basis.valid = basis.alien = True  # alien: HiGHS makes whole what has come or gone
        basis.row_status, basis.col_status = self._rows[rows].tolist(), self._columns[columns].tolist()
        program.setBasis(basis)
