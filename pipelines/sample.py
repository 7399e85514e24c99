"""Sample: invented extracts of every source."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def sample(settings: Settings, progress: Progress) -> None:
    """Write the generated sample into the raw folder."""
    from fairer_stockton.sample import stage

    for path in stage.write_sample(settings.raw, settings.council.code, settings.definitions_at_home.sources):
        progress.say(f"wrote {path}")


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["sample", *sys.argv[1:]]))
