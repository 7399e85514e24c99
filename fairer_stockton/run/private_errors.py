"""Errors that nobody foresaw, where rows of people are read: told by where they happened, without their own words.

A library's error often repeats the cell that it failed at, and a traceback lands in a log.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from fairer_stockton.run.errors import FairerError
from fairer_stockton.run.machine_errors import find_machine_failure


@contextmanager
def leave_cells_out_of_errors(is_private: bool) -> Iterator[None]:
    """Raise any error but a refusal, or one of the machine, anew by its class and the lines that led to it.

    Only where rows are private.

    Raises:
        RuntimeError: in place of the error.
    """
    try:
        yield
    except Exception as error:
        if not is_private or isinstance(error, FairerError) or find_machine_failure(error):
            raise
        lines = [
            f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
        where = "\n  ".join(lines)
        raise RuntimeError(
            f"{type(error).__name__}; its words are left out, since they may repeat a cell of a person's row. It came "
            f"by way of:\n  {where}"
        ) from None
