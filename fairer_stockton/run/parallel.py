"""Work in processes beside this one, where there is more than one core."""

import pickle
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


class Beside(Executor):
    """Has it done by other processes, with what is given as it is now, whatever becomes of it here meanwhile.

    Each process starts anew, so that none inherits a thread.
    """

    def __init__(self, processes: int) -> None:
        self._pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Send it to the next process that is free."""
        return self._pool.submit(_done, pickle.dumps((fn, args, kwargs)))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Let what has begun end, and begin no more."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


def _done(packed: bytes) -> Any:
    fn, args, kwargs = pickle.loads(packed)
    return fn(*args, **kwargs)


@contextmanager
def workers(processes: int) -> Iterator[Executor]:
    """Give an executor of so many processes besides this one; of none, this one does the work itself."""
    with Beside(processes) if processes else Here() as executor:
        yield executor
