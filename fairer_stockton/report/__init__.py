"""Report: observations and gaps become an edition's pages, pictures, workbook and CSV; no number is made here."""

from pathlib import Path

from fairer_stockton.progress import Progress
from fairer_stockton.settings import Settings


def build(settings: Settings, folder: Path, progress: Progress) -> None:
    """Write every page, picture and table of an edition into an existing, empty folder."""
    from fairer_stockton.report.edition import load_edition
    from fairer_stockton.report.writing import write

    write(load_edition(settings), folder, progress)
