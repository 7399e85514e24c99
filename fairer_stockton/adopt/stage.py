"""Adopt: a file of a publisher's becomes an entry of its source, once it is understood, judged and agreed to."""

import difflib
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from fairer_stockton.adopt.checks import (
    StagedChange,
    check_change,
    find_published_files,
    stage_change,
)
from fairer_stockton.adopt.comparison import count_changed_rows, write_comparison
from fairer_stockton.adopt.definition_files import find_file_to_write, write_definition
from fairer_stockton.adopt.figures import compare_measures
from fairer_stockton.adopt.forms import FittedForm, compare_names, fit_file_to_forms
from fairer_stockton.adopt.periods import NAME, RecognisedPeriod, move_period, read_last_year, recognise_period
from fairer_stockton.adopt.questions import ask_for_agreement, list_questions
from fairer_stockton.adopt.raw_files import store_adopted_file
from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.run.errors import CatalogueError, InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.progress import Progress
from fairer_stockton.supply.periods import read_period

SAME_NAME = 0.8  # how alike two names are from which on they are of one series


@dataclass(frozen=True)
class AdoptionChoices:
    """What the person who adopts a file says of it: each may be left away."""

    period: str = ""
    url: str = ""
    is_agreed: bool = False


@dataclass(frozen=True)
class Proposal:
    """A file that is understood and compared: its entries, what changes by it, and the lines that say so."""

    source: Source
    form: FittedForm
    extracts: Sequence[Extract]
    file: Path
    change: StagedChange
    questions: Sequence[str]
    table: Sequence[str]


def adopt(settings: Settings, progress: Progress, source_name: str, file: Path, choices: AdoptionChoices) -> None:
    """Take a file into a source, or leave everything as it was.

    Args:
        settings: where the raw folder and the definitions are.
        progress: where what is recognised and compared is written.
        source_name: a published source.
        file: the new file.
        choices: its period and address, and a yes to all that is asked.

    Raises:
        CatalogueError: there is no such source, or the period is not clear.
        InputError: the file is like none of the source's, cannot be read, or breaks the contract.
        QuestionedError: nobody has agreed yet.
    """
    source = _find_published_source(settings, source_name)
    checksum = _check_file_and_compute_checksum(source, file)
    if listed := [extract for extract in source.extracts if extract.sha256 == checksum]:
        _store_listed_file(settings, progress, source, listed[0], file)
        return
    proposal = examine_file(settings, progress, source, file, checksum, choices)
    ask_for_agreement(
        write_command(source, file, choices), file, proposal.questions, proposal.table, choices.is_agreed, progress
    )
    take_in(settings, progress, proposal)


def examine_file(
    settings: Settings, progress: Progress, source: Source, file: Path, checksum: str, choices: AdoptionChoices
) -> Proposal:
    """Understand a file, judge what its source would be with it, and compare; nothing is written.

    Raises:
        CatalogueError: the period is not clear.
        InputError: the file is like none of the source's, cannot be read, or breaks the contract.
    """
    held = find_published_files(settings, source)
    form = _choose_form(source, file, held)
    earlier = _fit_earlier_file(source, form, held)
    recognised = _recognise_period(source, form, file, earlier, choices.period)
    extracts = _make_extracts(source, form, file, recognised.period or form.period, checksum, choices.url)
    change = stage_change(source, held, extracts, file)
    if not choices.period:
        recognised = _settle_period(source, form, recognised, change)
        if recognised.period != extracts[0].period:
            extracts = _make_extracts(source, form, file, recognised.period, checksum, choices.url)
            change = stage_change(source, held, extracts, file)
    questions = list_questions(form, earlier, recognised, change, extracts)
    for line in questions:
        progress.say(line)
    check_change(settings, progress, source, file, change, extracts)
    measures = compare_measures(settings, progress, source, change)
    contract = load_row_contract(source)
    table = write_comparison(change, contract, measures)
    table += [line for line in (count_changed_rows(change, contract),) if line]
    return Proposal(source, form, extracts, file, change, questions, table)


def take_in(settings: Settings, progress: Progress, proposal: Proposal) -> None:
    """Write the entries of a file that was agreed to, and put its bytes in force."""
    _write_all(settings, proposal)
    progress.say(f"adopted {proposal.source.name} {proposal.extracts[0].period}: {proposal.file.name}")


def write_command(source: Source, file: Path, choices: AdoptionChoices) -> str:
    """Return the command that takes a file in, without the yes."""
    options = {"PERIOD": choices.period, "URL": choices.url and f'"{choices.url}"'}  # it can hold an ampersand
    words = [f"{name}={word}" for name, word in options.items() if word]
    return " ".join(["make adopt", f"SOURCE={source.name}", f'FILE="{file}"', *words])


def _find_published_source(settings: Settings, source_name: str) -> Source:
    sources = settings.declared_definitions.sources
    published = [name for name, source in sources.items() if not source.supplied]
    if source_name in published:
        return sources[source_name]
    if source_name in sources:
        raise CatalogueError(
            source=source_name,
            found="a source that the council supplies itself",
            remedy=f"bring its file in by `make supply SOURCE={source_name} PERIOD=... FILE=...`",
        )
    near = difflib.get_close_matches(re.sub(r"\W+", "_", source_name.lower()), published, n=1, cutoff=0.5)
    raise CatalogueError(
        source=repr(source_name),
        found="no published source of this name" + (f"; did you mean {near[0]}?" if near else ""),
        expected=f"one of {', '.join(published)}",
        remedy=f"name it as in SOURCE={(near or published)[0]}",
    )


def _check_file_and_compute_checksum(source: Source, file: Path) -> str:
    if not file.is_file():
        raise InputError(file.name or "FILE=", "no such file", "a file of the publisher's", "give its path")
    checksum = compute_file_checksum(file)
    raw_folder.refuse_mistaken_file(source, file, checksum)
    return checksum


def _store_listed_file(settings: Settings, progress: Progress, source: Source, extract: Extract, file: Path) -> None:
    """Report that a file is adopted already, and bring its bytes in where they are missing."""
    held = [(raw.extract.name, raw.extract.period) for raw in find_published_files(settings, source)]
    if (extract.name, extract.period) not in held:
        store_adopted_file(settings, source, extract, file)
        progress.say(f"{source.name} {extract.period}: listed already; its bytes are in the raw folder now")
        return
    progress.say(f"{source.name} {extract.period}: {file.name} is adopted already; nothing was changed")


def _choose_form(source: Source, file: Path, held: Sequence[raw_folder.RawFile]) -> FittedForm:
    """Choose the file of before that the new one continues: the likest in headings, then in name, then in words."""
    forms = fit_file_to_forms(source, file)
    best = [form for form in forms if form.known == forms[0].known]
    names = [compare_names(form.name, file.name) for form in best]
    if len(best) == 1 or max(names) >= SAME_NAME:
        return best[0]
    return max(best, key=lambda form: (_count_shared_words(form, file, held), form.period))


def _count_shared_words(form: FittedForm, file: Path, held: Sequence[raw_folder.RawFile]) -> int:
    """Count the words (of an indicator, a group) that the new file shares with a file of before; codes are no words."""
    from fairer_stockton.ingest.extracts import read_extract

    fitted = form.entries[0]
    earlier = next((raw for raw in held if (raw.extract.name, raw.extract.period) == (form.name, form.period)), None)
    if earlier is None:
        return 0
    words = [column.name for column in fitted.entry.columns if column.kind == "text" and column.name[-2:] != "cd"]
    old = read_extract(earlier.path, earlier.extract)
    new = read_extract(file, fitted.make_extract(file, form.period, "", ""))
    return sum(len({*old[name].unique().to_pylist()} & {*new[name].unique().to_pylist()} - {None}) for name in words)


def _recognise_period(
    source: Source, form: FittedForm, file: Path, earlier: FittedForm | None, said_period: str
) -> RecognisedPeriod:
    if said_period:
        reading = read_period(said_period, [extract.period for extract in source.extracts])
        if not reading.period:
            raise CatalogueError(
                source=source.name,
                period=repr(said_period),
                found="a period of another form than the source's",
                expected=f"a period as {form.period}",
                remedy=f"write it as in PERIOD={form.period}",
            )
        return RecognisedPeriod(reading.period, ("PERIOD=",))
    return recognise_period(
        form, file, [title for fitted in earlier.entries for title in fitted.titles] if earlier else []
    )


def _fit_earlier_file(source: Source, form: FittedForm, held: Sequence[raw_folder.RawFile]) -> FittedForm | None:
    """Return where the file of before has its titles and headings itself; None where it is not held."""
    entries = tuple(fitted.entry for fitted in form.entries)
    paths = [raw.path for raw in held if (raw.extract.name, raw.extract.period) == (form.name, form.period)]
    with suppress(InputError):
        return fit_file_to_forms(replace(source, extracts=entries), paths[0])[0] if paths else None
    return None


def _settle_period(
    source: Source, form: FittedForm, recognised: RecognisedPeriod, change: StagedChange
) -> RecognisedPeriod:
    """Return the period of the entry, where the rows say their own: as many years on as its latest rows are.

    Raises:
        CatalogueError: the rows take their period from the entry, and nothing shows which it is.
    """
    tried = recognised.period or form.period
    periods = {str(period) for period in change.new["period"].dropna()}
    if periods == {tried} or periods == {tried.replace("-", "/")}:
        if recognised.period:
            return recognised
        raise CatalogueError(
            source=source.name,
            period="not clear" if not recognised.rivals else f"{' or '.join(recognised.rivals)}?",
            found=f"no year in the name, sheet, headings or titles where {form.name} has that of {form.period}",
            remedy=f"say which it is, as in PERIOD={form.period}",
        )
    if recognised.period and recognised.shown_by != (NAME,):
        return recognised
    if change.before is not None:
        latest = [max(map(read_last_year, table["period"].dropna())) for table in (change.before, change.new)]
        if latest[0] == read_last_year(form.period) and latest[1] > latest[0]:
            return RecognisedPeriod(move_period(form.period, latest[1] - latest[0]), ("its latest rows",))
    return recognised if recognised.period else RecognisedPeriod(form.period, ("the file it follows",))


def _make_extracts(source: Source, form: FittedForm, file: Path, period: str, checksum: str, url: str) -> list[Extract]:
    """Return the new entries; without an address that of the file of the same name, else the publisher's page."""
    like = form.entries[0].entry
    # An address of last year's own file is not that of this year's: only the same name can lie at the same place.
    same = like.name == file.name.removesuffix(".gz") or like.url == source.page
    # An answer that is put together from a publisher's has no address of its own: that of the query serves every year.
    address = like.url if not like.way.has_publishers_bytes else url or (like.url if same else source.page)
    return [fitted.make_extract(file, period, checksum, address) for fitted in form.entries]


def _write_all(settings: Settings, proposal: Proposal) -> None:
    """Write the entries and store the bytes: the definition last, and by one step, so that a failure leaves it."""
    source, extracts, change = proposal.source, proposal.extracts, proposal.change
    path = find_file_to_write(settings, source)
    pairs = [(fitted.entry, extract) for fitted, extract in zip(proposal.form.entries, extracts, strict=True)]
    with write_definition(settings, source, path, pairs, change.replaced):
        store_adopted_file(settings, source, extracts[0], proposal.file, change.replaced)
