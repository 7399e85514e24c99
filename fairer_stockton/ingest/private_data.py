"""Where rows of people lie on disk, and that nobody but the account that runs the report reads them there."""

from collections.abc import Iterator
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.record import RECORD
from fairer_stockton.fetch.register import REGISTER, SUPPLIED
from fairer_stockton.run.private_files import UNFINISHED_ROWS, restrict_to_owner
from fairer_stockton.run.progress import Progress


def restrict_private_data(settings: Settings, progress: Progress) -> None:
    """Take the others' access away from what is there already: of earlier versions, of backups, of a hand's copy."""
    for path in restrict_to_owner(*_list_private_paths(settings)):
        progress.say(
            f"{path} belongs to another account, and others may read it: let that account run `chmod go= {path}`"
        )


def has_private_data(settings: Settings) -> bool:
    """Return whether an extract of the council's own lies in the raw folder; the sample's rows are nobody's."""
    sources = settings.declared_definitions.sources.values()
    return any(source.supplied and (settings.raw / source.name).is_dir() for source in sources)


def _list_private_paths(settings: Settings) -> Iterator[Path]:
    """Yield all data of what the council supplies: raw, registered, staged, judged, kept by protection, published."""
    for name, source in settings.declared_definitions.sources.items():
        if source.supplied:
            yield settings.raw / name
            yield from settings.staged.glob(f"{name}.parquet*")
            yield from settings.verdicts.glob(f"{name}.*")
    yield settings.staged / UNFINISHED_ROWS
    yield settings.cache
    yield settings.raw / RECORD
    yield settings.raw / REGISTER / SUPPLIED
