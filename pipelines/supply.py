"""Supply: an extract of the council's own into the raw folder."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def supply(settings: Settings, progress: Progress, *, source: str, period: str, file: Path, confirm: str = "") -> None:
    """Check an extract of the council's own and place it in the raw folder."""
    from fairer_stockton.supply import stage

    stage.supply(settings, progress, source, period, file, confirm)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["supply", *sys.argv[1:]]))
