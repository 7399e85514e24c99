"""The status as metrics in the text format of Prometheus, which a node exporter reads from a file.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/ (text-based format).
"""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from fairer_stockton.run.vocabulary import RunOutcome
from fairer_stockton.watch.status import Status

Sample = tuple[Mapping[str, str], float]
METRICS = {
    "edition_published_timestamp_seconds": "When the edition was published.",
    "run_last_timestamp_seconds": "When the last run of a command ended, or began if it was killed.",
    "run_last_duration_seconds": "How long it took.",
    "run_last_exit_code": "The exit code that it ended with; -1 if it was killed.",
    "run_last_failed": "Whether somebody should look at it: 1 if it failed, was killed or is partial.",
    "run_last_success_timestamp_seconds": "When a run of a command last ended well.",
    "source_age_days": "Days since the end of the latest period of a source.",
    "source_due_timestamp_seconds": "When the next release of a source is due.",
    "source_stale": "Whether somebody has something to do for a source.",
    "tables_failed": "How many tables break their contract.",
}
FIRST_DAY = date(1970, 1, 1)  # from which seconds are counted


def write_metrics_file(status: Status, file: Path) -> None:
    """Write the metrics in one step, so that nobody reads half of them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        unfinished.write_text(format_metrics(status), encoding="utf-8")
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def format_metrics(status: Status) -> str:
    """Return the metrics, each with its help and its samples; those without any sample are left out."""
    samples = {name: list(_list_samples(status, name)) for name in METRICS}
    lines: list[str] = []
    for name, values in samples.items():
        if values:
            lines += [f"# HELP fairer_{name} {METRICS[name]}", f"# TYPE fairer_{name} gauge"]
            lines += [f"fairer_{name}{_format_labels(labels)} {value:.15g}" for labels, value in values]
    return "\n".join(lines) + "\n"


def _list_samples(status: Status, name: str) -> Iterator[Sample]:
    if name == "tables_failed":
        yield {}, len(status.tables_failed)
    elif name.startswith("edition"):
        yield from (({"edition": edition.name}, edition.published.timestamp()) for edition in status.editions)
    elif name.startswith("source"):
        yield from _list_samples_of_sources(status, name)
    else:
        yield from _list_samples_of_runs(status, name)


def _list_samples_of_sources(status: Status, name: str) -> Iterator[Sample]:
    for source in status.sources:
        due = source.next_due
        values = {
            "source_age_days": source.age_days,
            "source_due_timestamp_seconds": (due - FIRST_DAY).total_seconds() if due else None,
            "source_stale": int(bool(source.stale)),
        }
        if (value := values[name]) is not None:
            yield {"source": source.name}, value


def _list_samples_of_runs(status: Status, name: str) -> Iterator[Sample]:
    ended = {run.command: run for run in status.runs if not run.is_running}
    well = {
        run.command: run
        for run in status.runs
        if not run.has_failed and run.outcome not in (RunOutcome.STOPPED, RunOutcome.BEGAN)
    }
    for command, run in (well if "success" in name else ended).items():
        value = {
            "run_last_duration_seconds": run.seconds,
            "run_last_exit_code": -1 if run.code is None else run.code,
            "run_last_failed": int(run.has_failed),
        }.get(name, run.ended)
        yield {"command": command}, value


def _format_labels(labels: Mapping[str, str]) -> str:
    pairs = (f'{name}="{_escape(value)}"' for name, value in labels.items())
    return f"{{{','.join(pairs)}}}" if labels else ""


def _escape(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
