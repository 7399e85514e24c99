"""Status: what is published, how old it is, and how the last runs ended."""

import json

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.clock import read_clock
from fairer_stockton.run.progress import Progress


def status(settings: Settings, progress: Progress, *, json_form: bool = False, metrics: bool = False) -> None:
    """Print what is published, how each source stands, what is stale and how the last runs ended."""
    from fairer_stockton.watch.metrics import format_metrics
    from fairer_stockton.watch.status import read_status
    from fairer_stockton.watch.words import write_status

    standing = read_status(settings, read_clock())
    if json_form:
        print(json.dumps(standing.write_as_json(), indent=2, ensure_ascii=False))
    else:
        print(format_metrics(standing) if metrics else write_status(standing), end="")


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["status", *sys.argv[1:]]))
