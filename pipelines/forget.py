"""Forget: an extract of the council's own removed for good."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def forget(
    settings: Settings,
    progress: Progress,
    *,
    source: str,
    period: str,
    version: str = "",
    reason: str = "",
    yes: bool = False,
) -> None:
    """Remove an extract of the council's own, with every version and table of it, and write down that it was done."""
    from fairer_stockton.supply.forgetting import ForgettingChoices, forget_extract

    forget_extract(settings, progress, ForgettingChoices(source, period, version, reason, yes))


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["forget", *sys.argv[1:]]))
