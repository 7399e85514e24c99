"""Work in processes beside this one, where there is more than one core."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any


class Here(Executor):
    """Does what it is given at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Do it, and hold what came of it; a fault is raised at once."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


@contextmanager
def workers(processes: int) -> Iterator[Executor]:
    """Give an executor of so many processes besides this one; of none, this one does the work itself.

    What is submitted, and what comes of it, is pickled; each process starts anew, so that none inherits a thread.
    """
    if processes < 1:
        yield Here()
        return
    executor = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)
