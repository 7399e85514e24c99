"""A document as a Word file that officers can go on writing in: real headings, tables, lists and described pictures."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.pages.render import TEMPLATES
from fairer_stockton.report.papers.document import (
    FOR_OFFICERS,
    Block,
    BulletList,
    DefinitionList,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    SpaceToFillIn,
    TableWithWidths,
)
from fairer_stockton.report.papers.pdf import convert_pages_to_list, typeset_template
from fairer_stockton.report.papers.word_styles import (
    make_empty_word_file,
    mark_header_row,
    write_page_number,
    write_table_of_contents,
)
from fairer_stockton.report.tables.open_document import ZIP_TIME
from fairer_stockton.report.words.figures import SAMPLE_WORDS

if TYPE_CHECKING:
    from docx.document import Document as File

PICTURES = TEMPLATES / "pictures.typ"
DOTS_PER_INCH = 150
TEXT_WIDTH = 16.5  # centimetres
PARAGRAPH_STYLES = {"plain": "Normal", "lead": "Subtitle", "note": "Note"}


def write_docx(document: Document, folder: Path, file_name: str) -> None:
    """Write a document into an edition's folder, in which its pictures are."""
    file = make_empty_word_file(document.title, document.author, document.heading_colour)
    _write_front_matter(file, document)
    drawn = render_pictures_as_png(document, folder)
    for block in document.blocks:
        _write_block(file, block, drawn)
    packed = io.BytesIO()
    file.save(packed)
    (folder / file_name).write_bytes(_remove_times_from_zip(packed.getvalue()))


def render_pictures_as_png(document: Document, folder: Path) -> Mapping[str, bytes]:
    """Return each picture as PNG, by its file's name: the writer of Word files takes no SVG."""
    stems = list(dict.fromkeys(picture.stem for picture in document.pictures))
    if not stems:
        return {}
    images = typeset_template({"stems": stems}, folder, PICTURES, format="png", ppi=DOTS_PER_INCH)
    return dict(zip(stems, convert_pages_to_list(images), strict=True))


def _write_front_matter(word_file: "File", document: Document) -> None:
    """Write what stands before the blocks, and on every page."""
    section = word_file.sections[0]
    section.header.paragraphs[0].style = "Stamp"
    section.header.paragraphs[0].text = document.stamp
    write_page_number(section.footer.paragraphs[0], document.title)
    word_file.add_paragraph(document.kicker, style="Note")
    word_file.add_paragraph(document.title, style="Title")
    if document.lead:
        word_file.add_paragraph(document.lead, style="Subtitle")
    if document.stamp:
        word_file.add_paragraph(f"{document.stamp}. {SAMPLE_WORDS}", style="Stamp")
    for blank in document.facts:
        _write_space_to_fill_in(word_file, blank)
    if document.contents:
        write_table_of_contents(word_file, [heading.text for heading in document.headings if heading.level == 1])


def _write_block(word_file: "File", block: Block, images_by_stem: Mapping[str, bytes]) -> None:
    if isinstance(block, Picture):
        _write_picture(word_file, block, images_by_stem[block.stem])
    else:
        WRITERS[type(block)](word_file, block)


def _write_heading(word_file: "File", block: Heading) -> None:
    word_file.add_heading(block.text, level=block.level)


def _write_paragraph(word_file: "File", block: Paragraph) -> None:
    word_file.add_paragraph(block.text, style=PARAGRAPH_STYLES[block.look])


def _write_bullet_list(word_file: "File", block: BulletList) -> None:
    for sentence in block.items:
        word_file.add_paragraph(sentence, style="List Bullet")


def _write_definition_list(word_file: "File", block: DefinitionList) -> None:
    for name, words in block.items:
        paragraph = word_file.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{name}:").bold = True
        paragraph.add_run(f" {words}")


def _write_page_break(word_file: "File", block: PageBreak) -> None:
    word_file.add_page_break()


def _write_space_to_fill_in(word_file: "File", block: SpaceToFillIn) -> None:
    """Leave a marked space: a table of one cell, which grows with what is written into it."""
    from docx.shared import Cm

    if block.label:
        word_file.add_paragraph(style="Caption").add_run(block.label)
    table = word_file.add_table(rows=1, cols=1, style="Table Grid")
    table.rows[0].height = Cm(0.7 * block.lines)
    paragraph = table.cell(0, 0).paragraphs[0]
    paragraph.style = "Note"
    paragraph.text = FOR_OFFICERS


def _write_table_with_widths(word_file: "File", block: TableWithWidths) -> None:
    """Write a table whose header row is marked, and repeated on each page that it runs over."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    shown = block.table
    word_file.add_paragraph(shown.caption, style="Caption")
    table = word_file.add_table(rows=1 + len(shown.rows), cols=len(shown.header), style="Figures")
    table.autofit = False
    look = word_file.styles[
        "Cell"
    ].style_id  # by its id, since a look-up of its name in every cell takes half of all time
    parts = block.widths or (1.0,) * len(shown.header)
    for column, part in enumerate(parts):
        table.columns[column].width = Cm(TEXT_WIDTH * part / sum(parts))
    for line, row in zip((shown.header, *shown.rows), table.rows, strict=True):
        for column, (text, cell) in enumerate(zip(line, row.cells, strict=True)):
            cell.width = table.columns[column].width
            (paragraph,) = cell.paragraphs
            paragraph._p.style = look
            paragraph.add_run(text).bold = line is shown.header
            # A header must not be left alone at the foot of a page.
            if line is shown.header:
                paragraph.paragraph_format.keep_with_next = True
            if column in shown.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    mark_header_row(table)
    word_file.add_paragraph(style="Note")


def _write_picture(word_file: "File", block: Picture, png: bytes) -> None:
    from docx.shared import Cm

    word_file.add_paragraph(block.caption, style="Caption")
    shape = word_file.add_picture(io.BytesIO(png), width=Cm(TEXT_WIDTH))
    shape._inline.docPr.set("descr", block.alt)
    if block.note:
        word_file.add_paragraph(block.note, style="Note")


WRITERS: Mapping[Any, Callable[["File", Any], None]] = {
    Heading: _write_heading,
    Paragraph: _write_paragraph,
    BulletList: _write_bullet_list,
    DefinitionList: _write_definition_list,
    TableWithWidths: _write_table_with_widths,
    SpaceToFillIn: _write_space_to_fill_in,
    PageBreak: _write_page_break,
}


def _remove_times_from_zip(zip_bytes: bytes) -> bytes:
    """Pack a file again without the time at which it was packed, so that the same document gives the same bytes."""
    again = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zip_bytes)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
