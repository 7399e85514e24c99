"""Publish: an earlier version of an edition, put back in force in one step."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def publish(settings: Settings, progress: Progress, *, version: str = "", list: bool = False) -> None:
    """Put an earlier version of an edition back in force, or list the versions that are there."""
    from fairer_stockton.report import stage, versions

    if list:
        print("\n".join(map(versions.describe_version, versions.list_versions(settings.reports))))
        return
    wanted = versions.find_version(settings, version)
    stage.publish_finished_edition(settings, wanted.folder, progress, by_hand=True)
    print(settings.reports / settings.edition / "index.html")


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["publish", *sys.argv[1:]]))
