"""The sums that an edition publishes of what it was made from: keyed where the bytes are the council's own."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.editions.manifests import read_manifest
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.fingerprints import read_stamp
from fairer_stockton.run.sum_key import KEY_FILE, PUBLIC_KEY, SumKey, create_sum_key, read_sum_key


@dataclass(frozen=True)
class InputFile:
    """One raw file that a source was read from.

    `checksum` may be published. `known_as` are other sums by which a manifest may name the same bytes: editions from
    before sums were keyed have the plain one, which is not published again.
    """

    name: str
    period: str
    checksum: str
    synthetic: bool
    known_as: frozenset[str] = frozenset()

    def has_bytes_of(self, earlier: "InputFile") -> bool:
        """Return whether an earlier edition's file has the same bytes."""
        return earlier.checksum in (self.checksum, *self.known_as)


def is_private(source: Source, synthetic: bool) -> bool:
    """Return whether a file's bytes are the council's own."""
    return source.supplied and not synthetic


def find_sum_key(settings: Settings) -> SumKey:
    """Return the key of an edition's sums: the council's own where private extracts are staged, else the public one.

    The first run with private extracts writes the key beside them.

    Raises:
        CatalogueError: editions have sums of a key that is not there any more, or of another one.
    """
    if not _has_private_inputs(settings.staged, settings.definitions.sources):
        return PUBLIC_KEY
    key, used = read_sum_key(settings.raw), _list_keys_of_editions(settings.reports)
    others = sorted(name for name, identity in used.items() if key is None or identity != key.identity)
    if others:
        raise CatalogueError(
            file=settings.raw / KEY_FILE,
            found="no key" if key is None else "another key",
            expected=f"the key that the sums of edition {others[-1]} were made with",
            remedy="restore it from your backup; if it is lost for good, move the editions made with it out of "
            f"{settings.reports} and run again: a new key is then written",
        )
    if key:
        return key
    with suppress(FileExistsError):
        return create_sum_key(settings.raw)
    return find_sum_key(settings)  # which a run of another council has written at this moment


def list_input_files(
    staged: Path, sources: Mapping[str, Source], key: SumKey, sample: bool = True
) -> dict[str, tuple[InputFile, ...]]:
    """Return the files that each source was read from, without those of the sample where an edition leaves it out."""
    return {
        name: tuple(
            make_input_file(source, key, *entry)
            for entry in read_stamp(staged / f"{name}.parquet").get("inputs", ())
            if sample or not entry[-1]
        )
        for name, source in sources.items()
    }


def list_known_checksums(inputs: Mapping[str, tuple[InputFile, ...]]) -> dict[str, set[str]]:
    """Return all sums by which a manifest may name the files of each source."""
    return {
        name: {total for file in files for total in (file.checksum, *file.known_as)} for name, files in inputs.items()
    }


def make_input_file(source: Source, key: SumKey, name: str, period: str, total: str, synthetic: bool) -> InputFile:
    """Return a raw file by the sum of its bytes: of private ones the sum that may be published is keyed."""
    if is_private(source, synthetic):
        return InputFile(name, period, key.seal_file(total), synthetic, frozenset({total}))
    return InputFile(name, period, total, synthetic)


def _has_private_inputs(staged: Path, sources: Mapping[str, Source]) -> bool:
    return any(
        is_private(source, synthetic)
        for name, source in sources.items()
        if source.supplied
        for *_, synthetic in read_stamp(staged / f"{name}.parquet").get("inputs", ())
    )


def _list_keys_of_editions(reports: Path) -> dict[str, str]:
    """Return the identity of the key that each published edition's sums were made with, by its name."""
    links = [path for path in reports.iterdir() if path.is_symlink()] if reports.is_dir() else []
    identities = {path.name: read_manifest(path).get("key", "") for path in links if path.name != "latest"}
    return {name: key for name, key in identities.items() if key and key != PUBLIC_KEY.identity}
