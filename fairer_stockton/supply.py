"""Supply: an extract of the council's own into the raw folder, once it has been read as its contract says."""

import difflib
import importlib
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fairer_stockton import placing, raw
from fairer_stockton.codebooks import codebook_files
from fairer_stockton.errors import CatalogueError, InputError
from fairer_stockton.fingerprints import file_sum
from fairer_stockton.periods import read_period
from fairer_stockton.progress import Progress
from fairer_stockton.settings import Settings
from fairer_stockton.sources import Extract, Source, load_sources

SUFFIXES = (".csv", ".xlsx")


def supply(settings: Settings, progress: Progress, name: str, period: str, file: Path) -> None:
    """Check one file and place it whole, or leave everything as it was.

    Args:
        settings: where the raw folder is.
        progress: what is told.
        name: a source that the council supplies.
        period: one that the source's TOML lists; 2024/25 and "2021 to 2025" are taken for 2024-25 and 2021-2025.
        file: a .csv or .xlsx of any name.

    Raises:
        CatalogueError: no such source, or it does not list the period.
        InputError: the file is not there, holds direct identifiers, or does not keep to the source's contract.
    """
    source, extract = find_extract(name, period)
    total = _sum(file)
    _check(source, extract, file)
    place(settings, source, extract, file, total)
    progress.say(f"supplied {source.name} {extract.period}")


def find_extract(name: str, period: str) -> tuple[Source, Extract]:
    """Find the source and the entry of a period, or say what to add."""
    source = _find_source(name)
    periods = [extract.period for extract in source.extracts]
    reading = read_period(period, periods)
    if reading.listed:
        return source, source.extracts[periods.index(reading.period)]
    raise CatalogueError(
        f"source    {name}\nperiod    {period!r}\n"
        + (_entry_to_add(source, reading.period) if reading.period else _meant(source, period, reading.meant))
    )


def _find_source(name: str) -> Source:
    supplied = {source.name: source for source in load_sources().values() if source.supplied}
    if name in supplied:
        return supplied[name]
    near = difflib.get_close_matches(re.sub(r"\W+", "_", name.lower()), supplied, n=1, cutoff=0.5)
    raise CatalogueError(
        f"source    {name!r}\nfound     no source of this name that the council supplies"
        + (f"; did you mean {near[0]}?" if near else "")
        + f"\nexpected  one of {', '.join(supplied)}\nto do     name it as in SOURCE={(near or [*supplied])[0]}"
    )


def _meant(source: Source, period: str, meant: Sequence[str]) -> str:
    others = f" ({period} can also be {' or '.join(meant[1:])})" if meant[1:] else ""
    return (
        "found     no such period"
        + (f"; did you mean {meant[0]}?{others}" if meant else "")
        + f"\nexpected  one of {_listed(source)}\nto do     name it as in PERIOD={meant[0] if meant else source.extracts[-1].period}"
    )


def _listed(source: Source) -> str:
    return ", ".join(extract.period for extract in source.extracts)


def _entry_to_add(source: Source, period: str) -> str:
    """Say which lines a new period needs in the source's file, and that a survey's wave needs a codebook."""
    codebook = f"{source.name}/{period}.toml"
    also = f"\nand write fairer_stockton/codebooks/{codebook}, like those beside it\n"
    return (
        f"found     a period that its file does not list yet (there is {_listed(source)})\n"
        f"to do     add to fairer_stockton/sources/{source.name}.toml:\n\n"
        f'[[file]]\nname   = "{source.name}_{period}.csv"\nperiod = "{period}"\n'
        + (also if codebook_files(source.name) else "")
    )


def _sum(file: Path) -> str:
    if not file.is_file():
        raise InputError(file.name, "no such file", "a .csv or .xlsx file", "give its path, as FILE=folder/name.csv")
    if file.suffix.lower() not in SUFFIXES:
        raise InputError(
            file.name, f"the ending {file.suffix!r}", " or ".join(SUFFIXES), "save it in one of these forms"
        )
    return file_sum(file)


def _check(source: Source, extract: Extract, file: Path) -> None:
    """Stage the file by itself, away from everything, and hold each row to the source's contract."""
    import pandera.errors
    from pyarrow import parquet

    from fairer_stockton.staging import stage
    from fairer_stockton.validation import list_faults, read_staged, say_found

    staged = stage(source, [raw.RawFile(extract, file, synthetic=False)])
    with tempfile.TemporaryDirectory() as folder:
        alone = Settings(processed=Path(folder))
        alone.staged.mkdir()
        parquet.write_table(staged, alone.staged / f"{source.name}.parquet")
        rows = read_staged(alone, source.name)
    try:
        importlib.import_module(f"schemas.staged.{source.name}").Staged.validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as breach:
        faults = list_faults(rows, breach.failure_cases, private=True)
        first = faults[0]
        raise InputError(
            file=file.name,
            row=first["row"] if first["row"] != "" else None,
            column=first["column"] or None,
            found=say_found(first) + (f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""),
            expected=first["expected"],
            remedy=f"correct the file; docs/extracts/{source.name}.md says what each column holds",
        ) from None


def place(settings: Settings, source: Source, extract: Extract, file: Path, total: str) -> None:
    """Put the checked bytes and their provenance in place of what was there, by one renaming."""
    folder = settings.raw / source.name / extract.period
    unfinished = placing.begin(folder)
    stored = Path(extract.name).with_suffix(file.suffix.lower()).name
    shutil.copyfile(file, unfinished / stored)
    if file_sum(unfinished / stored) != total:
        shutil.rmtree(unfinished)
        raise InputError(file.name, "a file that changed while it was read", "a file at rest", "close it and try again")
    facts = {"source": source.name, "title": source.title, "publisher": source.publisher, "licence": source.licence}
    entry = {"name": extract.name, "stored": stored, "sha256": total, "origin": f"supplied: {file.name}"}
    placing.put_in_force(unfinished, folder, {**facts, "synthetic": False, "files": [entry]})
