"""Write the generated sample into the raw folder."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def stage(settings: Settings, progress: Progress, _mirror: Path | None) -> None:
    """Write the generated sample into the raw folder."""
    from fairer_stockton.sample.stage import write

    for path in write(settings.raw):
        progress.say(f"wrote {path}")


if __name__ == "__main__":
    raise SystemExit(run(stage, "Write the generated sample into the raw folder."))
