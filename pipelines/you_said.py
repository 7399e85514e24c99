"""You said, we did: what residents told the council, and what came of it."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def you_said(settings: Settings, progress: Progress) -> None:
    """Write what residents told the council, by theme and ward, and what is done about it."""
    from fairer_stockton.uses.packs.writing import load_published_edition, write_pack
    from fairer_stockton.uses.packs.you_said import add_outcomes, make_you_said_pack, read_residents_views

    edition = load_published_edition(settings)
    views = add_outcomes(settings, edition, read_residents_views(edition))
    page = write_pack(settings, edition, make_you_said_pack(edition, views), progress)
    progress.say(f"wrote what came of residents' views of {views.period}")
    print(page)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["you-said", *sys.argv[1:]]))
