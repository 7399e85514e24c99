"""The command `fairer`: one parser, and the recipe that each command runs."""

import argparse
import dataclasses
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.pipelines import (
    adopt,
    ask,
    backup,
    check,
    epia,
    evaluate,
    fetch,
    forget,
    ingest,
    init,
    measure,
    modelled,
    national,
    national_check,
    partnerships,
    publish,
    record,
    refresh,
    register,
    report,
    restore,
    sample,
    service_audit,
    status,
    supply,
    targets,
    update,
    validate,
    you_said,
)
from fairer_stockton.run.errors import FairerError, LockedError, PartialError, Terminated
from fairer_stockton.run.exit_codes import EXIT_CODES, find_exit_code
from fairer_stockton.run.machine_errors import find_machine_failure
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.vocabulary import Engine

if TYPE_CHECKING:
    from fairer_stockton.watch.watched_run import WatchedRun


MIRROR = {"mirror": {"type": Path, "help": "take extracts from this folder instead of from their publishers"}}
EXTRACT: Mapping[str, Mapping[str, Any]] = {
    "source": {"required": True, "help": "a source that the council supplies, such as residents_survey"},
    "period": {"required": True, "help": "its period, such as 2025 or 2024-25"},
    "file": {"required": True, "type": Path, "help": "the .csv, .xlsx, .ods or .parquet file"},
    "confirm": {"default": "", "help": "why the file is right, if something of it was questioned"},
}
RELEASE: Mapping[str, Mapping[str, Any]] = {
    "source": {"help": "a published source, such as fuel_poverty"},
    "file": {"type": Path, "help": "the publisher's new file"},
    "period": {"default": "", "help": "its period, where the file does not show it: 2026, 2025-26"},
    "url": {"default": "", "help": "the address that the file came from (else the publisher's page)"},
    "yes": {"action": "store_true", "help": "agree to what would be asked"},
}
FORGOTTEN: Mapping[str, Mapping[str, Any]] = {
    **{name: EXTRACT[name] for name in ("source", "period")},
    "version": {"default": "", "help": "the beginning of its sum (else every version of the period)"},
    "reason": {"default": "", "help": "why it is removed; this is written down"},
    "yes": {"action": "store_true", "help": "agree to its removal for good"},
}
PAST: Mapping[str, Mapping[str, Any]] = {
    "name": {"nargs": "?", "default": "", "help": "name of the edition, as --edition has it"},
    "as_published": {
        "action": "store_true",
        "help": "rebuild a past edition to the byte, from the register of sources",
    },
}
BACKUP: Mapping[str, Mapping[str, Any]] = {"file": {"type": Path, "help": "a new file, such as /backups/2026.tar"}}
RESTORED: Mapping[str, Mapping[str, Any]] = {
    "file": {"type": Path, "help": "a file that `fairer backup` wrote"},
    "check": {"action": "store_true", "help": "check every sum of it, and write nothing"},
}
SOURCE: Mapping[str, Mapping[str, Any]] = {"source": {"default": "", "help": "of this source alone"}}
VERSION: Mapping[str, Mapping[str, Any]] = {
    "version": {"default": "", "help": "the version that is to be in force again, such as 2026-0123456789ab"},
    "list": {"action": "store_true", "help": "list the versions that are there, and which is in force"},
}
FOLDER: Mapping[str, Mapping[str, Any]] = {
    "folder": {"type": Path, "help": "a new folder, called as the council is: newcastle-upon-tyne"},
    "authority": {"required": True, "help": "ONS code of the council, such as E06000004"},
    "edition": {"default": "2026", "help": "name of its first edition (else 2026)"},
}
FORM: Mapping[str, Mapping[str, Any]] = {
    "json": {"action": "store_true", "dest": "json_form", "help": "print it as JSON, for programs"},
    "metrics": {"action": "store_true", "help": "print it as metrics in the text format of Prometheus"},
}
DECISION: Mapping[str, Mapping[str, Any]] = {
    "brief": {"nargs": "?", "type": Path, "help": "a .toml file that says what is decided, and whom it touches"},
    "title": {"default": "", "help": "what is decided, where there is no brief"},
    "places": {"default": "", "help": "the places that it touches, with semicolons between them"},
    "groups": {"default": "", "help": "the groups of people that it touches"},
    "measures": {"default": "", "help": "the measures to look at (else those of the headline gaps)"},
}
SERVICE: Mapping[str, Mapping[str, Any]] = {
    "audit": {"nargs": "?", "type": Path, "help": "a .toml file that names the service, and its list beside it"}
}
EVALUATION: Mapping[str, Mapping[str, Any]] = {"file": {"type": Path, "help": "a .toml file, registered beforehand"}}
SINCE: Mapping[str, Mapping[str, Any]] = {
    "since": {
        "default": "",
        "help": "the edition or build to compare with (else the one before): 2025, 2026-0123456789ab",
    }
}
FIGURE: Mapping[str, Mapping[str, Any]] = {
    "explain": {"default": "", "help": "print how one figure of this measure is made"},
    "area": {"default": "", "help": "the area of that figure, by code or name (else the borough)"},
    "period": {"default": "", "help": "its period (else the latest)"},
}
QUESTION: Mapping[str, Mapping[str, Any]] = {
    "question": {"nargs": "?", "default": "", "help": "in everyday words: 'life expectancy gap in Hartburn'"},
    "json": FORM["json"],
    "serve": {"action": "store_true", "help": "answer assistants on standard input and output (MCP)"},
}
PAPER: Mapping[str, Mapping[str, Any]] = {
    "paper": {"type": Path, "help": "a .docx, .md or .txt file that quotes figures"},
    "json": FORM["json"],
}


@dataclass(frozen=True, slots=True)
class Command:
    """A word after `fairer`: the recipe that it runs, and the options that the recipe takes besides everybody's."""

    recipe: Callable[..., None]
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    clock: bool = False  # whether each line of progress carries the time
    positional: tuple[str, ...] = ()  # options that need no name
    locks: tuple[str, ...] = ("raw", "processed", "reports")  # the folders that it alone may write to meanwhile
    has_fixed_sources: bool = False  # whether a source that another run brings meanwhile stays out of account
    on_report: bool = True  # whether it works on a report that there is, and so has its settings and its lock
    only_looks: bool = False  # whether it changes nothing, and so waits for nobody and is no run to be watched
    option_to_look: str = ""  # with which it only looks
    is_for_half_restored: bool = False  # whether it goes on with folders into which a backup is written back in part

    @property
    def sentence(self) -> str:
        """What the command does, as its recipe says."""
        return (self.recipe.__doc__ or "").splitlines()[0]


COMMANDS = {
    "init": Command(init.init, FOLDER, positional=("folder",), on_report=False),
    "fetch": Command(fetch.fetch, MIRROR, locks=("raw",)),
    "supply": Command(supply.supply, EXTRACT, locks=("raw", "processed")),
    "forget": Command(forget.forget, FORGOTTEN),
    "register": Command(register.register, SOURCE, only_looks=True),
    "adopt": Command(adopt.adopt, RELEASE, positional=("source", "file")),
    "ingest": Command(ingest.ingest, locks=("processed",), has_fixed_sources=True),
    "validate": Command(validate.validate, locks=("processed",), has_fixed_sources=True),
    "measure": Command(measure.measure, FIGURE, locks=("processed",), has_fixed_sources=True),
    "report": Command(report.report, PAST, positional=("name",), locks=("processed", "reports")),
    "publish": Command(publish.publish, VERSION, locks=("reports",), option_to_look="list"),
    "epia": Command(epia.epia, DECISION, positional=("brief",), locks=("reports",)),
    "service-audit": Command(service_audit.service_audit, SERVICE, positional=("audit",), locks=("raw", "reports")),
    "partnerships": Command(partnerships.partnerships, locks=("reports",)),
    "evaluate": Command(evaluate.evaluate, EVALUATION, positional=("file",), locks=("reports",)),
    "targets": Command(targets.targets, locks=("reports",)),
    "modelled": Command(modelled.modelled, locks=("reports",)),
    "you-said": Command(you_said.you_said, locks=("reports",)),
    "update": Command(update.update, SINCE, locks=("reports",)),
    "refresh": Command(refresh.refresh, MIRROR, clock=True, locks=("processed", "reports")),
    "record": Command(record.record, locks=("raw", "reports")),
    "backup": Command(backup.backup, BACKUP, positional=("file",)),
    "restore": Command(
        restore.restore, RESTORED, positional=("file",), option_to_look="check", is_for_half_restored=True
    ),
    "sample": Command(sample.sample, locks=("raw",)),
    "ask": Command(ask.ask, QUESTION, positional=("question",), only_looks=True),
    "check": Command(check.check, PAPER, positional=("paper",), only_looks=True),
    "status": Command(status.status, FORM, only_looks=True),
    "national": Command(national.national, locks=("processed", "reports")),
    "national-check": Command(national_check.national_check, locks=("processed",), has_fixed_sources=True),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: the words after `fairer`; those of the command line where there are none.
    """
    options = vars(_make_parser().parse_args(arguments))
    command = COMMANDS[name := options.pop("command")]
    if command.option_to_look and options[command.option_to_look]:
        command = dataclasses.replace(command, only_looks=True)
    watched = _watch_run(name, command, options)
    try:
        code = _run_and_report_end(command, options, watched)
    except BaseException as fault:  # of the pipeline itself: whoever watches is told, and then it is shown whole
        _end_watched_run(watched, find_exit_code(fault))
        raise
    _end_watched_run(watched, code)
    return code


def _watch_run(name: str, command: Command, options: Mapping[str, Any]) -> "WatchedRun | None":
    """Return what watches a run of this command; nothing where it only looks, or is of no report."""
    if command.only_looks or not command.on_report:
        return None
    from fairer_stockton.watch.watched_run import WatchedRun

    metrics_file = options["metrics_file"] or os.environ.get("FAIRER_METRICS")
    notify = options["notify"] or os.environ.get("FAIRER_NOTIFY") or ""
    return WatchedRun(name, notify, Path(metrics_file) if metrics_file else None, find_exit_code)


def _end_watched_run(watched: "WatchedRun | None", number: int) -> None:
    if watched is None:
        return
    from fairer_stockton.watch.watched_run import RunEnd

    code = next(code for code in EXIT_CODES if code.number == number)
    watched.end(RunEnd(number, code.outcome, code.meaning, code.remedy))


def _run_and_report_end(command: Command, options: dict[str, Any], watched: "WatchedRun | None") -> int:
    try:
        with _raise_where_asked_to_end():
            _run_command(command, options, watched)
    except FairerError as refusal:
        return _report_refusal(refusal, watched)
    except (KeyboardInterrupt, Terminated) as stop:
        return _report_stop(stop)
    except Exception as error:
        if failure := find_machine_failure(error):
            return _report_refusal(failure, watched)
        raise
    return 0


@contextmanager
def _raise_where_asked_to_end() -> Iterator[None]:
    """Raise `Terminated` where the run is when the system asks it to end, so that it lets go of all that it holds."""

    def end(number: int, frame: FrameType | None) -> None:
        raise Terminated(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what a signal does
        return
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _report_refusal(refusal: FairerError, watched: "WatchedRun | None") -> int:
    outcome = "Stopped. Nothing that was published has changed."
    if isinstance(refusal, PartialError):
        outcome = "Done in part: the edition is published, and rests on earlier versions of what failed."
    if watched:
        watched.refusal = str(refusal)
    print(f"\n{outcome}\n\n{refusal}\n", file=sys.stderr)
    return find_exit_code(refusal)


def _report_stop(stop: BaseException) -> int:
    code = next(code for code in EXIT_CODES if code.error is type(stop))
    words = f"{code.short[0].upper()}{code.short[1:]}"
    print(f"\n{words}. Nothing that was published has changed; the next run goes on from here.\n", file=sys.stderr)
    return code.number


def _run_command(command: Command, options: dict[str, Any], watched: "WatchedRun | None") -> None:
    from fairer_stockton.fetch.preflight import check_settings
    from fairer_stockton.ingest.private_data import has_private_data
    from fairer_stockton.run.lock import SHORT_WAIT, hold_locks_of_folders
    from fairer_stockton.run.memory import collect_garbage_seldom
    from fairer_stockton.run.private_errors import leave_cells_out_of_errors

    collect_garbage_seldom()
    destinations = (details.get("dest", name) for name, details in command.options.items())
    own = {name: options[name] for name in destinations}
    if not command.on_report:
        command.recipe(**own)
        return
    settings = _read_settings(options)
    progress = Progress(quiet=options["quiet"], clock=command.clock)
    if watched is None:
        command.recipe(settings, progress, **own)
        return
    watched.begin(settings, progress)
    _put_raw_folder_in_order(settings, progress, command)
    wait = SHORT_WAIT if "raw" in command.locks else 0.0  # a run that is beginning puts that folder in order
    with hold_locks_of_folders(*(getattr(settings, name) for name in command.locks), wait=wait):
        if "raw" in command.locks:  # which another run may have held when it was put in order
            _refuse_folder_in_part(settings, command)
        check_settings(settings, is_fetching="mirror" in command.options)
        with leave_cells_out_of_errors(has_private_data(settings)):
            command.recipe(settings.with_fixed_sources() if command.has_fixed_sources else settings, progress, **own)


def _put_raw_folder_in_order(settings: Settings, progress: Progress, command: Command) -> None:
    """Remove what an interrupted run left among the extracts, unless a run is at work there, which has done so."""
    from fairer_stockton.fetch.held_folder import RESTORING, refuse_half_restored_folder
    from fairer_stockton.fetch.placing import tidy_raw_folder_after_interruption
    from fairer_stockton.ingest.private_data import restrict_private_data
    from fairer_stockton.run.lock import hold_lock_of_folder

    try:
        with hold_lock_of_folder(settings.raw):
            if not command.is_for_half_restored:
                refuse_half_restored_folder(settings.raw)
            tidy_raw_folder_after_interruption(settings.raw, progress.say)
    except LockedError:
        if (settings.raw / RESTORING).is_file():  # of the run at work there, which is restoring
            raise
    _finish_forgetting_after_interruption(settings, progress)
    with suppress(FileNotFoundError):  # what that run has just replaced
        restrict_private_data(settings, progress)


def _finish_forgetting_after_interruption(settings: Settings, progress: Progress) -> None:
    """Remove the rest of an extract that was being forgotten by a run that was killed; no run goes on before that."""
    from fairer_stockton.run.lock import SHORT_WAIT, hold_locks_of_folders
    from fairer_stockton.supply.removal import finish_removal, read_removal

    if removal := read_removal(settings.raw):
        folders = {settings.raw, settings.processed, settings.reports, *removal.folders_of_tables}
        with hold_locks_of_folders(*folders, wait=SHORT_WAIT):
            finish_removal(settings, progress.say)


def _refuse_folder_in_part(settings: Settings, command: Command) -> None:
    """Refuse to go on where the run that held the folder of extracts before was killed in the middle."""
    from fairer_stockton.fetch.held_folder import refuse_half_forgotten_extract, refuse_half_restored_folder

    if not command.is_for_half_restored:
        refuse_half_restored_folder(settings.raw)
    refuse_half_forgotten_extract(settings.raw)


def _read_settings(options: Mapping[str, Any]) -> Settings:
    """Return the settings of the environment, with what the options say in place of it."""
    paths = {name: options[name] for name in ("raw", "processed", "reports", "areas") if options[name]}
    # Through the environment: the edition's name follows the authority where it is not chosen itself.
    named = ("authority", "date", "edition", "engine", "master", "store")
    words = {f"FAIRER_{name.upper()}": options[name] for name in named if options[name]}
    return dataclasses.replace(Settings.from_environment({**os.environ, **words}), **paths)


def _make_parser() -> argparse.ArgumentParser:
    epilog = "exit codes: " + " · ".join(f"{code.number} {code.short}" for code in EXIT_CODES)
    parser = argparse.ArgumentParser(prog="fairer", description="The annual report of inequalities.", epilog=epilog)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    shared = _make_parser_of_shared_options()
    for name, command in COMMANDS.items():
        sentence = command.sentence
        parents = [shared] if command.on_report else []
        words = commands.add_parser(name, parents=parents, help=sentence, description=sentence, epilog=epilog)
        for option, details in command.options.items():
            dashed = f"--{option.replace('_', '-')}"
            words.add_argument(option if option in command.positional else dashed, **details)
    return parser


def _make_parser_of_shared_options() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    for name in ("raw", "processed", "reports"):
        words = f"folder (else FAIRER_{name.upper()}, else its place in the project)"
        shared.add_argument(f"--{name}", type=Path, help=words)
    shared.add_argument("--edition", help="name of the edition (else FAIRER_EDITION, else the council's own)")
    shared.add_argument("--date", help="day that the edition bears, such as 2026-11-29 (else FAIRER_DATE, else none)")
    shared.add_argument("--authority", help="ONS code of the council (else FAIRER_AUTHORITY, else the council's own)")
    shared.add_argument("--areas", type=Path, help="file of areas that the council names (else FAIRER_AREAS)")
    shared.add_argument(
        "--engine",
        choices=list(Engine),
        help="what adds up the tables (else FAIRER_ENGINE, else duckdb; duckdb alone for `national`)",
    )
    shared.add_argument("--master", help="the cluster's address, such as sc://host:15002 (else FAIRER_MASTER)")
    shared.add_argument("--store", help="folder or object store that the cluster reads (else FAIRER_STORE)")
    shared.add_argument("--notify", help="command that is told, on standard input, of a failure or a change")
    shared.add_argument("--metrics-file", type=Path, help="file that is filled with metrics when the run has ended")
    shared.add_argument("--quiet", action="store_true", help="say nothing but errors")
    return shared


if __name__ == "__main__":
    raise SystemExit(main())
