"""Report: observations and gaps become an edition's pages, pictures, papers and tables; no number is made here."""

from pathlib import Path

from fairer_stockton.progress import Progress
from fairer_stockton.settings import Settings


def build(settings: Settings, folder: Path, progress: Progress) -> None:
    """Write every page, picture and table of an edition into an existing, empty folder."""
    from importlib.metadata import version

    from fairer_stockton.fingerprints import fingerprint
    from fairer_stockton.kept import Keeper
    from fairer_stockton.report.edition import load_edition
    from fairer_stockton.report.writing import write

    code = [file for file in Path(__file__).parent.rglob("*") if file.suffix in (".py", ".typ")]
    keeper = Keeper(
        settings.kept, fingerprint(code, [version(name) for name in ("matplotlib", "typst", "python-docx")])
    )
    write(load_edition(settings), folder, progress, keeper, settings.processes)
    keeper.sweep()
