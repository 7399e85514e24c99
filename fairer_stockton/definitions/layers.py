"""Where definitions lie: a council's own folder laid over the package, file by file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.package import PACKAGE

OVERLAID = ("measures", "sources", "staging", "schemas")  # folders to which a council may add files, or lay over them
LANDMARKS = "landmarks.geojson"
COUNCIL_FILES = ("*.toml", "glossary.md", LANDMARKS)  # in the folder itself
DEFINITION_SUFFIXES = (".toml", ".sql", ".py")
OVER, OWN = "over the package's", "the council's own"


@dataclass(frozen=True, slots=True)
class DefinitionLayers:
    """The package, and over it the folder of the council whose report is made: none for another council's figures.

    What all councils share is looked for in the council's folder first and in the package second. What is a council's
    own is looked for in its folder alone: where it is not there, there is none.
    """

    council: Path | None
    package: Path = PACKAGE

    def shared(self, file_name: str) -> Path:
        """Return the file of this name that is in force."""
        own = self.own(file_name)
        return own or self.package / "definitions" / file_name

    def own(self, file_or_folder_name: str) -> Path | None:
        """Return the council's own file or folder of this name, if it has one."""
        path = self.council / file_or_folder_name if self.council else None
        return path if path and path.exists() else None

    def files(self, folder: str, pattern: str) -> list[Path]:
        """Return the files of a folder that are in force, in the order of their names."""
        in_force: dict[str, Path] = {}
        for layer in (self.package, self.council):
            if layer:
                root = layer / folder
                in_force |= {path.relative_to(root).as_posix(): path for path in root.glob(pattern)}
        return [in_force[name] for name in sorted(in_force)]

    def list_origins_of_council_files(self) -> Mapping[str, str]:
        """Return each file of the council's folder that is in force, and whether it lies over one of the package's.

        There is none where the council is the one that comes with the package, since all is the package's then.
        """
        if not self.council or self.council.is_relative_to(self.package):
            return {}
        names = [path.relative_to(self.council) for path in self.list_council_files()]
        return {name.as_posix(): OVER if self._overlays_package_file(name) else OWN for name in names}

    def list_council_files(self) -> list[Path]:
        """Return every file of the council's folder that is in force."""
        if not self.council:
            return []
        files = sorted(path for name in COUNCIL_FILES for path in self.council.glob(name))
        for folder in (*OVERLAID, "codebooks"):
            files += sorted(path for path in (self.council / folder).rglob("*") if path.suffix in DEFINITION_SUFFIXES)
        return files

    def _overlays_package_file(self, relative_path: Path) -> bool:
        return any((root / relative_path).is_file() for root in (self.package / "definitions", self.package))
