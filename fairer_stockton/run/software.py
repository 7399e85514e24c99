"""What a run is made with: the files of the code, the commit that they are of, the libraries and Python itself.

With the same of all these and the same inputs, the same bytes come out again.
"""

import hashlib
import os
import platform
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from fairer_stockton import __version__
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.package import PACKAGE

DISTRIBUTION = "fairer-stockton"
LOCK_FILE, PROJECT_FILE = "requirements.lock", "pyproject.toml"  # beside the package, in a clone
NOT_CODE = ("__pycache__",)
NAME_OF_LIBRARY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Software:
    """The software of a run; `commit` and `lock` are empty where there is no clone to read them from."""

    version: str
    sha256: str  # over every file of the package
    commit: str
    lock: str  # the sum of the lock file
    python: str
    libraries: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return it as a manifest has it."""
        return asdict(self)

    def list_differences(self, recorded: Mapping[str, Any]) -> list[str]:
        """Return what is otherwise than a manifest has it, in words; the commit alone makes no difference."""
        if not {"lock", "python", "libraries"} <= recorded.keys():
            return ["an edition from before manifests had the sum of all code and the libraries"]
        differences = [] if recorded["sha256"] == self.sha256 else [f"code of sha256 {self.sha256}"]
        if recorded["python"] != self.python:
            differences.append(f"Python {self.python}, not {recorded['python']}")
        names = sorted({*self.libraries, *recorded["libraries"]})
        versions = [(name, self.libraries.get(name, "none"), recorded["libraries"].get(name, "none")) for name in names]
        return differences + [f"{name} {now}, not {then}" for name, now, then in versions if now != then]


def describe_software() -> Software:
    """Return what this run is made with."""
    lock = PACKAGE.parent / LOCK_FILE
    return Software(
        version=__version__,
        sha256=compute_checksum_of_all_code(PACKAGE),
        commit=_read_commit(PACKAGE.parent),
        lock=compute_file_checksum(lock) if lock.is_file() else "",
        python=platform.python_version(),
        libraries={name: metadata.version(name) for name in _list_libraries(PACKAGE.parent)},
    )


def compute_checksum_of_all_code(package: Path) -> str:
    """Return one sum over every file of the package, by its path: code, definitions, statements, templates, scripts."""
    digest = hashlib.sha256()
    for path in sorted(_list_files(package), key=lambda path: path.relative_to(package).as_posix()):
        digest.update(f"{path.relative_to(package).as_posix()}\0{compute_file_checksum(path)}\n".encode())
    return digest.hexdigest()


def _list_files(package: Path) -> Iterator[Path]:
    # Links are followed: in a clone two rooms stand beside the package and are linked to.
    for folder, inner, names in os.walk(package, followlinks=True):
        inner[:] = [name for name in inner if name not in NOT_CODE]
        yield from (Path(folder, name) for name in names if not name.endswith(".pyc"))


def _list_libraries(project: Path) -> list[str]:
    """Return the libraries that the package asks for itself: the lock file has the sum of all the others."""
    wanted: list[str] = []
    with suppress(metadata.PackageNotFoundError):
        wanted = [line for line in metadata.requires(DISTRIBUTION) or () if "extra ==" not in line]
    if (project / PROJECT_FILE).is_file():
        wanted = tomllib.loads((project / PROJECT_FILE).read_text(encoding="utf-8"))["project"]["dependencies"]
    return sorted(match[0] for line in wanted if (match := NAME_OF_LIBRARY.match(line)))


def _read_commit(project: Path) -> str:
    """Return the commit of a clone; nothing where there is no clone, or no git to ask."""
    if not (project / ".git").exists():
        return ""
    with suppress(OSError, subprocess.SubprocessError):
        asked = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=project, capture_output=True, text=True, check=True, timeout=20
        )
        return asked.stdout.strip()
    return ""
