"""What is dear to make or to find, kept between runs by all that it comes from: the same is not made or asked twice."""

import hashlib
import json
import pickle
import shutil
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fairer_stockton.run.fingerprints import file_sum, fingerprint, read_json
from fairer_stockton.run.parallel import workers

SHORT = 32  # hexadecimal digits of a sum, enough to tell any two apart
LIBRARIES = ("highspy", "numpy", "pandas", "scipy")  # another version may find another answer that is as good
FEW = 3  # questions that are not worth the start of another process


def _sum_of(code: str, content: object) -> str:
    """Return the sha256 of all that something comes from: the sum of its code, and anything that can be pickled."""
    return hashlib.sha256(code.encode() + pickle.dumps(content, protocol=5)).hexdigest()


class Keeper:
    """Keeps files in a folder, each under the sum of what it was made from and that of its own bytes.

    A file that is no longer the one that was kept is made again. Without a folder nothing is kept.
    """

    def __init__(self, folder: Path | None = None, code: str = "") -> None:
        """Take a folder, which need not be there, and the sum of the code that makes the files."""
        self._folder, self._code = folder, code
        self._used: set[Path] = set()

    def give(self, content: object, targets: Sequence[Path], make: Callable[[], None]) -> bool:
        """Put files in place: copied where they were made from this content before, else made and kept.

        Args:
            content: all that the files are made from besides the code; anything that can be pickled.
            targets: the files.
            make: makes them.

        Returns:
            Whether they were made.
        """
        if self._folder is None:
            make()
            return True
        key = _sum_of(self._code, content)[:SHORT]
        names = [f"{key}-{place}" for place in range(len(targets))]
        kept = [path for name in names if (path := self._find(name))]
        if new := len(kept) < len(targets):
            make()
            kept = [self._keep(target, name) for target, name in zip(targets, names, strict=True)]
        else:
            for path, target in zip(kept, targets, strict=True):
                shutil.copyfile(path, target)
        self._used.update(kept)
        return new

    def file(self, name: str) -> Path | None:
        """Name a file of the folder that is another's to write; none where nothing is kept."""
        return self._folder and self._folder / name

    def sweep(self) -> None:
        """Remove what was kept and not used, and nothing else."""
        if self._folder:
            for path in self._folder.glob("*-*-*"):
                if path not in self._used:
                    path.unlink()

    def _find(self, name: str) -> Path | None:
        """Find a file that was kept, and that is still as it was."""
        found = sorted(self._folder.glob(f"{name}-*")) if self._folder else []
        return next((path for path in found if path.name.split("-")[2] == file_sum(path)[:SHORT]), None)

    def _keep(self, target: Path, name: str) -> Path:
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{name}-{file_sum(target)[:SHORT]}"
        unfinished = path.with_name(f"unfinished-{name}")
        shutil.copyfile(target, unfinished)
        unfinished.replace(path)
        return path


class Answers:
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
        kept = read_json(path) if path else {}
        believed = isinstance(kept.get("answers"), dict) and kept.get("sum") == fingerprint([], kept["answers"])
        self._before: dict[str, Any] = kept["answers"] if believed else {}
        self._now: dict[str, Any] = {}

    def find(self, answer: Callable[..., Any], questions: Sequence[Sequence[Any]], processes: int = 0) -> list[Any]:
        """Have answers found, but for those that were before.

        Args:
            answer: finds one, made of lists, dictionaries by text, numbers and text.
            questions: all that each is found from; anything that can be pickled.
            processes: how many may find answers beside this one.

        Returns:
            An answer to each question.
        """
        keys = [_sum_of(self._code, (answer.__module__, answer.__qualname__, given)) for given in questions]
        new = {key: given for key, given in zip(keys, questions, strict=True) if key not in self._before}
        with workers(processes if len(new) > FEW else 0) as executor:
            found = {key: executor.submit(answer, *given) for key, given in new.items()}
            self._now |= {key: one.result() for key, one in found.items()}
        self._now |= {key: self._before[key] for key in keys if key in self._before}
        return [self._now[key] for key in keys]

    def save(self) -> None:
        """Write the answers of this run, if any was asked for."""
        if self._path and self._now:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._path.with_suffix(".unfinished")
            kept = {"sum": fingerprint([], self._now), "answers": self._now}
            unfinished.write_text(json.dumps(kept, sort_keys=True), encoding="utf-8")
            unfinished.replace(self._path)
