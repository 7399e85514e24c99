"""Register: every version of every source that was ever in force."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def register(settings: Settings, progress: Progress, *, source: str = "") -> None:
    """List the versions of the sources: when each was brought, by whom, from where, and what superseded it."""
    from fairer_stockton.fetch.register import describe_versions, list_registered_sources

    for name in [source] if source else list_registered_sources(settings.raw):
        for line in describe_versions(settings.raw, name):
            print(line)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["register", *sys.argv[1:]]))
