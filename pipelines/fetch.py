"""Fetch: the published extracts into the raw folder."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def fetch(settings: Settings, progress: Progress, mirror: Path | None = None) -> None:
    """Bring the published extracts into the raw folder, checked by sha256, and propose what is newer."""
    from fairer_stockton.adopt.proposals import propose_release
    from fairer_stockton.fetch import stage

    stage.fetch(settings, progress, mirror, lambda release: propose_release(settings, progress, release))


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["fetch", *sys.argv[1:]]))
