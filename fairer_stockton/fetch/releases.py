"""New releases: what a publisher has by now beside what is in force, brought into a folder that no stage reads.

Nothing takes the place of what is in force here: a new release is handed on, to be compared and proposed.
"""

import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.fetch.downloads import AbsentReleaseError, download_file, find_newer_file
from fairer_stockton.fetch.polite import PoliteClient, Validators
from fairer_stockton.fetch.publishers.answers import Arrival
from fairer_stockton.fetch.publishers.kinds import explain_why_not_fetched
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.progress import Progress

VALIDATORS = [field.name for field in fields(Validators)]
FROM_PEOPLE = ("mirror: ", "adopted: ")  # how the origin of a file begins that did not come from its publisher


@dataclass(frozen=True, slots=True)
class Release:
    """A file that a publisher has, and that is not in force: in place of which entry's, or after it."""

    source: Source
    extract: Extract  # the entry that it is of or, where it `is_later`, the one that it comes after
    path: Path
    address: str
    is_later: bool = False

    @property
    def sentence(self) -> str:
        """What is new, in words."""
        if self.is_later:
            return f"new release of {self.source.name}: {self.path.name}, later than {self.extract.period}"
        return f"new release of {self.source.name}: {self.extract.name} of {self.extract.period} has changed"


def describe_arrival(arrival: Arrival) -> dict[str, str]:
    """Return what the provenance of a file says of where it came from, for the next time that it is asked for."""
    facts = {"address": arrival.address, **asdict(arrival.validators)}
    return {name: value for name, value in facts.items() if value}


def put_beside(source: Source, extract: Extract, path: Path, raw_root: Path) -> Path:
    """Move a file that is not to be in force to the folder of new releases; return where it is."""
    beside = _make_folder_beside(raw_root, source, extract)
    return Path(shutil.move(path, beside / extract.name))


def look_for_changed_files(
    raw_root: Path, source: Source, extracts: Iterable[Extract], client: PoliteClient, progress: Progress
) -> list[Release]:
    """Ask the publisher whether files that came from it are other ones by now, and bring those that are.

    A publisher that does not answer stops nothing: what is in force stays in force.

    Args:
        raw_root: the raw folder.
        source: theirs.
        extracts: those of the period, all of them in place.
        client: what asks.
        progress: where it is said which could not be asked.
    """
    releases = []
    for extract in extracts:
        provenance = raw_folder.read_provenance(raw_root / source.name / extract.period)
        entry = next(entry for entry in provenance["files"] if entry["name"] == extract.name)
        if explain_why_not_fetched(extract.way) or not _is_comparable(entry, extract):
            continue
        if not (extract.way.has_publishers_bytes or _is_latest_of_its_way(source, extract)):
            continue  # each answer costs its publisher minutes, and it is the latest that is provisional
        try:
            release = _bring_if_changed(raw_root, source, extract, entry, client)
        except InputError as refusal:
            progress.say(_describe_silence(source, extract, refusal))
            continue
        releases += [release] if release else []
    return releases


def look_for_later_files(
    raw_root: Path, source: Source, client: PoliteClient, progress: Progress, addresses: Collection[str] = ()
) -> list[Release]:
    """Ask the publisher whether it has files of later periods than a source lists, and bring them.

    Args:
        raw_root: the raw folder.
        source: whose files are meant.
        client: what asks.
        progress: where it is said which could not be asked.
        addresses: those at which other sources are asked, which are no news.
    """
    releases = []
    for extracts in _group_extracts_by_way(source):
        latest = extracts[-1]
        try:
            newer = find_newer_file(source, extracts, client)
            if newer is None or _is_listed(newer, extracts) or newer.url in {*addresses} - {latest.url}:
                continue
            path = _make_folder_beside(raw_root, source, latest) / newer.name
            arrival = download_file(source, newer, path, client)
            if compute_file_checksum(path) in {extract.sha256 for extract in extracts}:
                path.unlink()  # it was taken in under another period than its title has
                continue
        except AbsentReleaseError:
            continue
        except InputError as refusal:
            progress.say(_describe_silence(source, latest, refusal))
            continue
        releases.append(Release(source, latest, path, arrival.address if arrival else newer.url, is_later=True))
    return releases


def _is_listed(newer: Extract, extracts: Iterable[Extract]) -> bool:
    """Return whether a source lists a file already: by its address or, of an answer to a query, by its name."""
    if newer.way.has_publishers_bytes:  # publishers give the same name to the files of several years
        return newer.url in {extract.url for extract in extracts}
    return newer.name in {extract.name for extract in extracts}


def _describe_silence(source: Source, extract: Extract, refusal: InputError) -> str:
    doubt = f" (not confirmed: {extract.way.unconfirmed})" if extract.way.unconfirmed else ""
    return f"could not ask whether {source.name} {extract.period} is still the latest: {refusal.found}{doubt}"


def _group_extracts_by_way(source: Source) -> list[list[Extract]]:
    """Return the extracts that can be fetched, those of one way together and each file once, in order of period."""
    groups: dict[tuple[Any, str], list[Extract]] = {}
    for extract in source.extracts:
        if not explain_why_not_fetched(extract.way):
            group = groups.setdefault((extract.way, repr(extract.way)), [])
            if extract.name not in {other.name for other in group}:
                group.append(extract)
    return [sorted(group, key=lambda extract: extract.period) for group in groups.values()]


def _is_comparable(entry: Mapping[str, Any], extract: Extract) -> bool:
    """Return whether the file that is held has the publisher's own form: it came from there, or is an exact copy."""
    if not str(entry.get("origin", FROM_PEOPLE[0])).startswith(FROM_PEOPLE):
        return True
    return extract.way.has_publishers_bytes and extract.mirror == extract.name == entry["stored"]


def _is_latest_of_its_way(source: Source, extract: Extract) -> bool:
    return all(extract.period >= other.period for other in source.extracts if other.way == extract.way)


def _bring_if_changed(
    raw_root: Path, source: Source, extract: Extract, entry: Mapping[str, Any], client: PoliteClient
) -> Release | None:
    """Bring the file that the publisher has now; None where it is the one that is in force."""
    path = _make_folder_beside(raw_root, source, extract) / extract.name
    validators = Validators(**{name: entry.get(name, "") for name in VALIDATORS})
    arrival = download_file(source, extract, path, client, Arrival(entry.get("address", entry["origin"]), validators))
    if arrival is None:
        return None
    if compute_file_checksum(path) == entry["sha256"]:
        path.unlink()
        _remember_arrival(raw_root / source.name / extract.period, extract, arrival)
        return None
    return Release(source, extract, path, arrival.address)


def _remember_arrival(folder: Path, extract: Extract, arrival: Arrival) -> None:
    """Write down by what the publisher recognises a file that is in force, so that it need not send it again."""
    provenance = raw_folder.read_provenance(folder)
    for entry in provenance["files"]:
        if entry["name"] == extract.name:
            entry.update(describe_arrival(arrival))
    raw_folder.write_provenance(folder, provenance)


def _make_folder_beside(raw_root: Path, source: Source, extract: Extract) -> Path:
    beside = raw_root / raw_folder.NEW_RELEASES / source.name / extract.period
    beside.mkdir(parents=True, exist_ok=True)
    return beside
