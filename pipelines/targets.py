"""Targets: whether each of the council's targets is on track, and what reaching it means."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def targets(settings: Settings, progress: Progress) -> None:
    """Write whether each target of the council is on track, with the figures of the published edition."""
    from fairer_stockton.uses.packs.targets import make_targets_pack, require_target_standings
    from fairer_stockton.uses.packs.writing import load_published_edition, write_pack

    edition = load_published_edition(settings)
    standings = require_target_standings(edition)
    page = write_pack(settings, edition, make_targets_pack(edition, standings), progress)
    progress.say(f"judged {len(standings)} targets")
    print(page)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["targets", *sys.argv[1:]]))
