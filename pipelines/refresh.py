"""Do all five stages, safely, as a schedule does."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def stage(settings: Settings, progress: Progress, mirror: Path | None) -> None:
    """Do all five stages, safely, as a schedule does."""
    from fairer_stockton.fetch import stage as fetch_stage
    from fairer_stockton.ingest import stage as ingest_stage
    from fairer_stockton.measure import stage as measure_stage
    from fairer_stockton.report import stage as report_stage
    from fairer_stockton.validate import stage as validate_stage

    fetch_stage.fetch(settings, progress, mirror)
    ingest_stage.ingest(settings, progress)
    validate_stage.validate(settings, progress)
    measure_stage.measure(settings, progress)
    print(report_stage.publish(settings, progress) / "index.html")


if __name__ == "__main__":
    raise SystemExit(run(stage, "Do all five stages, safely, as a schedule does.", mirror=True, log=True))
