"""The files of a pack: a page, a PDF, a Word file or a text, its figures and its manifest, whole or not at all."""

import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from itertools import chain, count
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.cells import write_cells
from fairer_stockton.editions.manifests import MANIFEST, read_manifest
from fairer_stockton.report.drawing import PictureToDraw, write_pictures
from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.report.manifest import make_edition_output
from fairer_stockton.report.pages.look import write_look
from fairer_stockton.report.pages.render import make_template_environment
from fairer_stockton.report.papers.document import Block, Document, number_captions
from fairer_stockton.report.papers.pdf import write_pdf
from fairer_stockton.report.papers.word import write_docx
from fairer_stockton.report.rows import DIGITS, Amount
from fairer_stockton.run.errors import CatalogueError, ValidationError
from fairer_stockton.run.fingerprints import compute_file_checksum, read_json, read_stamp
from fairer_stockton.run.progress import Progress
from fairer_stockton.uses.packs.figures import PackFigure
from fairer_stockton.uses.packs.plain_text import write_as_text

PAGE, FIGURES = "index.html", "figures.csv"
CHARTS = "charts"  # the folder of a pack's pictures
LONGEST_NAME = 60  # of a pack's folder


@dataclass(frozen=True)
class Pack:
    """A document with what goes beside it.

    Attributes:
        kind: the folder of its kind, among the reports.
        name: that of its own folder.
        document: what it says.
        files: the forms that it has besides a page: `.pdf`, `.docx` or `.txt`, each with what it is for.
        asked: what it was made for, as its manifest records it.
        figures: those that it shows, as rows.
        pictures: those that its document shows.
        rests_on: what it reads besides the edition, by name, each with its sums.
    """

    kind: str
    name: str
    document: Document
    files: Mapping[str, str]
    asked: Mapping[str, Any] = field(default_factory=dict)
    figures: Sequence[Amount] = ()
    pictures: Sequence[PictureToDraw] = ()
    rests_on: Mapping[str, Any] = field(default_factory=dict)


def make_document(edition: Edition, title: str, kicker: str, blocks: Iterable[Block], lead: str = "") -> Document:
    """Return a pack's document, its captions numbered, with what all documents of an edition bear."""
    return Document(
        title=title,
        kicker=kicker,
        lead=lead,
        stamp=edition.stamp,
        author=edition.council.contact,
        created=edition.created,
        heading_colour=edition.look.heading,
        blocks=number_captions(tuple(blocks)),
    )


def load_published_edition(settings: Settings) -> Edition:
    """Return the edition that is published, without what it hides.

    Raises:
        ValidationError: there is none, or its figures are not those of the results.
    """
    if not make_edition_output(settings).is_current():
        raise ValidationError(
            edition=settings.edition,
            found="no report of it that is made from the results as they are",
            expected="a report, whose figures this can share",
            remedy="run `make report`, then this again",
        )
    return load_edition(settings).copy_without_suppressed_numbers()


def describe_open_tables(staged: Path, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return of each staged table its own sum, and the name, period and sum of each published file in it."""
    stamps = {name: read_stamp(staged / f"{name}.parquet") for name in names}
    return {
        name: {
            "sha256": stamp.get("output", ""),
            "inputs": [
                {"file": file, "period": period, "sha256": checksum}
                for file, period, checksum, *_ in stamp.get("inputs", ())
            ],
        }
        for name, stamp in stamps.items()
    }


def refuse_another_council(edition: Edition, file_name: str, what: str) -> None:
    """Refuse what a council declares for itself alone, in the edition of another.

    Raises:
        CatalogueError: the edition is of another council.
    """
    if not edition.at_home:
        raise CatalogueError(
            file=file_name,
            found=f"an edition of {edition.borough_name} (AUTHORITY={edition.authority})",
            expected=f"one of {edition.council.name}: its {what} are its own alone",
            remedy="leave AUTHORITY= (FAIRER_AUTHORITY) away, or make a folder of that council's own (COUNCIL=)",
        )


def write_pack(settings: Settings, edition: Edition, pack: Pack, progress: Progress) -> Path:
    """Write a pack beside the editions and return its page.

    The one that was made of the same before goes once this one is whole, but not where somebody has written in it.
    """
    folder = _choose_folder(settings.reports / pack.kind, pack)
    if folder.name != pack.name:
        progress.say(
            f"{pack.name} stays as it is: it is of something else, or was written in; the new one is {folder.name}"
        )
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    write_look(edition, unfinished)
    if pack.pictures:
        write_pictures(pack.pictures, unfinished / CHARTS, edition.stamp, progress)
    writers = {".pdf": write_pdf, ".docx": write_docx, ".txt": _write_text}
    for name in pack.files:
        if name != FIGURES:
            writers[Path(name).suffix](pack.document, unfinished, name)
    if FIGURES in pack.files:
        _write_figures(pack.figures, unfinished / FIGURES)
    (unfinished / PAGE).write_text(_make_page(settings, edition, pack), encoding="utf-8", newline="\n")
    _write_manifest(settings, edition, pack, unfinished)
    shutil.rmtree(folder, ignore_errors=True)
    return unfinished.rename(folder) / PAGE


def _choose_folder(kind_folder: Path, pack: Pack) -> Path:
    """Return the first folder of a pack's name that is free, or holds what was made of the same and nothing else."""
    endings = chain([""], (f"-{number}" for number in count(2)))
    folders = (kind_folder / f"{pack.name}{ending}" for ending in endings)
    return next(folder for folder in folders if not folder.exists() or _is_untouched(folder, pack))


def _is_untouched(folder: Path, pack: Pack) -> bool:
    """Return whether a folder is of the same question, and every file in it is still as it was written."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    manifest = read_json(folder / MANIFEST)
    sums = {name: total for name, total in _compute_checksums(folder).items() if name != MANIFEST}
    return manifest.get("asked") == json.loads(json.dumps(pack.asked)) and manifest.get("outputs") == sums


def _compute_checksums(folder: Path) -> dict[str, str]:
    """Return the sum of each file of a pack, those of its pictures by folder and name; a folder in it has none."""
    paths = sorted(path for path in folder.rglob("*") if path.name != CHARTS)
    return {
        path.relative_to(folder).as_posix(): compute_file_checksum(path) if path.is_file() else "" for path in paths
    }


def name_folder(title: str, edition_name: str) -> str:
    """Return the name of a pack's folder: its title in small letters, and its edition."""
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold())[:LONGEST_NAME].strip("-")
    return f"{words or 'decision'}-{edition_name}"


def _make_page(settings: Settings, edition: Edition, pack: Pack) -> str:
    return (
        make_template_environment()
        .get_template("pack.html.j2")
        .render(
            edition=edition,
            stamp=edition.stamp,
            document=pack.document,
            officers=pack.document.writers,
            split_at_pages=lambda text: _split_at_pages(text, f"../../{settings.edition}/"),
            report=f"../../{settings.edition}/index.html",
            files=pack.files,
        )
    )


def _split_at_pages(text: str, folder: str) -> list[tuple[str, str]]:
    """Return a text in parts, each with the address of the report's page that it names, or nothing."""
    parts = re.split(r"([A-Za-z0-9-]+\.html)\b", text)
    return [(part, f"{folder}{part}" if place % 2 else "") for place, part in enumerate(parts)]


def _write_text(document: Document, folder: Path, file_name: str) -> None:
    (folder / file_name).write_text(write_as_text(document), encoding="utf-8", newline="\n")


def _write_figures(figures: Sequence[Amount], path: Path) -> None:
    """Write every figure of the pack as a row, with what it is compared with and its sources."""
    import pandas as pd

    columns = [column.name for column in fields(figures[0] if figures else PackFigure)]
    table = pd.DataFrame([asdict(figure) for figure in figures], columns=columns)
    write_cells(table).to_csv(path, index=False, lineterminator="\n", encoding="utf-8-sig", float_format=DIGITS)


def _write_manifest(settings: Settings, edition: Edition, pack: Pack, folder: Path) -> None:
    """Record which edition the figures are of, what was asked, and the sum of every other file."""
    manifest = {
        "edition": settings.edition,
        "authority": settings.authority,
        "content": read_manifest(settings.reports / settings.edition)["content"],
        "synthetic": edition.synthetic,
        "asked": pack.asked,
        **({"rests_on": pack.rests_on} if pack.rests_on else {}),
        "outputs": _compute_checksums(folder),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
