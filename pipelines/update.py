"""Update: what is new in the published edition since an earlier one, for the steering group."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def update(settings: Settings, progress: Progress, *, since: str = "") -> None:
    """Write a bulletin of what is new, moved and due since an earlier edition or build, and print where it is."""
    from fairer_stockton.uses.packs.bulletin import Bulletin, make_bulletin_pack
    from fairer_stockton.uses.packs.earlier import find_edition_to_compare_with
    from fairer_stockton.uses.packs.writing import load_published_edition, write_pack

    edition = load_published_edition(settings)
    bulletin = Bulletin(edition, find_edition_to_compare_with(settings, edition, since))
    page = write_pack(settings, edition, make_bulletin_pack(bulletin), progress)
    progress.say(f"wrote the bulletin: {len(bulletin.newer)} newer and {len(bulletin.revised)} revised figures")
    print(page)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["update", *sys.argv[1:]]))
