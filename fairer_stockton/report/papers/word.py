"""A document as a Word file that officers can go on writing in: real headings, tables, lists and described pictures.

Its contents, captions and cross-references are fields: Word brings them up to date when the file is opened, since what
officers write moves the pages. Until then they show the pages of the PDF.
"""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.pages.render import TEMPLATES
from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    Contents,
    DefinitionList,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Sheet,
    SideBySide,
    SpaceToFillIn,
    TableWithWidths,
    write_caption_number,
)
from fairer_stockton.report.papers.pdf import (
    CAVEATS_TITLE,
    convert_pages_to_list,
    find_pages_of_targets,
    typeset_template,
)
from fairer_stockton.report.papers.word_fields import (
    add_bookmark,
    add_field,
    ask_to_update_fields,
    write_contents,
    write_page_number,
)
from fairer_stockton.report.papers.word_styles import make_empty_word_file, mark_header_row
from fairer_stockton.report.words.figures import SAMPLE_WORDS

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph

PICTURES = TEMPLATES / "pictures.typ"
DOTS_PER_INCH = 150
TEXT_WIDTH = 17.0  # centimetres
SHEET_PICTURES = 0.75  # of their height in the PDF: Word does not fit a page as the typesetter does
PARAGRAPH_STYLES = {"plain": "Normal", "finding": "Finding", "lead": "Subtitle", "note": "Note"}
LIST_STYLES = {"plain": "List Bullet", "note": "Note Bullet"}


def write_docx(document: Document, folder: Path, file_name: str) -> None:
    """Write a document into an edition's folder, in which its pictures are."""
    writer = WordWriter(document, render_pictures_as_png(document, folder), find_pages_of_targets(document, folder))
    writer.write_front_matter()
    for block in document.blocks:
        writer.write_block(block)
    packed = io.BytesIO()
    writer.file.save(packed)
    (folder / file_name).write_bytes(set_times_in_zip(packed.getvalue(), document.created))


def render_pictures_as_png(document: Document, folder: Path) -> Mapping[str, bytes]:
    """Return each picture as PNG, by its file's name: the writer of Word files takes no SVG."""
    stems = list(dict.fromkeys(picture.stem for picture in document.pictures))
    if not stems:
        return {}
    images = typeset_template({"stems": stems}, folder, PICTURES, format="png", ppi=DOTS_PER_INCH)
    return dict(zip(stems, convert_pages_to_list(images), strict=True))


class WordWriter:
    """A Word file as it is written, block by block.

    Args:
        document: what is written.
        images_by_stem: each picture as PNG, by its file's name.
        pages_by_label: the page that each label is on, until Word finds it.
    """

    def __init__(
        self, document: Document, images_by_stem: Mapping[str, bytes], pages_by_label: Mapping[str, int]
    ) -> None:
        self.document = document
        self.file = make_empty_word_file(document.title, document.author, document.created, document.heading_colour)
        self._images_by_stem = images_by_stem
        self._pages_by_label = pages_by_label
        self._starts_page = False  # whether the next heading begins a page
        self._is_in_sheet = False
        self._style_ids: dict[str, str | None] = {"Normal": None}  # which is what a paragraph without a style has
        self._writers: Mapping[Any, Callable[[Any], None]] = {
            Heading: self._write_heading,
            Paragraph: self._write_paragraph,
            BulletList: self._write_bullet_list,
            DefinitionList: self._write_definition_list,
            TableWithWidths: self._write_table_with_widths,
            Picture: self._write_picture,
            SpaceToFillIn: lambda block: self._write_spaces((block,)),
            SideBySide: self._write_side_by_side,
            Contents: self._write_contents,
            PageBreak: self._write_page_break,
            Sheet: self._write_sheet,
        }

    def write_front_matter(self) -> None:
        """Write what stands before the blocks, and on every page."""
        document, section = self.document, self.file.sections[0]
        section.header.paragraphs[0].style = "Stamp"
        section.header.paragraphs[0].text = document.stamp
        write_page_number(section.footer.paragraphs[0], document.title)
        ask_to_update_fields(self.file)
        self._add_paragraph(document.kicker, style="Note")
        self._add_paragraph(document.title, style="Title")
        if document.lead:
            self._add_paragraph(document.lead, style="Subtitle")
        if document.stamp:
            self._add_paragraph(f"{document.stamp}. {SAMPLE_WORDS}", style="Stamp")

    def write_block(self, block: Block) -> None:
        """Write a block, and those within it."""
        self._writers[type(block)](block)

    def _add_paragraph(self, text: str = "", *, style: str) -> "WordParagraph":
        """Add a paragraph in a style by the style's id: its name would be looked up, and the default with it."""
        paragraph = self.file.add_paragraph(text)
        if style not in self._style_ids:
            self._style_ids[style] = str(self.file.styles[style].style_id)
        paragraph._p.style = self._style_ids[style]
        return paragraph

    def _write_heading(self, block: Heading) -> None:
        paragraph = self._add_paragraph(style=f"Heading {block.level}")
        add_bookmark(paragraph, block.label, lambda: paragraph.add_run(block.text))
        # A break of its own would leave an empty page behind a page that is full.
        paragraph.paragraph_format.page_break_before = True if self._starts_page else None
        self._starts_page = False

    def _write_paragraph(self, block: Paragraph) -> None:
        paragraph = self._add_paragraph(block.text, style=self._choose_style(block.look))
        for position, label in enumerate(block.see):
            paragraph.add_run("; " if position else " see ")
            self._add_reference(paragraph, label)
        if block.see:
            paragraph.add_run(".")

    def _choose_style(self, look: str) -> str:
        return "Sheet Note" if look == "note" and self._is_in_sheet else PARAGRAPH_STYLES[look]

    def _add_reference(self, paragraph: "WordParagraph", label: str) -> None:
        """Add the words of a target, which lead there, and the page that it is on."""
        add_field(paragraph, f"REF {label}", self.document.targets[label])
        paragraph.add_run(" (page ")
        add_field(paragraph, f"PAGEREF {label}", str(self._pages_by_label[label]))
        paragraph.add_run(")")

    def _write_bullet_list(self, block: BulletList) -> None:
        for sentence in block.items:
            self._add_paragraph(sentence, style=LIST_STYLES[block.look])

    def _write_definition_list(self, block: DefinitionList) -> None:
        self._write_terms(block.items, LIST_STYLES[block.look])

    def _write_terms(self, terms: Sequence[tuple[str, str]], style: str) -> None:
        for name, words in terms:
            paragraph = self._add_paragraph(style=style)
            paragraph.add_run(f"{name}:").bold = True
            paragraph.add_run(f" {words}")

    def _write_side_by_side(self, block: SideBySide) -> None:
        spaces = tuple(inner for inner in block.columns if isinstance(inner, SpaceToFillIn))
        if spaces == block.columns:
            self._write_spaces(spaces)
        else:
            for inner in block.columns:
                self.write_block(inner)

    def _write_spaces(self, spaces: Sequence[SpaceToFillIn]) -> None:
        """Leave marked spaces next to each other: a table, whose cells grow with what is written into them."""
        from docx.shared import Cm

        table = self.file.add_table(rows=2, cols=len(spaces), style="Table Grid")
        for column, space in enumerate(spaces):
            label, blank = (table.cell(row, column).paragraphs[0] for row in (0, 1))
            label.style = blank.style = "Note"
            label.add_run(space.label).bold = True
            blank.text = self.document.writers
        table.rows[1].height = Cm(0.6 * max(space.lines for space in spaces))
        self._write_gap_below_table()

    def _write_gap_below_table(self) -> None:
        """Write an empty line, without which two tables that follow each other would become one."""
        self._add_paragraph(style="Gap")

    def _write_contents(self, block: Contents) -> None:
        self._write_heading_outside_contents(block.title)
        listed = [heading for heading in self.document.headings if heading.level <= 2 and heading.label]
        write_contents(self.file, listed, self._pages_by_label)

    def _write_heading_outside_contents(self, text: str) -> None:
        paragraph = self._add_paragraph(text, style="Contents Heading")
        paragraph.paragraph_format.page_break_before = True if self._starts_page else None
        self._starts_page = False

    def _write_page_break(self, block: PageBreak) -> None:
        self._starts_page = True

    def _write_sheet(self, block: Sheet) -> None:
        self._is_in_sheet = True
        for inner in block.blocks:
            self.write_block(inner)
        self._is_in_sheet, self._starts_page = False, True

    def _write_table_with_widths(self, block: TableWithWidths) -> None:
        """Write a table whose header row is marked, and repeated on each page that it runs over."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm

        shown = block.table
        self._write_caption(block, shown.caption)
        table = self.file.add_table(rows=1 + len(shown.rows), cols=len(shown.header), style="Figures")
        table.autofit = False
        # By its id in every cell too, for the same reason as a paragraph's.
        look = self.file.styles["Sheet Cell" if self._is_in_sheet else "Cell"].style_id
        parts = block.widths or (1.0,) * len(shown.header)
        for column, part in enumerate(parts):
            table.columns[column].width = Cm(TEXT_WIDTH * part / sum(parts))
        for line, row in zip((shown.header, *shown.rows), table.rows, strict=True):
            for column, (text, cell) in enumerate(zip(line, row.cells, strict=True)):
                cell.width = table.columns[column].width
                (paragraph,) = cell.paragraphs
                paragraph._p.style = look
                _write_cell(paragraph, text, line is shown.header, column in block.strong)
                # A header must not be left alone at the foot of a page.
                if line is shown.header:
                    paragraph.paragraph_format.keep_with_next = True
                if column in shown.numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        mark_header_row(table)
        self._write_gap_below_table()

    def _write_caption(self, block: TableWithWidths | Picture, words: str) -> None:
        paragraph = self._add_paragraph(style="Caption")
        number = write_caption_number(block)
        if number:
            kind = number.split()[0]

            def write_number() -> None:
                paragraph.add_run(f"{kind} ")
                add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(block.number))

            add_bookmark(paragraph, block.label, write_number)
            paragraph.add_run(". ")
        paragraph.add_run(words)

    def _write_picture(self, block: Picture) -> None:
        from docx.shared import Cm

        self._write_caption(block, block.caption)
        shape = self.file.add_picture(io.BytesIO(self._images_by_stem[block.stem]), width=Cm(TEXT_WIDTH))
        tallest = Cm(block.tallest * (SHEET_PICTURES if self._is_in_sheet else 1))
        if block.tallest and shape.height > tallest:
            shape.width, shape.height = int(shape.width * tallest / shape.height), tallest
        shape._inline.docPr.set("descr", block.alt)
        if block.note:
            self._add_paragraph(block.note, style=self._choose_style("note"))
        if block.caveats:
            paragraph = self._add_paragraph(style="Note")
            paragraph.add_run(CAVEATS_TITLE).bold = True
            paragraph.paragraph_format.keep_with_next = True
            self._write_terms(block.caveats, "Note Bullet")


def _write_cell(paragraph: "WordParagraph", text: str, is_header: bool, is_strong: bool) -> None:
    """Write a cell's lines: of a header all are bold, else the first where its column says so."""
    first, *others = text.split("\n")
    paragraph.add_run(first).bold = is_header or is_strong
    for line in others:
        run = paragraph.add_run()
        run.add_break()
        run.add_text(line)
        run.bold = is_header


def set_times_in_zip(zip_bytes: bytes, created: datetime) -> bytes:
    """Pack a file again with the document's time in place of the clock's: the same document gives the same bytes."""
    again, time = io.BytesIO(), created.timetuple()[:6]
    with zipfile.ZipFile(io.BytesIO(zip_bytes)) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, time), old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
