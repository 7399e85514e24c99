"""Exit codes: what the number means that a command ends with, from which the help and the docs are made."""

from dataclasses import dataclass

from fairer_stockton.run.errors import (
    CatalogueError,
    ClusterError,
    DisclosureError,
    InputError,
    LockedError,
    MachineError,
    MissingSourceError,
    PartialError,
    QuestionedError,
    Terminated,
    ValidationError,
)
from fairer_stockton.run.vocabulary import RunOutcome


@dataclass(frozen=True, slots=True)
class ExitCode:
    """What a number means that a command ends with: in a few words, in a sentence for the docs, and what to do.

    `outcome` is what the journal of runs and whoever is notified call it.
    """

    number: int
    error: type[BaseException] | None
    short: str
    meaning: str
    remedy: str = ""
    outcome: RunOutcome = RunOutcome.FAILED


EXIT_CODES = (
    ExitCode(0, None, "done", "done, or nothing had changed", outcome=RunOutcome.DONE),
    ExitCode(
        1, Exception, "a fault of the pipeline", "a fault of the pipeline itself (a traceback follows)", "report it"
    ),
    ExitCode(
        2,
        CatalogueError,
        "wrong options or a wrong measure, source or area file",
        "wrong options, or a measure, source or area file that does not say what it must",
        "mend the file that the message names",
    ),
    ExitCode(
        3,
        InputError,
        "an extract that cannot be read",
        "an extract that cannot be read, or is not what it claims to be",
        "see the file, row and column that the message names",
    ),
    ExitCode(
        4,
        ValidationError,
        "a table that breaks its contract",
        "a staged table that breaks its contract, or has no passing verdict",
        "see `data/processed/verdicts/<source>.json` and `.faults.csv`",
    ),
    ExitCode(
        5,
        LockedError,
        "another run holds the lock",
        "another run holds the lock",
        "wait for it",
        RunOutcome.STOPPED,
    ),
    ExitCode(
        6,
        MissingSourceError,
        "a source that is not there",
        "a source that is neither fetched nor in the sample, or not in the mirror",
        "`make fetch`, or `make sample`",
    ),
    ExitCode(
        7,
        DisclosureError,
        "figures that would tell of single people",
        "figures that together would tell of single people: nothing was published",
        "see `docs/disclosure.md` and the figures that the message names",
    ),
    ExitCode(
        8,
        QuestionedError,
        "an extract that is possible but unlikely, and not confirmed",
        "an extract that is possible but unlikely, and nobody has said why it is right, or a new release that nobody "
        "has agreed to: nothing was placed",
        'correct it, or answer by `CONFIRM="…"` ([docs/extracts](extracts/README.md)), or `YES=1`',
    ),
    ExitCode(
        9,
        MachineError,
        "a machine that cannot go on",
        "no room on the disk, no permission, no memory, too many open files, or a helping process that was ended",
        "what the message says; then run the same command again",
    ),
    ExitCode(
        10,
        PartialError,
        "done in part",
        "published, but a source could not be fetched, read or passed: its last good version is used and marked "
        "as stale",
        "see to the sources that the message names",
        RunOutcome.PARTIAL,
    ),
    ExitCode(
        11,
        ClusterError,
        "a cluster that cannot be used",
        "a cluster that does not answer, cannot read the staged tables, or does not add up decimals exactly",
        "what the message says; or leave `ENGINE` away, so that this machine adds up ([when to move](when-to-move.md))",
    ),
    ExitCode(
        130, KeyboardInterrupt, "stopped by Ctrl-C", "somebody pressed Ctrl-C", "run it again", RunOutcome.STOPPED
    ),
    ExitCode(
        143,
        Terminated,
        "stopped by the system",
        "the system asked the run to end (SIGTERM)",
        "run it again",
        RunOutcome.STOPPED,
    ),
)


def find_exit_code(error: BaseException) -> int:
    """Return the number that a command ends with when it is stopped by this error."""
    # The nearest class that has a number: a refusal of no kind of its own is a fault of the pipeline.
    return next(code.number for kind in type(error).__mro__ for code in EXIT_CODES if code.error is kind)


def make_exit_code_table() -> str:
    """Return the table of exit codes as the operations page shows it, in Markdown."""
    rows = [f"| {code.number} | {code.meaning} | {code.remedy} |".replace("|  |", "| |") for code in EXIT_CODES]
    return "\n".join(["| code | means | do |", "|---|---|---|", *rows])
