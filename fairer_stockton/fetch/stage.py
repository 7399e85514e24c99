"""Fetch: published extracts into the raw folder, from a mirror folder or from their publishers, checked by sha256."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.definitions.ways import ByHand
from fairer_stockton.fetch import placing, raw_folder
from fairer_stockton.fetch.downloads import download_file, is_other_release, make_refusal_of_other_release
from fairer_stockton.fetch.first_seen import FirstSeenSums
from fairer_stockton.fetch.polite import PoliteClient
from fairer_stockton.fetch.publishers.answers import Arrival
from fairer_stockton.fetch.publishers.kinds import explain_why_not_fetched
from fairer_stockton.fetch.releases import (
    VALIDATORS,
    Release,
    describe_arrival,
    look_for_changed_files,
    look_for_later_files,
    put_beside,
)
from fairer_stockton.run.errors import InputError, MissingSourceError, indent_following_lines
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.progress import Progress

# Of fewer addresses that do not answer each publisher may have its own reason; of all of so many it is the connection.
FEWEST_SILENT = 5


@dataclass
class FetchRun:
    """One run: whom it asks, and what it finds on the way."""

    raw_root: Path
    progress: Progress
    sums: FirstSeenSums
    mirror: Path | None = None
    mirror_files: dict[str, list[Path]] = field(default_factory=dict)  # by name
    client: PoliteClient = field(default_factory=lambda: PoliteClient())
    releases: list[Release] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)  # sources of which a file is not there, and nobody can fetch it
    without_key: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # periods, by source and reason
    lacking: list[str] = field(default_factory=list)  # what the mirror has not
    refused: list[InputError] = field(default_factory=list)
    held: int = 0  # files that are there, or can be had
    is_any_fetched: bool = False

    def can_bring(self, extract: Extract) -> bool:
        """Return whether a file that is not there can be had."""
        if self.mirror:
            return bool(self.mirror_files.keys() & {extract.mirror, extract.name})
        return not explain_why_not_fetched(extract.way)


def fetch(
    settings: Settings,
    progress: Progress,
    mirror: Path | None = None,
    propose: Callable[[Release], None] = lambda _: None,
) -> list[Release]:
    """Bring every published extract that is not in the raw folder yet; each folder is put in place whole or not at all.

    Of those that are, the publishers are asked whether they have another by now, or one of a later period.

    What a mirror lacks is listed, and so is what asks for a key that is not there, and what people bring by hand: none
    is reported until it is fetched.

    Args:
        settings: where the raw folder is.
        progress: where it is said what was fetched, and what could not be.
        mirror: a folder to take the files from, in place of their publishers.
        propose: is called for each new release, also where another source is refused.

    Returns:
        What the publishers have that is not in force: brought beside it, for somebody to take in.

    Raises:
        MissingSourceError: the mirror is no folder, or has none of the files.
        InputError: a file's bytes differ from its recorded sum, or the publisher's answer is not the file.
    """
    index = _list_mirror_files_by_name(mirror) if mirror else {}
    run = FetchRun(settings.raw, progress, FirstSeenSums(settings.council), mirror, index)
    published = [source for source in settings.declared_definitions.sources.values() if not source.supplied]
    addresses = [
        extract.url for source in published for extract in source.extracts if not extract.way.has_publishers_bytes
    ]
    for source in progress.track_steps("fetch", published, lambda source: source.name):
        for period, extracts in _group_extracts_by_period(source.extracts).items():
            _bring_extracts_of_period(run, source, period, extracts)
        if not mirror:
            run.releases += look_for_later_files(settings.raw, source, run.client, progress, addresses)
    for release in run.releases:
        propose(release)
    _report_what_is_not_fetched(run)
    if run.client.asked >= FEWEST_SILENT and not run.client.answered:
        run.refused.append(
            InputError(
                file="what publishers have",
                found=f"no answer from any of {run.client.asked} addresses",
                expected="that the internet can be reached from here",
                remedy="see to the connection, the proxy or the firewall; what is in force stays",
            )
        )
    if run.refused:
        raise run.refused[0].followed_by_errors(run.refused[1:])
    _report_what_mirror_lacks(run)
    return run.releases


def _report_what_is_not_fetched(run: FetchRun) -> None:
    """Report what wants a key that is not there, and what people have to bring."""
    for (source, why), periods in run.without_key.items():
        run.progress.say(f"not fetched: {source} {', '.join(periods)} ({why})")
    if run.by_hand:
        run.progress.say(f"brought by hand, and not there yet: {', '.join(dict.fromkeys(run.by_hand))}")


def _report_what_mirror_lacks(run: FetchRun) -> None:
    """Report which files the mirror lacks.

    Raises:
        MissingSourceError: the mirror has none of the files.
    """
    if run.mirror and run.lacking and not run.held:
        lines = ["no file of the name of", *run.lacking]
        raise MissingSourceError(mirror=run.mirror, found=indent_following_lines(lines))
    for line in run.lacking if run.is_any_fetched else ():  # where nothing is new, it was said before
        run.progress.say(f"not in {run.mirror}: {line}")


def _remember_what_is_not_there(run: FetchRun, source: Source, absent: Iterable[Extract]) -> None:
    """Remember what the mirror lacks, what only people can bring, and what wants a key that is not there."""
    for extract in absent:
        if run.mirror:
            run.lacking.append(f"{source.name} {extract.period}: {extract.mirror}")
        elif isinstance(extract.way, ByHand):
            run.by_hand.append(source.name)
        else:
            run.without_key.setdefault((source.name, explain_why_not_fetched(extract.way)), []).append(extract.period)


def _bring_extracts_of_period(run: FetchRun, source: Source, period: str, extracts: list[Extract]) -> None:
    """Bring the extracts of one period that are not there, or ask for newer ones; what is refused is remembered."""
    folder = run.raw_root / source.name / period
    intact = _list_intact_extracts(folder, extracts)
    wanted = [extract for extract in extracts if extract.name in intact or run.can_bring(extract)]
    run.held += len(wanted)
    _remember_what_is_not_there(run, source, [extract for extract in extracts if extract not in wanted])
    if len(wanted) == len(intact):
        if not run.mirror:
            run.releases += look_for_changed_files(run.raw_root, source, wanted, run.client, run.progress)
        return
    try:
        is_fetched = _fetch_extracts_into_folder(run, source, folder, wanted, intact)
    except InputError as refusal:
        run.progress.say(f"could not fetch {source.name} {period}")
        run.progress.mark_step_failed(refusal)
        run.refused.append(refusal)
        return
    if is_fetched:
        run.is_any_fetched = True
        run.progress.say(f"fetched {source.name} {period}")
        for line in _record_first_checksums(run, source, folder, [e for e in wanted if e.name not in intact]):
            run.progress.say(line)


def _group_extracts_by_period(extracts: Iterable[Extract]) -> dict[str, list[Extract]]:
    periods: dict[str, list[Extract]] = {}
    for extract in extracts:
        files = periods.setdefault(extract.period, [])
        if extract.name not in {file.name for file in files}:
            files.append(extract)
    return periods


def _list_mirror_files_by_name(mirror: Path) -> dict[str, list[Path]]:
    if not mirror.is_dir():
        raise MissingSourceError(mirror=mirror, found="no such folder", remedy="give an existing folder")
    index: dict[str, list[Path]] = {}
    for folder, _, names in os.walk(mirror):
        for name in sorted(names):
            index.setdefault(name, []).append(Path(folder, name))
    return index


def _list_intact_extracts(folder: Path, extracts: list[Extract]) -> dict[str, dict[str, Any]]:
    """Return the provenance of each extract that lies in its folder as it was fetched, by name."""
    if not (folder / raw_folder.PROVENANCE).is_file():
        return {}
    held = {entry["name"]: entry for entry in raw_folder.read_provenance(folder)["files"]}
    return {
        extract.name: held[extract.name]
        for extract in extracts
        if extract.name in held
        and raw_folder.is_release_wanted(extract, held[extract.name])
        and (folder / held[extract.name]["stored"]).is_file()
        and compute_file_checksum(folder / held[extract.name]["stored"]) == held[extract.name]["sha256"]
    }


def _record_first_checksums(run: FetchRun, source: Source, folder: Path, extracts: list[Extract]) -> Iterator[str]:
    """Record the sum of each fetched file whose source could not, as nobody had seen it yet; yield a line of each."""
    # An answer that was put together here has another sum whenever its publisher revises it.
    unseen = {e.name: e for e in extracts if not e.sha256 and e.way.has_publishers_bytes}
    for entry in raw_folder.read_provenance(folder)["files"]:
        if entry["name"] in unseen:
            yield run.sums.record(source, unseen[entry["name"]], entry["sha256"])


def _fetch_extracts_into_folder(
    run: FetchRun, source: Source, folder: Path, extracts: list[Extract], intact: dict[str, dict[str, Any]]
) -> bool:
    """Fetch the extracts of one period into their folder; return whether any was put in force."""
    unfinished = placing.make_unfinished_folder(folder)
    try:
        files = [
            entry
            for extract in extracts
            if (entry := _fetch_extract(run, source, folder, unfinished, extract, intact.get(extract.name, {})))
        ]
    except InputError:  # it is refused in words: no interrupted run, which the next one would have to put in order
        shutil.rmtree(unfinished)
        raise
    if not files:
        shutil.rmtree(unfinished)
        return False
    facts = {"source": source.name, "title": source.title, "publisher": source.publisher, "licence": source.licence}
    placing.move_finished_files_to_extract_folder(unfinished, folder, {**facts, "synthetic": False, "files": files})
    return True


def _fetch_extract(
    run: FetchRun, source: Source, folder: Path, unfinished: Path, extract: Extract, intact: dict[str, Any]
) -> dict[str, Any]:
    """Write one file into the unfinished folder; return its provenance, or nothing where it is put beside."""
    facts = {name: intact[name] for name in ("address", *VALIDATORS) if name in intact}
    if intact:
        stored, origin = Path(shutil.copy2(folder / intact["stored"], unfinished)), intact["origin"]
    elif run.mirror:
        stored, origin = _copy_file_from_mirror(run, run.mirror, source, extract, unfinished)
    else:
        stored, origin = unfinished / extract.name, extract.url
        facts = describe_arrival(download_file(source, extract, stored, run.client) or Arrival())
        if is_other_release(extract, stored):
            if folder.exists():
                raise make_refusal_of_other_release(source, extract, stored)
            beside = put_beside(source, extract, stored, run.raw_root)
            run.releases.append(Release(source, extract, beside, facts.get("address", extract.url)))
            return {}
        run.sums.refuse_other_file(source, extract, stored)
    return {
        "name": extract.name,
        "stored": stored.name,
        "sha256": compute_file_checksum(stored),
        "expected": extract.sha256,
        "origin": origin,
        "url": extract.url,
        **facts,
    }


def _copy_file_from_mirror(
    run: FetchRun, mirror: Path, source: Source, extract: Extract, unfinished: Path
) -> tuple[Path, str]:
    """Copy a file of the mirror; return where it is stored, and where it came from."""
    mirror_file = _find_file_in_mirror(source, run.mirror_files, extract)
    is_copy = mirror_file.name == extract.mirror
    packed = ".gz" if mirror_file.suffix == ".gz" else ""
    stored = unfinished / (extract.choose_stored_name(is_copy).removesuffix(packed) + packed)
    shutil.copyfile(mirror_file, stored)
    return stored, f"mirror: {mirror_file.relative_to(mirror)}"


def _find_file_in_mirror(source: Source, paths_by_name: dict[str, list[Path]], extract: Extract) -> Path:
    """Return the mirror's file: the copy of the sum recorded, or the publisher's own, whose sum is only recorded.

    Where the copy is of another form, the publisher's own comes first.
    """
    if extract.mirror in paths_by_name and not (extract.copied is not None and extract.name in paths_by_name):
        return _find_file_with_recorded_checksum(source, paths_by_name[extract.mirror], extract)
    return paths_by_name[extract.name][0]


def _find_file_with_recorded_checksum(source: Source, candidates: list[Path], extract: Extract) -> Path:
    sums = {path: compute_file_checksum(path) for path in candidates}
    for path, total in sums.items():
        if total == extract.sha256:
            return path
    for path, total in sums.items():
        raw_folder.refuse_mistaken_file(source, path, total)
    if not extract.sha256:
        return _choose_only_file_of_name(sums)
    raise InputError(
        file=str(candidates[0]),
        found=f"sha256 {sums[candidates[0]]}",
        expected=f"sha256 {extract.sha256}",
        remedy="compare it with the publisher's; if it is a new release, record its sum in the source's TOML",
    )


def _choose_only_file_of_name(checksums: dict[Path, str]) -> Path:
    """Return the file of a name that no sum is recorded of; refuse several that differ, as nothing says which it is."""
    first, *others = sorted(checksums)
    if len(set(checksums.values())) > 1:
        raise InputError(
            file=str(first),
            found=f"another file of that name that differs: {others[0]}",
            expected="one file, as no sum of it is recorded yet",
            remedy="take out the wrong one, or record the sum of the right one in the source's TOML",
        )
    return first
