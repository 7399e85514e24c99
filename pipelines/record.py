"""Record: what was published is written down beside the private raw data, so that the next edition agrees with it."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def record(settings: Settings, progress: Progress) -> None:
    """Write the record of what was published from the editions that are there, where it was lost or never was."""
    from fairer_stockton.report.recording import record_editions_that_are_there

    record_editions_that_are_there(settings, progress)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["record", *sys.argv[1:]]))
