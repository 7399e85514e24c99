"""Supply: an extract of the council's own into the raw folder, once it has been read as its contract says."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import placing
from fairer_stockton.ingest.identifier_kinds import find_identifier_kind, read_first_year
from fairer_stockton.ingest.identifiers import refuse_identifying_file_name
from fairer_stockton.ingest.readers.cell_kinds import NOT_SHOWN
from fairer_stockton.run.errors import CatalogueError, InputError, QuestionedError, format_facts, indent_following_lines
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.private_errors import leave_cells_out_of_errors
from fairer_stockton.run.private_files import open_owner_file
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.checks import check_supplied_file
from fairer_stockton.supply.column_questions import ask_about_single_columns
from fairer_stockton.supply.dataset_questions import ComparedExtracts, ask_about_whole_extract
from fairer_stockton.supply.periods import read_period
from fairer_stockton.supply.questions import ExtractQuestion
from fairer_stockton.supply.reduced_file import ReducedFile, reduce_file

SUFFIXES = (".csv", ".xlsx", ".ods", ".parquet")
Asker = Callable[[ComparedExtracts], list[ExtractQuestion]]
# What looks for the unlikely, one after the other: in single columns, then in the extract as a whole.
ASKERS: tuple[Asker, ...] = (
    lambda extracts: ask_about_single_columns(extracts.rows, extracts.model, extracts.headings),
    ask_about_whole_extract,
)


@leave_cells_out_of_errors(is_private=True)
def supply(
    settings: Settings, progress: Progress, source_name: str, period: str, file: Path, confirm: str = ""
) -> None:
    """Check one file and store what its source names of it, or leave everything as it was.

    Args:
        settings: where the raw folder is.
        progress: where each step is reported.
        source_name: a source that the council supplies.
        period: one that the source's TOML lists, in any common spelling.
        file: a .csv, .xlsx, .ods or .parquet file of any name.
        confirm: why the file is right although something of it is unlikely.

    Raises:
        CatalogueError: no such source, or it does not list the period.
        InputError: the file is not there, holds direct identifiers, or would fail `make validate`.
        QuestionedError: something of the file is unlikely, and nobody has said why it is right.
    """
    own_report = replace(settings, authority="")  # an extract is the council's own, whosever report is made
    source, extract = find_extract(own_report.declared_definitions.sources, source_name, period)
    refuse_identifying_file_name(file, extract)
    total = _check_file_and_compute_checksum(file)
    refuse_reason_that_names_somebody("CONFIRM=", confirm, extract)
    extracts = check_supplied_file(settings, progress, source, extract, file)
    reduced = reduce_file(source, extract, file)
    if compute_file_checksum(file) != total:
        raise InputError(file.name, "a file that changed while it was read", "a file at rest", "close it and try again")
    questions = [question for ask in ASKERS for question in ask(extracts)]
    if questions and not confirm.strip():
        raise QuestionedError(_write_questions_and_remedy(source, extract, file, questions))
    store_extract(settings, source, extract, reduced, file.name, questions, confirm)
    progress.say(f"supplied {source.name} {extract.period}")
    if reduced.left_out:
        progress.say(f"left out, since the source does not name them: {', '.join(reduced.left_out)}")


def refuse_reason_that_names_somebody(setting: str, reason: str, extract: Extract) -> None:
    """Refuse a reason that holds an identifier: others read it.

    Raises:
        InputError: it does.
    """
    if kind := find_identifier_kind(reason, read_first_year(extract.period)):
        raise InputError(
            setting,
            f"what looks like {kind} ({NOT_SHOWN})",
            "a reason that names nobody, since others read it",
            "write it without",
        )


def _write_questions_and_remedy(
    source: Source, extract: Extract, file: Path, questions: Sequence[ExtractQuestion]
) -> str:
    """Write every question, and how to answer."""
    again = f'make supply SOURCE={source.name} PERIOD={extract.period} FILE="{file}" CONFIRM="why this is right"'
    lines = [format_facts(file=file.name)]
    for question in questions:
        where = [f"row {question.row}"] if question.row is not None else []
        where += [f"column {question.column}"] if question.column else []
        subject = ", ".join(where) or "the whole file"
        lines.append(format_facts(question=subject, found=question.found, expected=question.expected))
    lines.append(
        format_facts(
            remedy=indent_following_lines(["correct the file and supply it again; or, if it is right, say why:", again])
        )
    )
    return "\n".join(lines)


def find_extract(sources: Mapping[str, Source], source_name: str, period: str) -> tuple[Source, Extract]:
    """Return the source of a council's own and the entry of a period, or refuse with what to add."""
    source = _find_supplied_source(sources, source_name)
    periods = [extract.period for extract in source.extracts]
    reading = read_period(period, periods)
    if reading.listed:
        return source, source.extracts[periods.index(reading.period)]
    raise (
        _make_unlisted_period_error(source, period, reading.period)
        if reading.period
        else _make_unknown_period_error(source, period, reading.meant)
    )


def _find_supplied_source(sources: Mapping[str, Source], source_name: str) -> Source:
    supplied = {source.name: source for source in sources.values() if source.supplied}
    if source_name in supplied:
        return supplied[source_name]
    near = difflib.get_close_matches(re.sub(r"\W+", "_", source_name.lower()), supplied, n=1, cutoff=0.5)
    raise CatalogueError(
        source=repr(source_name),
        found="no source of this name that the council supplies" + (f"; did you mean {near[0]}?" if near else ""),
        expected=f"one of {', '.join(supplied)}",
        remedy=f"name it as in SOURCE={(near or [*supplied])[0]}",
    )


def _make_unknown_period_error(source: Source, period: str, likely_periods: Sequence[str]) -> CatalogueError:
    """Return the refusal of a period that cannot be read, with those that may be meant."""
    others = f" ({period} can also be {' or '.join(likely_periods[1:])})" if likely_periods[1:] else ""
    nearest = likely_periods[0] if likely_periods else source.extracts[-1].period
    return CatalogueError(
        source=source.name,
        period=repr(period),
        found="no such period" + (f"; did you mean {nearest}?{others}" if likely_periods else ""),
        expected=f"one of {_list_periods_in_words(source)}",
        remedy=f"name it as in PERIOD={nearest}",
    )


def _list_periods_in_words(source: Source) -> str:
    return ", ".join(extract.period for extract in source.extracts)


def _make_unlisted_period_error(source: Source, written_period: str, period: str) -> CatalogueError:
    """Return the refusal of a new period: the lines that the source's file needs, and a survey's wave a codebook."""
    codebook = f"{source.name}/{period}.toml"
    also = f"\nand write {_format_path_from_working_folder(source.codebook_folder)}/{codebook}, like those beside it\n"
    return CatalogueError(
        source=source.name,
        period=repr(written_period),
        found=f"a period that its file does not list yet (there is {_list_periods_in_words(source)})",
        remedy=f"add to {_format_path_from_working_folder(source.definition)}:\n\n"
        f'[[file]]\nname   = "{source.name}_{period}.csv"\nperiod = "{period}"\n' + (also if source.codebooks else ""),
    )


def _format_path_from_working_folder(path: Path | None) -> str:
    """Write a path as it is found from the folder that the analyst works in; of none, where it may be made."""
    if path is None:
        return "codebooks"
    project = PACKAGE.parent if path.is_relative_to(PACKAGE) else Path.cwd()
    return (path.relative_to(project) if path.is_relative_to(project) else path).as_posix()


def _check_file_and_compute_checksum(file: Path) -> str:
    if not file.is_file():
        raise InputError(
            file.name or "FILE=",
            "no such file",
            f"a {_join_with_or(SUFFIXES)} file",
            "give its path, as FILE=folder/name.csv",
        )
    if file.suffix.lower() not in SUFFIXES:
        raise InputError(
            file.name, f"the ending {file.suffix!r}", _join_with_or(SUFFIXES), "save it in one of these forms"
        )
    return compute_file_checksum(file)


def _join_with_or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def store_extract(
    settings: Settings,
    source: Source,
    extract: Extract,
    reduced: ReducedFile,
    origin: str,
    questions: Sequence[ExtractQuestion] = (),
    confirm: str = "",
) -> None:
    """Put what is kept of a checked file in force, with where it came from and what was asked of it.

    Args:
        settings: where the raw folder is.
        source: whose extract it is.
        extract: its entry.
        reduced: what is kept of the file.
        origin: the name that the file had. Its sum is not recorded: with it anyone could try what it held.
        questions: what was asked of it.
        confirm: why it is right all the same.
    """
    folder = settings.raw / source.name / extract.period
    unfinished = placing.make_unfinished_folder(folder, owner_only=True)
    stored = Path(extract.name).with_suffix(".csv").name
    with open_owner_file(unfinished / stored) as stream:
        stream.write(reduced.content)
    facts = {"source": source.name, "title": source.title, "publisher": source.publisher, "licence": source.licence}
    entry: dict[str, Any] = {"name": extract.name, "stored": stored, "sha256": sha256(reduced.content).hexdigest()}
    entry["origin"] = f"supplied: {origin}"
    entry["reduced"] = {"written": "anew, of the columns that the source names", "left_out": list(reduced.left_out)}
    if questions:
        entry["confirmed"] = {"questions": [asdict(question) for question in questions], "why": confirm.strip()}
    provenance = {**facts, "synthetic": False, "files": [entry]}
    placing.move_finished_files_to_extract_folder(unfinished, folder, provenance, owner_only=True)
