"""Restore: what a backup holds, written back where it was."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def restore(settings: Settings, progress: Progress, *, file: Path, check: bool = False) -> None:
    """Write what a backup holds back where it was, once every sum of it is right; nothing is overwritten."""
    from fairer_stockton.recovery.backup_restoring import restore_backup

    restore_backup(settings, progress, file, check)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["restore", *sys.argv[1:]]))
