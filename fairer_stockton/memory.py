"""Answers that are dear to find, kept between runs by all that they were found from: the same is not asked twice."""

import hashlib
import json
import pickle
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fairer_stockton.fingerprints import fingerprint, read_json
from fairer_stockton.workers import workers

LIBRARIES = ("highspy", "numpy", "pandas", "scipy")  # another version may find another answer that is as good
FEW = 3  # questions that are not worth the start of another process


class Memory:
    """A file of answers; only those asked for in a run are kept, and one that is not as it was written is not believed.

    Without a file nothing is kept.
    """

    def __init__(self, path: Path | None, code: Path) -> None:
        """Read what was found before.

        Args:
            path: the file, which need not be there.
            code: the folder of the modules that find the answers.
        """
        self._path = path
        self._code = fingerprint(code.glob("*.py"), [version(name) for name in LIBRARIES])
        found = read_json(path) if path else {}
        believed = isinstance(found.get("answers"), dict) and found.get("sum") == _sum(found["answers"])
        self._before: dict[str, Any] = found["answers"] if believed else {}
        self._now: dict[str, Any] = {}

    def answers(self, find: Callable[..., Any], questions: Sequence[Sequence[Any]], processes: int = 0) -> list[Any]:
        """Have answers found, but for those that were before.

        Args:
            find: finds an answer, made of lists, dictionaries by text, numbers and text.
            questions: all that each is found from; anything that can be pickled.
            processes: how many may find answers beside this one.

        Returns:
            An answer to each question.
        """
        keys = [self._key(find, given) for given in questions]
        new = {key: given for key, given in zip(keys, questions, strict=True) if key not in self._before}
        with workers(processes if len(new) > FEW else 0) as executor:
            found = {key: executor.submit(find, *given) for key, given in new.items()}
            answers = {key: one.result() for key, one in found.items()}
        self._now |= answers | {key: self._before[key] for key in keys if key in self._before}
        return [self._now[key] for key in keys]

    def _key(self, find: Callable[..., Any], given: Sequence[Any]) -> str:
        asked = pickle.dumps((find.__module__, find.__qualname__, given), protocol=5)
        return hashlib.sha256(self._code.encode() + asked).hexdigest()

    def save(self) -> None:
        """Write the answers of this run, if any was asked for."""
        if self._path and self._now:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._path.with_suffix(".unfinished")
            kept = {"sum": _sum(self._now), "answers": self._now}
            unfinished.write_text(json.dumps(kept, sort_keys=True), encoding="utf-8")
            unfinished.replace(self._path)


def _sum(answers: object) -> str:
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()
