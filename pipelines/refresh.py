"""Refresh: all five stages, one after the other."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.pipelines.fetch import fetch
from fairer_stockton.pipelines.ingest import ingest
from fairer_stockton.pipelines.measure import measure
from fairer_stockton.pipelines.report import publish
from fairer_stockton.pipelines.validate import validate
from fairer_stockton.run.lock import LONG_WAIT, hold_lock_of_folder
from fairer_stockton.run.progress import Progress


def refresh(settings: Settings, progress: Progress, mirror: Path | None = None) -> None:
    """Do all five stages, safely, as a schedule does."""
    with (
        progress.record_stage("fetch"),
        hold_lock_of_folder(settings.raw, wait=LONG_WAIT, report_line=progress.say),
    ):
        fetch(settings, progress, mirror)
    settings = settings.with_fixed_sources()
    for stage in (ingest, validate, measure):
        with progress.record_stage(stage.__name__):
            stage(settings, progress)
    with progress.record_stage("report"):
        edition = publish(settings, progress)
    print(edition / "index.html")


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["refresh", *sys.argv[1:]]))
