"""Report: the edition, built beside the old one and put in its place."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def report(settings: Settings, progress: Progress) -> None:
    """Publish the edition and print where it is."""
    print(publish(settings, progress) / "index.html")


def publish(settings: Settings, progress: Progress) -> Path:
    """Build the edition anew where anything that it rests on has changed; return where it is."""
    from fairer_stockton.report import stage
    from fairer_stockton.report.manifest import edition_of
    from fairer_stockton.validate.verdicts import require_verdicts

    require_verdicts(settings)
    stage.require_results(settings)
    edition = edition_of(settings)
    if edition.is_current():
        stage.point_latest(settings)
    else:
        stage.refuse_folders_of_others(settings.reports, settings.edition)
        # Slow to import, and where the edition is current none of it is needed.
        from fairer_stockton.report.build import build

        finished = stage.build_beside(settings, edition, progress, build)
        stage.put_in_place(settings, finished, progress)
    return settings.reports / settings.edition


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["report", *sys.argv[1:]]))
