"""Fetch: the published extracts into the raw folder."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def fetch(settings: Settings, progress: Progress, mirror: Path | None = None) -> None:
    """Bring the published extracts into the raw folder, checked by sha256."""
    from fairer_stockton.fetch import stage

    stage.fetch(settings, progress, mirror)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["fetch", *sys.argv[1:]]))
