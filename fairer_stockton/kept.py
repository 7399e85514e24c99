"""Files that are dear to make, kept by all that they are made from: what has not changed is copied, not made again."""

import hashlib
import pickle
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from fairer_stockton.fingerprints import file_sum

SHORT = 32  # hexadecimal digits of a sum, enough to tell any two apart


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
        key = hashlib.sha256(self._code.encode() + pickle.dumps(content, protocol=5)).hexdigest()[:SHORT]
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
        """Name a file in the folder that is another's to write, and stays; none where nothing is kept."""
        if self._folder is None:
            return None
        self._used.add(self._folder / name)
        return self._folder / name

    def sweep(self) -> None:
        """Remove what was not used."""
        if self._folder and self._folder.is_dir():
            for path in self._folder.iterdir():
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
