"""Judge every staged table against its contract."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def stage(settings: Settings, progress: Progress, _mirror: Path | None) -> None:
    """Judge every staged table against its contract."""
    from fairer_stockton.validate.stage import validate

    validate(settings, progress)


if __name__ == "__main__":
    raise SystemExit(run(stage, "Judge every staged table against its contract."))
