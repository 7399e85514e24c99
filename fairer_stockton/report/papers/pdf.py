"""A document as PDF: tagged for screen readers (PDF/UA-1), with bookmarks, and the same bytes for the same document."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from fairer_stockton.report.charts.style import COLOURS, INK, QUIET, RULE, STAMPED
from fairer_stockton.report.pages.render import TEMPLATES
from fairer_stockton.report.papers.document import FOR_OFFICERS, Document
from fairer_stockton.report.tables.workbook import FIXED_TIME
from fairer_stockton.report.words.figures import SAMPLE_WORDS

TEMPLATE = TEMPLATES / "document.typ"
LOOK = {"brand": COLOURS["borough"], "ink": INK, "quiet": QUIET, "rule": RULE, "stamp": STAMPED, "wash": "#f4f6f8"}


def write_pdf(document: Document, folder: Path, file_name: str) -> None:
    """Write a document into an edition's folder, in which its pictures are."""
    (folder / file_name).write_bytes(make_pdf(document, folder))


def make_pdf(document: Document, folder: Path) -> bytes:
    """Return the PDF; the typesetter refuses a picture without words for those who do not see it."""
    return bytes(
        typeset_template(
            prepare_template_content(document), folder, format="pdf", pdf_standards=["ua-1"], timestamp=FIXED_TIME
        )
    )


def typeset_template(content: dict[str, Any], folder: Path, template: Path = TEMPLATE, **options: Any) -> Any:
    """Return a template set with its content, in the fonts that come with the software and no others."""
    import typst

    return typst.compile(
        template.read_bytes(),
        root=str(folder.resolve()),
        font_paths=[_find_font_folder()],
        ignore_system_fonts=True,
        sys_inputs={"given": json.dumps(content, ensure_ascii=False)},
        **options,
    )


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
    words = {"officers": FOR_OFFICERS, "sample": SAMPLE_WORDS}
    looks = {**LOOK, "brand": document.heading_colour or LOOK["brand"]}
    return {**document.as_json(), "looks": looks, "words": words}
