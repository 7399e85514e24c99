"""Executors: work done in other processes where there is more than one core, and in this one where there is not."""

import os
import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, connection, get_context, parent_process
from typing import Any

from fairer_stockton.run.memory import collect_garbage_seldom


class InlineExecutor(Executor):
    """An executor that does each call at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Return a finished future; an exception is raised here and now, not when the future is asked."""
        finished: Future[Any] = Future()
        finished.set_result(fn(*args, **kwargs))
        return finished


class ProcessExecutor(Executor):
    """An executor of other processes.

    Arguments are pickled when they are handed over, not when a process is free: what the caller does to them in the
    meantime changes nothing. Each process starts anew, so that none inherits a thread.
    """

    def __init__(self, processes: int) -> None:
        self._pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin_process)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Return the future of a call that the next free process takes up."""
        return self._pool.submit(_call_pickled, pickle.dumps((fn, args, kwargs)))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Wait for the calls that have begun, and begin no other."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def end_processes(self) -> None:
        """End the processes at once, whatever they are about."""
        for process in active_children():
            process.terminate()


def _begin_process() -> None:
    collect_garbage_seldom()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process once its parent has: one that is killed cannot end its children itself."""
    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)


def _call_pickled(pickled_call: bytes) -> Any:
    fn, args, kwargs = pickle.loads(pickled_call)
    return fn(*args, **kwargs)


@contextmanager
def open_executor(process_count: int) -> Iterator[Executor]:
    """Yield an executor of this many processes beside this one; with none, this one does the work itself.

    Where the run is stopped from outside, its processes are ended, and not waited for.
    """
    if not process_count:
        yield InlineExecutor()
        return
    with ProcessExecutor(process_count) as executor:
        try:
            yield executor
        except (KeyboardInterrupt, SystemExit):
            executor.end_processes()
            raise
