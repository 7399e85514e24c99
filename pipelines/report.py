"""Report: the edition, built beside the old one and put in its place."""

from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings


def report(settings: Settings, progress: Progress) -> None:
    """Publish the edition and print where it is."""
    from fairer_stockton.report import stage

    print(stage.publish(settings, progress) / "index.html")


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["report", *sys.argv[1:]]))
