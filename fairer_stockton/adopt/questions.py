"""What is asked before a file is adopted: how it was understood, and the yes to it."""

import sys
from collections.abc import Sequence
from pathlib import Path

from fairer_stockton.adopt.checks import StagedChange
from fairer_stockton.adopt.comparison import describe_periods
from fairer_stockton.adopt.forms import FittedEntry, FittedForm
from fairer_stockton.adopt.periods import RecognisedPeriod
from fairer_stockton.definitions.sources import Extract
from fairer_stockton.run.errors import QuestionedError, format_facts, indent_following_lines
from fairer_stockton.run.progress import Progress

SHOWN_HEADINGS = 6  # renamed headings that are named


def list_questions(
    form: FittedForm,
    earlier: FittedForm | None,
    recognised: RecognisedPeriod,
    change: StagedChange,
    extracts: Sequence[Extract],
) -> list[str]:
    """List what was recognised, each a line to agree to."""
    lines = [f"read as {form.name} of {form.period} is"]
    lines.append(f"period {recognised.period}, shown by {' and '.join(recognised.shown_by)}")
    for number, fitted in enumerate(form.entries):
        wanted = fitted.entry.sheet or fitted.entry.member
        if wanted and wanted != fitted.part:
            lines.append(f"sheet {wanted!r} is called {fitted.part!r} now")
        renamed = [match for match in fitted.matches if match.is_renamed]
        lines += [
            f"heading {m.column.header!r} is {m.heading!r} now ({m.column.name})" for m in renamed[:SHOWN_HEADINGS]
        ]
        if len(renamed) > SHOWN_HEADINGS:
            lines.append(f"and {len(renamed) - SHOWN_HEADINGS} more headings that are other now")
        lines += _describe_moved_headings(fitted, earlier.entries[number]) if earlier else []
    for name, period in change.replaced:
        lines.append(f"takes the place of {name} of {period}, whose rows it has too; that file is put aside")
    lines += describe_periods(change)
    if not change.replaced and change.before is not None:
        lines.append("is added to the files that there are")
    return [*lines, f"its address: {extracts[0].url} (URL= names another)"]


def _describe_moved_headings(fitted: FittedEntry, earlier: FittedEntry) -> list[str]:
    """Return how many headings are in another order than in the earlier file, and the first of them."""
    before = {match.column.name: match.position for match in earlier.matches}
    now = sorted(fitted.matches, key=lambda match: match.position)
    order = sorted(fitted.matches, key=lambda match: before.get(match.column.name, -1))
    moved = [match for match, other in zip(now, order, strict=True) if match is not other]
    lines = [f"{len(moved)} headings are in another order, the first of them {moved[0].heading!r}"] if moved else []
    if fitted.header_row != earlier.header_row:
        lines.append(f"its headings are in row {fitted.header_row + 1}, not {earlier.header_row + 1}")
    return lines


def ask_for_agreement(
    command: str,
    file: Path,
    questions: Sequence[str],
    table: Sequence[str],
    is_agreed: bool,
    progress: Progress,
) -> None:
    """Ask for a yes on a terminal, unless it was given with the command.

    Args:
        command: the command, without the yes.
        file: the new file.
        questions: how it was understood, as it was reported before.
        table: what of the source was, and what would be.
        is_agreed: whether the yes was given.
        progress: where the table is written.

    Raises:
        QuestionedError: it was not given, or there is no terminal to ask on.
    """
    is_terminal = sys.stdin is not None and sys.stdin.isatty()
    if is_agreed or is_terminal:
        for line in table:
            progress.say(f"  {line}")
    if is_agreed:
        return
    if is_terminal:
        if progress.quiet:
            print("\n".join(f"  {line}" for line in (*questions, *table)), file=sys.stderr)
        if input(f"Take {file.name} in so? [y/N] ").strip().lower() in ("y", "yes"):
            return
    raise QuestionedError(
        format_facts(
            file=file.name,
            question="is it to be taken in so?",
            found=indent_following_lines([*questions, *table]),
            remedy=indent_following_lines(["if this is right, say yes:", f"{command} YES=1"]),
        )
    )
