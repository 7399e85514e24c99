"""Read the raw extracts into staged tables."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def stage(settings: Settings, progress: Progress, _mirror: Path | None) -> None:
    """Read the raw extracts into staged tables."""
    from fairer_stockton.ingest.stage import ingest

    ingest(settings, progress)


if __name__ == "__main__":
    raise SystemExit(run(stage, "Read the raw extracts into staged tables."))
