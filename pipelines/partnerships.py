"""Partnerships: a pack for each Community Partnership, target area and theme of a specialist partnership."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def partnerships(settings: Settings, progress: Progress) -> None:
    """Write the packs of all partnerships, with the figures of the published edition, and print where they are."""
    from fairer_stockton.uses.packs.partnerships import make_partnership_packs
    from fairer_stockton.uses.packs.writing import load_published_edition, write_pack

    edition = load_published_edition(settings)
    packs = list(make_partnership_packs(edition))
    for pack in progress.track_steps("write", packs, lambda pack: pack.name, is_recorded=False):
        print(write_pack(settings, edition, pack, progress))
    progress.say(f"wrote {len(packs)} packs")


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["partnerships", *sys.argv[1:]]))
