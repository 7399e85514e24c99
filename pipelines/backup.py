"""Backup: all that could not be made or fetched again, in one file."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def backup(settings: Settings, progress: Progress, *, file: Path) -> None:
    """Write extracts, register, record, key and editions into one file, whose every sum a restore checks."""
    from fairer_stockton.recovery.backup_writing import write_backup

    write_backup(settings, progress, file)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["backup", *sys.argv[1:]]))
