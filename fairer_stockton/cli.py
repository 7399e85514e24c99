"""What every pipeline command shares: its options, the lock, and failures that end in words and an exit code."""

import argparse
import dataclasses
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from fairer_stockton.run.errors import FairerError
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.settings import Settings

Stage = Callable[..., None]
NOTHING: Mapping[str, str] = MappingProxyType({})
EPILOG = (
    "exit codes: 0 done · 1 a fault of the pipeline · 2 wrong options or a wrong measure, source or area file · "
    "3 an extract that cannot be read · 4 a table that breaks its contract · 5 another run holds the lock · "
    "6 a source that is not there · 7 figures that would tell of single people · "
    "8 an extract that is possible but unlikely, and not confirmed"
)


def run(
    stage: Stage,
    description: str,
    *,
    mirror: bool = False,
    log: bool = False,
    needs: Mapping[str, str] = NOTHING,
    takes: Mapping[str, str] = NOTHING,
) -> int:
    """Run one stage from the command line and return its exit code.

    Args:
        stage: what to do, given settings, progress, the mirror folder (None without `mirror`), what it `needs` and
            what it `takes`.
        description: one sentence for `--help`.
        mirror: whether the stage can take extracts from a folder.
        log: whether each line of progress carries the time.
        needs: options that must be given, each with its help; the stage is given them by name.
        takes: options that may be given, likewise; an empty text where they are not.
    """
    given = _options(description, mirror, needs, takes).parse_args()
    chosen = {name: value for name in ("raw", "processed", "reports", "areas") if (value := getattr(given, name))}
    named = {
        f"FAIRER_{name.upper()}": getattr(given, name) for name in ("authority", "edition") if getattr(given, name)
    }
    try:
        from fairer_stockton.fetch.placing import settle
        from fairer_stockton.preflight import check_settings
        from fairer_stockton.run.lock import one_run_at_a_time

        settings = dataclasses.replace(Settings.from_environment({**os.environ, **named}), **chosen)
        progress = Progress(quiet=given.quiet, clock=log)

        with one_run_at_a_time(settings.raw, settings.processed, settings.reports):
            settle(settings.raw, progress.say)
            check_settings(settings, bringing=mirror)
            wanted = {name: getattr(given, name) for name in (*needs, *takes)}
            stage(settings, progress, getattr(given, "mirror", None), **wanted)
    except FairerError as refusal:
        print(f"\nStopped. Nothing that was published has changed.\n\n{refusal}\n", file=sys.stderr)
        return refusal.exit_code
    return 0


def _options(
    description: str, mirror: bool, needs: Mapping[str, str], takes: Mapping[str, str]
) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, epilog=EPILOG)
    for name in ("raw", "processed", "reports"):
        parser.add_argument(
            f"--{name}", type=Path, help=f"folder (else FAIRER_{name.upper()}, else its place in the project)"
        )
    parser.add_argument("--edition", help="name of the edition (else FAIRER_EDITION, else 2026)")
    parser.add_argument("--authority", help="ONS code of the council (else FAIRER_AUTHORITY, else Stockton-on-Tees)")
    parser.add_argument("--areas", type=Path, help="file of areas that the council names (else FAIRER_AREAS)")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    if mirror:
        parser.add_argument(
            "--mirror", type=Path, help="take extracts from this folder instead of from their publishers"
        )
    for name, words in needs.items():
        parser.add_argument(f"--{name}", required=True, help=words)
    for name, words in takes.items():
        parser.add_argument(f"--{name}", default="", help=words)
    return parser
