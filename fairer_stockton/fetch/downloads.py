"""Downloads: one file from its publisher, by the way that its source declares."""

from pathlib import Path

from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.definitions.ways import StatXploreTable, Way
from fairer_stockton.fetch.answers import find_fault_in_answer
from fairer_stockton.fetch.polite import DownloadError, PoliteClient
from fairer_stockton.fetch.publishers.answers import Arrival, NothingThereError
from fairer_stockton.fetch.publishers.kinds import PUBLISHERS
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum


class AbsentReleaseError(InputError):
    """A publisher that has no release of a period: not yet, or no more."""


def download_file(
    source: Source, extract: Extract, path: Path, client: PoliteClient, held: Arrival | None = None
) -> Arrival | None:
    """Download what the publisher has now of a file, whatever its sum, if it is no longer what is held.

    Args:
        source: its source.
        extract: the file.
        path: where to write it.
        client: what asks the publisher.
        held: where the file that is held came from.

    Returns:
        Where it came from; None where it has not changed.

    Raises:
        AbsentReleaseError: the publisher has none of that period.
        InputError: the publisher did not answer, or with something else than a file of that form.
    """
    try:
        arrival = PUBLISHERS[type(extract.way)].bring_file(extract.way, extract, path, client, held)
        if arrival is not None and (fault := find_fault_in_answer(path)):
            path.unlink()
            raise DownloadError(fault)
    except NothingThereError as nothing:
        raise _make_refusal(AbsentReleaseError, source, extract, str(nothing)) from None
    except DownloadError as failure:
        raise _make_refusal(InputError, source, extract, str(failure)) from None
    return arrival


def find_newer_file(source: Source, extracts: list[Extract], client: PoliteClient) -> Extract | None:
    """Return the file of a later period than those of one way, as an entry; None where there is none to be found.

    Raises:
        InputError: the publisher did not answer as its way expects.
    """
    find_newer = PUBLISHERS[type(extracts[0].way)].find_newer
    try:
        return find_newer(extracts[0].way, extracts, client) if find_newer else None
    except NothingThereError as nothing:
        raise _make_refusal(AbsentReleaseError, source, extracts[0], str(nothing)) from None
    except DownloadError as failure:
        raise _make_refusal(InputError, source, extracts[0], str(failure)) from None


def is_other_release(extract: Extract, path: Path) -> bool:
    """Return whether a file is not the one whose sum its entry records; a rebuilt copy's sum says nothing of it."""
    is_bound = extract.sha256 and extract.mirror == extract.name and extract.way.has_publishers_bytes
    return bool(is_bound) and compute_file_checksum(path) != extract.sha256


def make_refusal_of_other_release(source: Source, extract: Extract, path: Path) -> InputError:
    """Return the refusal of a file that is another release than the one recorded, beside one that is in force."""
    total = compute_file_checksum(path)
    found = f"a file of sha256 {total}, and not of sha256 {extract.sha256}: another release"
    return _make_refusal(InputError, source, extract, found)


def _make_refusal(kind: type[InputError], source: Source, extract: Extract, found: str) -> InputError:
    way: Way = extract.way
    checks, by_hand = "check the address", ", or download the file by hand and use `make fetch MIRROR=folder`"
    if isinstance(way, StatXploreTable):
        checks, by_hand = f"check the key in {way.key_variable}, and the address", ""
    adopt = f"; a new release is taken in by `make adopt SOURCE={source.name} FILE=...`" if extract.sha256 else ""
    doubt = f"; not confirmed by the publisher: {way.unconfirmed}" if way.unconfirmed else ""
    manual = f"; how the publisher is asked: {way.documentation}" if way.documentation else ""
    return kind(
        file=extract.name,
        found=found,
        expected=f"the file at {extract.url}",
        remedy=f"{checks} in the source's TOML{by_hand}{adopt}{manual}{doubt}",
    )
