"""Errors that nobody foresaw, where rows of people are read: told by where they happened, without their own words.

A library's error often repeats the cell that it failed at, and a traceback lands in a log.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from fairer_stockton.run.errors import FairerError


@contextmanager
def leave_cells_out_of_errors(is_private: bool) -> Iterator[None]:
    """Raise any error but a refusal anew, by its class and the lines that led to it; only where rows are private.

    Raises:
        RuntimeError: in place of the error.
    """
    try:
        yield
    except Exception as error:
        if not is_private or isinstance(error, FairerError | MemoryError):
            raise
        lines = [
            f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        where = "\n  ".join(lines)
        raise RuntimeError(
            f"{type(error).__name__}; its words are left out, since they may repeat a cell of a person's row. It came "
            f"by way of:\n  {where}"
        ) from None
