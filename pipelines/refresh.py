"""Do all five stages, safely, as a schedule does."""

from pathlib import Path

from fairer_stockton.command import run
from fairer_stockton.progress import Progress
from fairer_stockton.settings import Settings


def stage(settings: Settings, progress: Progress, mirror: Path | None) -> None:
    """Do all five stages, safely, as a schedule does."""
    from fairer_stockton import fetch, measuring, publishing, staging, validation

    fetch.fetch(settings, progress, mirror)
    staging.ingest(settings, progress)
    validation.validate(settings, progress)
    measuring.measure(settings, progress)
    print(publishing.publish(settings, progress) / "index.html")


if __name__ == "__main__":
    raise SystemExit(run(stage, "Do all five stages, safely, as a schedule does.", mirror=True, log=True))
