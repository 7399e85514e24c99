"""Cache of files and answers, each under the sum of everything that it was made from."""

import hashlib
import json
import pickle
import shutil
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fairer_stockton.run.fingerprints import compute_content_checksum, compute_file_checksum, read_json
from fairer_stockton.run.parallel import open_executor

SHORT = 32  # hexadecimal digits of a sum, enough to tell any two apart
LIBRARIES = ("highspy", "numpy", "pandas", "scipy")  # another version may find another answer that is as good
FEW = 3  # questions that are not worth the start of another process


def _compute_cache_key(code_checksum: str, content: object) -> str:
    """Return the sha256 of the sum of some code, and of anything that can be pickled."""
    return hashlib.sha256(code_checksum.encode() + pickle.dumps(content, protocol=5)).hexdigest()


class FileCache:
    """A folder of files, each named by the sum of what it was made from and the sum of its own bytes.

    A file whose bytes no longer have that sum is made again. Without a folder nothing is cached.
    """

    def __init__(self, folder: Path | None = None, code: str = "") -> None:
        """Take a folder, which need not be there, and the sum of the code that makes the files."""
        self._folder, self._code = folder, code
        self._used: set[Path] = set()

    def restore_or_make(self, content: object, targets: Sequence[Path], make: Callable[[], None]) -> bool:
        """Write the target files: copied from the cache where they were made from this content before, else made.

        Args:
            content: all that the files are made from besides the code; anything that can be pickled.
            targets: the files.
            make: writes them.

        Returns:
            Whether they were made.
        """
        if self._folder is None:
            make()
            return True
        key = _compute_cache_key(self._code, content)[:SHORT]
        names = [f"{key}-{number}" for number in range(len(targets))]
        cached = [path for name in names if (path := self._find_cached_file(name))]
        if new := len(cached) < len(targets):
            make()
            cached = [self._store_file(target, name) for target, name in zip(targets, names, strict=True)]
        else:
            for path, target in zip(cached, targets, strict=True):
                shutil.copyfile(path, target)
        self._used.update(cached)
        return new

    def find_path(self, name: str) -> Path | None:
        """Return the path of a file of the folder that somebody else writes; none where nothing is cached."""
        return self._folder and self._folder / name

    def remove_unused(self) -> None:
        """Remove the cached files that this run neither made nor restored, and nothing else."""
        if self._folder:
            for path in self._folder.glob("*-*-*"):
                if path not in self._used:
                    path.unlink()

    def _find_cached_file(self, name: str) -> Path | None:
        """Find a cached file whose bytes are still those that were stored."""
        paths = sorted(self._folder.glob(f"{name}-*")) if self._folder else []
        return next((path for path in paths if path.name.split("-")[2] == compute_file_checksum(path)[:SHORT]), None)

    def _store_file(self, target: Path, name: str) -> Path:
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}-{compute_file_checksum(target)[:SHORT]}"
        # Copied under another name first: a run that is killed half-way leaves no half of a file under the true one.
        unfinished = path.with_name(f"unfinished-{name}")
        shutil.copyfile(target, unfinished)
        unfinished.replace(path)
        return path


class AnswerCache:
    """A file of answers to questions, each under the sum of its question and of the code that answers it.

    The file holds the answers of the last run alone, and the sum of them: one that has been edited is not believed.
    Without a file nothing is cached.
    """

    def __init__(self, path: Path | None, code: str) -> None:
        """Read the answers of an earlier run.

        Args:
            path: the file, which need not be there.
            code: the sum of the code that finds the answers.
        """
        self._path = path
        self._code = compute_content_checksum([], [code, *(version(name) for name in LIBRARIES)])
        cached = read_json(path) if path else {}
        believed = isinstance(cached.get("answers"), dict) and cached.get("sum") == compute_content_checksum(
            [], cached["answers"]
        )
        self._before: dict[str, Any] = cached["answers"] if believed else {}
        self._now: dict[str, Any] = {}

    def find(self, answer: Callable[..., Any], questions: Sequence[Sequence[Any]], processes: int = 0) -> list[Any]:
        """Return the answer to each question; only those that the file does not hold are worked out.

        Args:
            answer: works one out; what it returns is made of lists, dictionaries by text, numbers and text.
            questions: the arguments of each call; anything that can be pickled.
            processes: how many may work beside this one.
        """
        keys = [
            _compute_cache_key(self._code, (answer.__module__, answer.__qualname__, question)) for question in questions
        ]
        new = {key: question for key, question in zip(keys, questions, strict=True) if key not in self._before}
        with open_executor(processes if len(new) > FEW else 0) as executor:
            answers = {key: executor.submit(answer, *question) for key, question in new.items()}
            self._now |= {key: future.result() for key, future in answers.items()}
        self._now |= {key: self._before[key] for key in keys if key in self._before}
        return [self._now[key] for key in keys]

    def save(self) -> None:
        """Write the answers of this run, if it asked any question."""
        if self._path and self._now:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._path.with_suffix(".unfinished")
            content = {"sum": compute_content_checksum([], self._now), "answers": self._now}
            unfinished.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
            unfinished.replace(self._path)
