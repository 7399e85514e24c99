"""Fetch: published extracts into the raw folder, from a mirror folder or from their publishers, checked by sha256."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import placing, raw_folder
from fairer_stockton.fetch.downloads import download_extract, read_key
from fairer_stockton.fetch.polite import PoliteClient, Validators
from fairer_stockton.fetch.releases import look_for_new_releases
from fairer_stockton.run.errors import InputError, MissingSourceError, indent_following_lines
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.progress import Progress

VALIDATORS = [field.name for field in fields(Validators)]


def fetch(settings: Settings, progress: Progress, mirror: Path | None = None) -> None:
    """Bring every published extract that is not in the raw folder yet; each folder is put in place whole or not at all.

    Of those that are, the publishers are asked whether they have another by now.

    What a mirror lacks is listed, and so is what asks for a key that is not there: neither is reported until it is
    fetched.

    Raises:
        MissingSourceError: the mirror is no folder, or has none of the files.
        InputError: a file's bytes differ from its recorded sum, or the publisher's answer is not the file.
    """
    index = _list_mirror_files_by_name(mirror) if mirror else {}
    client = PoliteClient()
    lacking: list[str] = []
    held, is_any_fetched = 0, False
    refused: list[InputError] = []
    published = [source for source in settings.declared_definitions.sources.values() if not source.supplied]
    for source in progress.track_steps("fetch", published, lambda source: source.name):
        for period, extracts in _group_extracts_by_period(source.extracts).items():
            folder = settings.raw / source.name / period
            intact = _list_intact_extracts(folder, extracts)
            wanted = [e for e in extracts if e.name in intact or not mirror or index.keys() & {e.mirror, e.name}]
            lacking += [f"{source.name} {period}: {e.mirror}" for e in extracts if e not in wanted]
            held += len(wanted)
            try:
                is_any_fetched |= _bring_extracts_of_period(
                    source, folder, wanted, intact, client, index, mirror, progress
                )
            except InputError as refusal:
                progress.say(f"could not fetch {source.name} {period}")
                progress.mark_step_failed(refusal)
                refused.append(refusal)
    if refused:
        raise refused[0].followed_by_errors(refused[1:])
    if lacking and not held:
        raise MissingSourceError(mirror=mirror, found=indent_following_lines(["no file of the name of", *lacking]))
    for line in lacking if is_any_fetched else ():  # where nothing is new, it was said before
        progress.say(f"not in {mirror}: {line}")


def _bring_extracts_of_period(
    source: Source,
    folder: Path,
    extracts: list[Extract],
    intact: dict[str, dict[str, Any]],
    client: PoliteClient,
    mirror_files_by_name: dict[str, list[Path]],
    mirror: Path | None,
    progress: Progress,
) -> bool:
    """Bring the extracts of one period that are not there, or ask for newer ones; return whether any was fetched."""
    if len(extracts) == len(intact):
        if not mirror:
            look_for_new_releases(folder, source, extracts, client, progress)
        return False
    if source.query and not mirror and not read_key(source.query):
        progress.say(f"not fetched: {source.name} {folder.name} ({source.query.key_variable} holds no key)")
        return False
    _fetch_extracts_into_folder(source, folder, extracts, intact, client, mirror_files_by_name, mirror)
    progress.say(f"fetched {source.name} {folder.name}")
    for line in _describe_first_checksums(folder, [e for e in extracts if e.name not in intact]):
        progress.say(line)
    return True


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


def _describe_first_checksums(folder: Path, extracts: list[Extract]) -> Iterator[str]:
    """Yield a line with the sum of each fetched file whose source could not record one, as nobody had seen it yet."""
    unseen = {extract.name for extract in extracts if not extract.sha256}
    for entry in raw_folder.read_provenance(folder)["files"]:
        if entry["name"] in unseen:
            yield f"first seen: {entry['name']} has sha256 {entry['sha256']}; record it in the source's TOML"


def _fetch_extracts_into_folder(
    source: Source,
    folder: Path,
    extracts: list[Extract],
    intact: dict[str, dict[str, Any]],
    client: PoliteClient,
    mirror_files_by_name: dict[str, list[Path]],
    mirror: Path | None,
) -> None:
    unfinished = placing.make_unfinished_folder(folder)
    files = []
    for extract in extracts:
        validators = Validators()
        if extract.name in intact:
            stored = Path(shutil.copy2(folder / intact[extract.name]["stored"], unfinished))
            origin = intact[extract.name]["origin"]
            validators = Validators(*(intact[extract.name].get(name, "") for name in VALIDATORS))
        elif mirror:
            mirror_file = _find_file_in_mirror(source, mirror_files_by_name, extract)
            is_copy = mirror_file.name == extract.mirror
            packed = ".gz" if mirror_file.suffix == ".gz" else ""
            stored = unfinished / (extract.choose_stored_name(is_copy).removesuffix(packed) + packed)
            shutil.copyfile(mirror_file, stored)
            origin = f"mirror: {mirror_file.relative_to(mirror)}"
        else:
            stored, origin = unfinished / extract.name, extract.url
            validators = download_extract(source, extract, stored, client)
        files.append(
            {
                "name": extract.name,
                "stored": stored.name,
                "sha256": compute_file_checksum(stored),
                "expected": extract.sha256,
                "origin": origin,
                "url": extract.url,
                **{name: value for name, value in asdict(validators).items() if value},
            }
        )
    facts = {"source": source.name, "title": source.title, "publisher": source.publisher, "licence": source.licence}
    placing.move_finished_files_to_extract_folder(unfinished, folder, {**facts, "synthetic": False, "files": files})


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
