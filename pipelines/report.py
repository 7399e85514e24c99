"""Publish the edition and print where it is."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def stage(settings: Settings, progress: Progress, _mirror: Path | None) -> None:
    """Publish the edition and print where it is."""
    from fairer_stockton.report.stage import publish

    print(publish(settings, progress) / "index.html")


if __name__ == "__main__":
    raise SystemExit(run(stage, "Publish the edition and print where it is."))
