"""A source of homes with a file a year, had in any way, and what fetching it brings."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Column, Extract, Source
from fairer_stockton.definitions.ways import Way
from fairer_stockton.fetch import stage as fetching
from tests.conftest import RecordedProgress, with_sources

Pages = dict[str, bytes]
Publisher = tuple[str, Pages]
BODY = "Area code,Homes\nE01,1\n"


def make_source(way: Way, *periods: str, ending: str = "csv") -> Source:
    extracts = tuple(
        Extract(
            f"homes_{period}.{ending}", period, "", getattr(way, "address", ""), "extract",
            (Column("homes", "Homes", "count"),), f"homes_{period}.{ending}", way=way,
        )
        for period in periods or ("2024",)
    )  # fmt: skip
    return Source("homes", "Homes", "A department", "", "OGL-3.0", "2021", (), extracts)


def fetch(raw: Path, source: Source) -> tuple[list[fetching.Release], list[str]]:
    progress = RecordedProgress()
    releases = fetching.fetch(with_sources(Settings(raw=raw), source), progress)
    return releases, progress.lines


def read_fetched(raw: Path, period: str = "2024", ending: str = "csv") -> str:
    return (raw / "homes" / period / f"homes_{period}.{ending}").read_text(encoding="utf-8")
