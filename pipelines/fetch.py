"""Bring the published extracts into the raw folder, checked by sha256."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def stage(settings: Settings, progress: Progress, mirror: Path | None) -> None:
    """Bring the published extracts into the raw folder, checked by sha256."""
    from fairer_stockton.fetch.stage import fetch

    fetch(settings, progress, mirror)


if __name__ == "__main__":
    raise SystemExit(run(stage, "Bring the published extracts into the raw folder, checked by sha256.", mirror=True))
