"""A document as PDF: tagged for screen readers (PDF/UA-1), with bookmarks, and the same bytes for the same document."""

import json
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from fairer_stockton.report.pages.render import TEMPLATES
from fairer_stockton.report.papers.document import Document
from fairer_stockton.report.papers.look import COLOURS_OF_PAPERS, PDF_LARGE_TEXT, PDF_TEXT, TYPE_SCALE
from fairer_stockton.report.words.figures import SAMPLE_WORDS


class FoldersRead(TypedDict):
    """What the typesetter may read: an edition's folder, and fonts of ours alone."""

    root: str
    font_paths: list[str]
    ignore_system_fonts: bool


TEMPLATE = TEMPLATES / "document.typ"
PAGES_OF_TARGETS = "<pages-of-targets>"  # as the template calls the list of them
CAVEATS_TITLE = "About this data"


def write_pdf(document: Document, folder: Path, file_name: str) -> None:
    """Write a document into an edition's folder, in which its pictures are."""
    (folder / file_name).write_bytes(make_pdf(document, folder))


def make_pdf(document: Document, folder: Path) -> bytes:
    """Return the PDF; the typesetter refuses a picture without words for those who do not see it."""
    return bytes(
        typeset_template(
            prepare_template_content(document), folder, format="pdf", pdf_standards=["ua-1"], timestamp=document.created
        )
    )


def typeset_template(content: dict[str, Any], folder: Path, template: Path = TEMPLATE, **options: Any) -> Any:
    """Return a template set with its content, in the fonts that come with the software and no others."""
    import typst

    filled = {"given": json.dumps(content, ensure_ascii=False)}
    return typst.compile(template.read_bytes(), sys_inputs=filled, **_name_folders(folder), **options)


def _name_folders(folder: Path) -> FoldersRead:
    return FoldersRead(root=str(folder.resolve()), font_paths=[_find_font_folder()], ignore_system_fonts=True)


def convert_pages_to_list(pages: bytes | list[bytes]) -> list[bytes]:
    """Return pages as a list: the typesetter returns bytes alone where there is one page."""
    return pages if isinstance(pages, list) else [pages]


@cache
def _find_font_folder() -> str:
    """Return the folder of the font that pictures are lettered in."""
    # From the plotting library, so that papers and pictures are set in the same letters on every machine.
    import matplotlib as mpl

    return str(Path(mpl.get_data_path()) / "fonts" / "ttf")


def prepare_template_content(document: Document) -> dict[str, Any]:
    """Return what the template of papers is filled with."""
    return {
        **document.as_json(),
        "looks": {**COLOURS_OF_PAPERS, "brand": document.heading_colour or COLOURS_OF_PAPERS["brand"]},
        "scale": TYPE_SCALE,
        "size": PDF_LARGE_TEXT if document.large else PDF_TEXT,
        "words": {"officers": document.writers, "sample": SAMPLE_WORDS, "caveats": CAVEATS_TITLE},
    }


def find_pages_of_targets(document: Document, folder: Path) -> dict[str, int]:
    """Return the page of the PDF that each labelled heading, table and picture is on."""
    import typst

    # The typesetter's own types want the root to be bytes here too, and it takes a path.
    folders: Any = _name_folders(folder)
    filled = {"given": json.dumps(prepare_template_content(document), ensure_ascii=False)}
    answer = typst.query(TEMPLATE.read_bytes(), PAGES_OF_TARGETS, sys_inputs=filled, **folders)
    return dict(json.loads(answer)[0]["value"])
