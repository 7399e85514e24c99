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
from fairer_stockton.run.private_files import OWNER_FILE, make_owner_folder, open_owner_file

SHORT = 32  # hexadecimal digits of a sum, enough to tell any two apart
LIBRARIES = ("highspy", "numpy", "pandas", "scipy")  # another version may find another answer that is as good
FEW = 3  # questions that are not worth the start of another process


def _compute_cache_key(code_checksum: str, key_parts: object) -> str:
    """Return the sha256 of the sum of some code, and of anything that can be pickled."""
    return hashlib.sha256(code_checksum.encode() + pickle.dumps(key_parts, protocol=5)).hexdigest()


class FileCache:
    """A folder of files, each named by the sum of what it was made from and the sum of its own bytes.

    A file whose bytes no longer have that sum is made again. Without a folder nothing is cached.
    """

    def __init__(self, folder: Path | None = None, code: str = "") -> None:
        """Take a folder, which need not be there, and the sum of the code that makes the files."""
        self._folder, self._code = folder, code
        self._used: set[Path] = set()

    def restore_or_make(
        self, key_parts: object, target_files: Sequence[Path], write_target_files: Callable[[], None]
    ) -> bool:
        """Write the target files: copied from the cache where they were made from these parts before, else made.

        Args:
            key_parts: all that the files are made from besides the code; anything that can be pickled.
            target_files: the files.
            write_target_files: writes them.

        Returns:
            Whether they were made.
        """
        if self._folder is None:
            write_target_files()
            return True
        key = _compute_cache_key(self._code, key_parts)[:SHORT]
        names = [f"{key}-{number}" for number in range(len(target_files))]
        cached = [path for name in names if (path := self._find_cached_file(name))]
        if new := len(cached) < len(target_files):
            write_target_files()
            cached = [
                self._copy_file_into_cache(target, name) for target, name in zip(target_files, names, strict=True)
            ]
        else:
            for path, target in zip(cached, target_files, strict=True):
                shutil.copyfile(path, target)
        self._used.update(cached)
        return new

    def find_path_in_cache_folder(self, file_name: str) -> Path | None:
        """Return the path of a file of the folder that somebody else writes; none where nothing is cached."""
        return self._folder and self._folder / file_name

    def remove_unused(self) -> None:
        """Remove the cached files that this run neither made nor restored, and nothing else."""
        if self._folder:
            for path in self._folder.glob("*-*-*"):
                if path not in self._used:
                    path.unlink()

    def _find_cached_file(self, name_in_cache: str) -> Path | None:
        """Find a cached file whose bytes are still those that were stored."""
        paths = sorted(self._folder.glob(f"{name_in_cache}-*")) if self._folder else []
        return next((path for path in paths if path.name.split("-")[2] == compute_file_checksum(path)[:SHORT]), None)

    def _copy_file_into_cache(self, written_file: Path, name_in_cache: str) -> Path:
        assert self._folder is not None
        make_owner_folder(self._folder)
        path = self._folder / f"{name_in_cache}-{compute_file_checksum(written_file)[:SHORT]}"
        # Copied under another name first: a run that is killed half-way leaves no half of a file under the true one.
        unfinished = path.with_name(f"unfinished-{name_in_cache}")
        shutil.copyfile(written_file, unfinished)
        unfinished.chmod(OWNER_FILE)
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

    def find(
        self, compute_answer: Callable[..., Any], argument_lists: Sequence[Sequence[Any]], process_count: int = 0
    ) -> list[Any]:
        """Return the answer to each question; only those that the file does not hold are worked out.

        Args:
            compute_answer: works one out; what it returns is made of lists, dictionaries by text, numbers and text.
            argument_lists: the arguments of each call; anything that can be pickled.
            process_count: how many may work beside this one.
        """
        keys = [
            _compute_cache_key(self._code, (compute_answer.__module__, compute_answer.__qualname__, question))
            for question in argument_lists
        ]
        new = {key: question for key, question in zip(keys, argument_lists, strict=True) if key not in self._before}
        with open_executor(process_count if len(new) > FEW else 0) as executor:
            answers = {key: executor.submit(compute_answer, *question) for key, question in new.items()}
            self._now |= {key: future.result() for key, future in answers.items()}
        self._now |= {key: self._before[key] for key in keys if key in self._before}
        return [self._now[key] for key in keys]

    def save(self) -> None:
        """Write the answers of this run, if it asked any question."""
        if self._path and self._now:
            make_owner_folder(self._path.parent)  # what was chosen to be hidden is in it
            unfinished = self._path.with_suffix(".unfinished")
            content = {"sum": compute_content_checksum([], self._now), "answers": self._now}
            with open_owner_file(unfinished, "w") as stream:
                stream.write(json.dumps(content, sort_keys=True))
            unfinished.replace(self._path)
