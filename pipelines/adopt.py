"""Adopt: a publisher's new release into a source."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def adopt(
    settings: Settings,
    progress: Progress,
    *,
    source: str,
    file: Path,
    period: str = "",
    url: str = "",
    yes: bool = False,
) -> None:
    """Take a publisher's new release into a source: understood, judged, compared and, after a yes, written."""
    from fairer_stockton.adopt import stage

    stage.adopt(settings, progress, source, file, stage.AdoptionChoices(period, url, yes))


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["adopt", *sys.argv[1:]]))
