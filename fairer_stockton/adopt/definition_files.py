"""The TOML file of a source that is written: the package's in a clone, else one of the council's laid over it."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from fairer_stockton.adopt.entries import rewrite_entries
from fairer_stockton.definitions.project import load_definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source, load_sources
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.software import PROJECT_FILE


def find_file_to_write(settings: Settings, source: Source) -> Path:
    """Return the file that is to hold the new entries.

    A council that has a folder of its own gets the whole file laid over the package's there, whose other three files
    stay in force.

    Raises:
        CatalogueError: it would be a file of an installed package, which the next installation would undo.
    """
    council = settings.council
    if not source.definition.is_relative_to(PACKAGE):
        return source.definition
    if not council.folder.is_relative_to(PACKAGE):
        return council.folder / "sources" / source.definition.name
    if not (PACKAGE.parent / PROJECT_FILE).is_file():
        raise CatalogueError(
            source=source.name,
            found="an installed package, and no folder of the council's own to write the new entry into",
            expected="a folder that `fairer init` made",
            remedy="make it by `fairer init <name> --authority <ONS code>`, and give the command there",
        )
    return source.definition


@contextmanager
def write_definition(
    settings: Settings,
    source: Source,
    path: Path,
    new_extracts: Sequence[tuple[Extract, Extract]],
    replaced: Collection[tuple[str, str]],
) -> Iterator[None]:
    """Write the new text beside the file, and put it in its place once what is done meanwhile has succeeded.

    Raises:
        CatalogueError: the text would not say what it should; nothing is written.
    """
    text = source.definition.read_text(encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = path.parent / ".unfinished"
    folder.mkdir(exist_ok=True)
    unfinished = folder / path.name
    try:
        unfinished.write_text(rewrite_entries(text, new_extracts, replaced), encoding="utf-8")
        _check_new_definition(settings, source, unfinished, [new for _, new in new_extracts], replaced)
        yield
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()
    load_definitions.cache_clear()  # whoever asks from now on reads the new entries


def _check_new_definition(
    settings: Settings, source: Source, path: Path, new: Sequence[Extract], replaced: Collection[tuple[str, str]]
) -> None:
    written = load_sources([path], {source.name}, source.codebook_folder, settings.council)[0][source.name]
    left = [extract for extract in source.extracts if (extract.name, extract.period) not in replaced]
    if sorted(map(repr, written.extracts)) != sorted(map(repr, [*left, *new])):
        raise CatalogueError(
            source=source.name,
            file=source.definition,
            found="a layout in which the new entries cannot be written",
            expected="each [[file]] with its keys a line each",
            remedy="write the entries by hand, as docs/how-to/add-a-source.md says",
        )
