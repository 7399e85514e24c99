"""Check an extract of the council's own and place it in the raw folder."""

from pathlib import Path

from fairer_stockton.cli import run
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings

OPTIONS = {
    "source": "a source that the council supplies, such as residents_survey",
    "period": "its period, such as 2025 or 2024-25",
    "file": "the .csv, .xlsx, .ods or .parquet file",
}
ANSWER = {"confirm": "why the file is right, if something of it was questioned"}


def stage(
    settings: Settings, progress: Progress, _mirror: Path | None, *, source: str, period: str, file: str, confirm: str
) -> None:
    """Check an extract of the council's own and place it in the raw folder."""
    from fairer_stockton.supply.stage import supply

    supply(settings, progress, source, period, Path(file), confirm)


if __name__ == "__main__":
    description = "Check an extract of the council's own and place it in the raw folder."
    raise SystemExit(run(stage, description, needs=OPTIONS, takes=ANSWER))
