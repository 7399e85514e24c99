"""Editions that were published before: what anyone may have kept, and set against the next."""

from pathlib import Path

from fairer_stockton.fingerprints import file_sum, read_json
from fairer_stockton.settings import Settings

MANIFEST = "manifest.json"


def earlier_editions(settings: Settings) -> list[Path]:
    """Name the folders of the same authority's published editions whose names come before this one's, in order."""
    if not settings.reports.is_dir():
        return []
    links = sorted(path for path in settings.reports.iterdir() if path.is_symlink() and path.name < settings.edition)
    return [path for path in links if read_json(path / MANIFEST).get("authority") == settings.authority]


def sums_of_earlier(settings: Settings) -> dict[str, str]:
    """Give the sum of each earlier edition's manifest, which holds the sums of all its files."""
    return {path.name: file_sum(path / MANIFEST) for path in earlier_editions(settings)}
