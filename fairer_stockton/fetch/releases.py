"""New releases: a file that its publisher has changed since it was fetched, brought beside the one in force.

Nothing takes the place of what is in force by itself: a new release is named, and `adopt` compares it and takes it in.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.fetch.downloads import download_release
from fairer_stockton.fetch.polite import PoliteClient, Validators
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.progress import Progress


def look_for_new_releases(
    folder: Path, source: Source, extracts: Iterable[Extract], client: PoliteClient, progress: Progress
) -> None:
    """Ask the publisher whether files that came from it are other ones by now, and bring those that are.

    A publisher that does not answer stops nothing: what is in force stays in force.

    Args:
        folder: that of one period of the source, in which they lie.
        source: theirs.
        extracts: those of the period, all of them in place.
        client: what asks.
        progress: where each new release is named.
    """
    entries = {entry["name"]: entry for entry in raw_folder.read_provenance(folder)["files"]}
    for extract in extracts:
        entry = entries[extract.name]
        if entry.get("origin") != extract.url or source.query:  # a copy, or one that was asked for by a query
            continue
        try:
            release = _download_new_release(folder, source, extract, entry, client)
        except InputError as refusal:
            progress.say(f"could not ask whether {source.name} {extract.period} is still the latest: {refusal.found}")
            continue
        if release:
            take = f"make adopt SOURCE={source.name} FILE={release}"
            progress.say(
                f"new release: {extract.name} of {source.name} {extract.period} has changed; look at it by `{take}`"
            )


def _download_new_release(
    folder: Path, source: Source, extract: Extract, entry: Mapping[str, Any], client: PoliteClient
) -> Path | None:
    """Return the file that the publisher has now, or None where it is the one that is in force."""
    beside = folder.parents[1] / raw_folder.NEW_RELEASES / source.name / folder.name
    beside.mkdir(parents=True, exist_ok=True)
    path = beside / extract.name
    held = Validators(entry.get("etag", ""), entry.get("last_modified", ""))
    release = download_release(source, extract, path, client, held)
    if release is None or compute_file_checksum(path) == entry["sha256"]:
        path.unlink(missing_ok=True)
        return None
    return path
