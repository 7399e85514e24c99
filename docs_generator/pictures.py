"""The pictures of docs/what-you-can-make.md, all of the sample edition: `python -m docs_generator.pictures` makes them.

The edition is the one that `make report` made, by the settings of the environment. Packs are written into a folder that
goes afterwards. A kind that is new in the page's table gets its picture there too.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from docs_generator.house import PROJECT
from docs_generator.page_picture import open_camera, save_in_few_colours
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.edition import Edition
from fairer_stockton.run.progress import Progress

DOCS = PROJECT / "docs"
PAGE = DOCS / "what-you-can-make.md"
EXAMPLES = DOCS / "examples"
SMALL, TALL = 414, 1760  # pixels: the width of a picture in the table, and the height of what it shows of a page
PAPER_WIDTH = 827
QUESTION = "life expectancy gap in Hardwick"
EARLIER = "2025"  # what the edition with which the bulletin compares is called


@dataclass(frozen=True)
class PagePicture:
    """A picture of a page: its file, the row of the table that it belongs to, and what it shows."""

    file: str
    row: str
    shows: str


PICTURES = (
    PagePicture("make-targeting.png", "Whom the target misses", "Whom targeting reaches"),
    PagePicture("make-one-page.png", "A place on one page", "A partnership on one page"),
    PagePicture("make-assessment.png", "An impact assessment", "An impact assessment"),
    PagePicture("make-audit.png", "A service audit", "A service audit"),
    PagePicture("make-partnership.png", "Packs for partnerships", "A partnership's pack"),
    PagePicture("make-bulletin.png", "A bulletin", "The bulletin"),
    PagePicture("make-targets.png", "Targets", "Whether targets are on track"),
    PagePicture("make-modelled.png", "Modelled, not measured", "What is modelled"),
    PagePicture("make-you-said.png", "You said, we did", "What residents said and what came of it"),
    PagePicture("make-evaluation.png", "Did it work?", "An evaluation"),
    PagePicture("make-ask.png", "An answer", "A question and its answer"),
    PagePicture("make-check.png", "A checked paper", "A paper with its figures marked"),
    PagePicture("make-national.png", "Every council in England", "Every council's headline gaps"),
)


def main() -> None:
    """Take every picture of the table anew."""
    from fairer_stockton.uses.packs.writing import load_published_edition

    settings = Settings.from_environment()
    edition, folder = load_published_edition(settings), (settings.reports / settings.edition).resolve()
    with TemporaryDirectory() as name:
        pages = dict(_list_pages(settings, edition, Path(name)))
        with open_camera(SMALL, TALL) as take_picture:
            for file, address in pages.items():
                take_picture(address, DOCS / "pictures" / file)
    with open_camera() as take_picture:
        take_picture((folder / "index.html").as_uri(), DOCS / "report.png")
    take_pictures_of_papers(folder)
    PAGE.write_text(show_pictures(PAGE.read_text(encoding="utf-8"), pages), encoding="utf-8")
    print("\n".join(f"no picture of {each.row}: there is no page of it" for each in PICTURES if each.file not in pages))


def _list_pages(settings: Settings, edition: Edition, made: Path) -> Iterator[tuple[str, str]]:
    """Yield each picture's file and the address of its page; what is not in the edition is written into a folder."""
    folder = (settings.reports / settings.edition).resolve()
    sheet = min(folder.glob("one-page-partnership-*.html"))
    yield "make-targeting.png", (folder / "targeting.html").as_uri()
    yield "make-one-page.png", sheet.as_uri()
    yield "make-ask.png", f"{(folder / 'ask.html').as_uri()}#q={quote(QUESTION)}"
    yield "make-check.png", write_checked_paper(settings, made).as_uri()
    for file, page in _write_packs(settings, edition, made):
        yield file, page.resolve().as_uri()
    national = settings.reports / "england" / "index.html"
    if national.is_file():  # it is of published extracts alone, which the sample has not
        yield "make-national.png", national.resolve().as_uri()


def _write_packs(settings: Settings, edition: Edition, made: Path) -> Iterator[tuple[str, Path]]:
    from fairer_stockton.definitions.decision_briefs import read_decision_brief
    from fairer_stockton.definitions.targets import load_targets
    from fairer_stockton.editions.published import PublishedEdition
    from fairer_stockton.uses.packs.assessment import Assessment
    from fairer_stockton.uses.packs.assessment_paper import make_assessment_pack
    from fairer_stockton.uses.packs.bulletin import Bulletin, make_bulletin_pack
    from fairer_stockton.uses.packs.chosen import find_what_is_named
    from fairer_stockton.uses.packs.earlier import ComparedEdition
    from fairer_stockton.uses.packs.partnerships import make_partnership_packs
    from fairer_stockton.uses.packs.targets import make_targets_pack, require_target_standings
    from fairer_stockton.uses.packs.writing import write_pack

    brief = read_decision_brief(EXAMPLES / "decision-brief.toml", "", "", "", "")
    targets = load_targets(EXAMPLES / "targets.toml", edition.definitions.measures)
    targeted = replace(edition, definitions=replace(edition.definitions, targets=targets))
    then = write_earlier_edition((settings.reports / settings.edition).resolve(), made / EARLIER)
    compared = ComparedEdition(PublishedEdition(then), edition.authority, EARLIER)
    packs = {
        "make-assessment.png": make_assessment_pack(Assessment(edition, find_what_is_named(edition, brief))),
        "make-partnership.png": next(iter(make_partnership_packs(edition))),
        "make-bulletin.png": make_bulletin_pack(Bulletin(edition, compared)),
        "make-targets.png": make_targets_pack(targeted, require_target_standings(targeted)),
    }
    elsewhere = replace(settings, reports=made)
    (made / settings.edition).symlink_to((settings.reports / settings.edition).resolve())  # whose manifest packs name
    for file, pack in packs.items():
        yield file, write_pack(elsewhere, edition, pack, Progress(quiet=True))
    yield from _run_recipes(elsewhere)


def _run_recipes(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Write the packs that rest on more than the edition, by their own commands; the sample allows no evaluation."""
    from fairer_stockton.pipelines.modelled import modelled
    from fairer_stockton.pipelines.service_audit import service_audit
    from fairer_stockton.pipelines.you_said import you_said

    quiet = Progress(quiet=True)
    service_audit(settings, quiet, audit=EXAMPLES / "service-audit.toml")
    modelled(settings, quiet)
    you_said(settings, quiet)
    for file, kind in (
        ("make-audit.png", "service-audits"),
        ("make-modelled.png", "modelled"),
        ("make-you-said.png", "you-said"),
    ):
        yield file, next((settings.reports / kind).glob("*/index.html"))


def write_earlier_edition(edition_folder: Path, folder: Path) -> Path:
    """Write an edition that lacks each measure's latest period, so that a bulletin on the sample has something new."""
    import pandas as pd

    shutil.copytree(edition_folder / "csv", folder / "csv")
    manifest = json.loads((edition_folder / "manifest.json").read_text(encoding="utf-8"))
    (folder / "manifest.json").write_text(json.dumps({**manifest, "edition": folder.name}), encoding="utf-8")
    for path in (folder / "csv").glob("*.csv"):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        if {"measure", "period"} <= {*rows}:
            periods = rows.groupby("measure")["period"]
            is_old = (rows["period"] != periods.transform("max")) | (periods.transform("nunique") == 1)
            rows[is_old].to_csv(path, index=False)
    return folder


def write_checked_paper(settings: Settings, made: Path) -> Path:
    """Write a paper that quotes one figure as it is and one that differs, check it, and return the marked copy."""
    from fairer_stockton.uses.answers.answering import load_answerer
    from fairer_stockton.uses.answers.checking import check_paper, summarise
    from fairer_stockton.uses.answers.marked_copy import choose_path_of_copy, write_marked_copy
    from fairer_stockton.uses.answers.papers import read_paper

    answerer, paper = load_answerer(settings), made / "Housing in our borough.txt"
    (cell,) = answerer.answer("fuel poverty").cells
    number = cell.number or 0.0
    paper.write_text(
        f"In {cell.period}, {number:.1f}% of households were in fuel poverty.\n\n"
        f"In {cell.period}, {number + 6:.1f}% of households were in fuel poverty.\n\n"
        "Overcrowding causes loneliness among 12% of people.\n",
        encoding="utf-8",
    )
    written = read_paper(paper)
    marks, copy = check_paper(written, answerer, []), choose_path_of_copy(paper)
    write_marked_copy(written, marks, summarise(marks, settings.edition, written.unread), copy)
    return copy


def take_pictures_of_papers(folder: Path) -> None:
    """Write the first pages of the Cabinet paper and of the residents' summary, by poppler's `pdftoppm`."""
    for number in range(1, 5):
        _take_picture_of_paper(folder / "annual-report.pdf", number, f"paper-{number}.png", PAPER_WIDTH)
    _take_picture_of_paper(folder / "residents-summary.pdf", 1, "make-residents.png", SMALL)


def _take_picture_of_paper(paper: Path, number: int, file: str, width: int) -> None:
    pages = ["-f", str(number), "-l", str(number), "-r", "150", "-png"]
    shot = subprocess.run(["pdftoppm", *pages, str(paper)], check=True, capture_output=True).stdout
    save_in_few_colours(shot, DOCS / "pictures" / file, width)


def show_pictures(text: str, taken: dict[str, str]) -> str:
    """Return the page with a picture in each row that has none yet and of which one was taken."""
    for each in PICTURES:
        if each.file in taken:
            shown = rf"| ![{each.shows}](pictures/{each.file}) | **{each.row}**"
            text = re.sub(rf"^\| \| \*\*{re.escape(each.row)}\*\*", shown, text, flags=re.MULTILINE)
    return text


if __name__ == "__main__":
    main()
