"""What a run changed: seen by looking before and after, so that no stage has to report it."""

from collections.abc import Mapping
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import SAMPLE
from fairer_stockton.editions.manifests import MANIFEST
from fairer_stockton.editions.published import list_edition_links
from fairer_stockton.fetch.raw_folder import NEW_RELEASES, PROVENANCE
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.watch.sources import read_files_of_provenance

Snapshot = Mapping[str, object]  # by what it is called: something that differs when that has changed


def take_snapshot(settings: Settings) -> Snapshot:
    """Return what is published, what is in force and which new releases wait."""
    editions = {
        f"published edition {link.name}": _sum_of(link / MANIFEST) for link in list_edition_links(settings.reports)
    }
    files = sorted(settings.raw.glob(f"[!.]*/[!.]*/{PROVENANCE}"))
    extracts = {
        f"brought in {path.parent.parent.name} {path.parent.name}": _list_checksums(path)
        for path in files
        if path.parent.parent.name != SAMPLE and "." not in path.parent.name
    }
    waiting = {
        f"the publisher of {path.parent.parent.name} {path.parent.name} has a new release: {path.name}": (
            path.stat().st_size,
            path.stat().st_mtime_ns,
        )
        for path in sorted((settings.raw / NEW_RELEASES).glob("*/*/*"))
        if path.is_file()
    }
    return {**extracts, **waiting, **editions}


def list_changes(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Return in words what is new or has changed."""
    return tuple(words for words, state in after.items() if before.get(words) != state)


def _sum_of(file: Path) -> str:
    return compute_file_checksum(file) if file.is_file() else ""


def _list_checksums(provenance_file: Path) -> list[str]:
    return sorted(entry["sha256"] for entry in read_files_of_provenance(provenance_file))
