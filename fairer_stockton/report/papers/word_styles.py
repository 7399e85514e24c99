"""How a Word file looks: its styles, its language, its header row, its contents and its page numbers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.charts.style import COLOURS, INK, QUIET, RULE, STAMPED
from fairer_stockton.report.tables.workbook import FIXED_TIME

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.table import Table
    from docx.text.paragraph import Paragraph

FONT = "Arial"
HEADING_SIZES = {"Title": 24, "Heading 1": 16, "Heading 2": 12.5, "Heading 3": 11}
# Each style of our own: what it is based on, its size in points, its colour.
OWN_STYLES = {"Note": ("Normal", 9, QUIET), "Cell": ("Normal", 8.5, INK), "Stamp": ("Normal", 10, STAMPED)}


def make_empty_word_file(title: str, author: str, heading_colour: str = "") -> "File":
    """Make an empty A4 file with its styles, title and language; headings in the software's own colour unless said."""
    import docx
    from docx.shared import Cm

    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _set_styles(file, heading_colour or COLOURS["borough"])
    _set_properties(file, title, author)
    package = file.part.package
    # The default file carries a thumbnail of another document.
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[name]
    return file


def _set_properties(word_file: "File", title: str, author: str) -> None:
    properties = word_file.core_properties
    properties.title, properties.author, properties.language = title, author, "en-GB"
    properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = FIXED_TIME


def _set_styles(word_file: "File", heading_colour: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles: Any = word_file.styles
    _set_font(styles["Normal"], 11, INK)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in HEADING_SIZES.items():
        _set_font(styles[name], size, heading_colour, bold=True)
    _set_font(styles["Subtitle"], 12, INK)
    _set_font(styles["Caption"], 9, INK, bold=True)
    styles["Subtitle"].font.italic = False
    styles["Caption"].paragraph_format.keep_with_next = True
    for name, (base, size, shade) in OWN_STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        _set_font(style, size, shade, bold=name == "Stamp")
    styles["Cell"].paragraph_format.space_after = Pt(1)
    _draw_lines_below_rows(styles.add_style("Figures", WD_STYLE_TYPE.TABLE))
    _set_british_english(styles.element)


def _set_font(style: Any, size: float, colour: str, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = convert_colour_for_word(colour)
    fonts = style.element.rPr.rFonts
    # A theme's font would win over the font that is set here.
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for kind in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(kind), FONT)


def convert_colour_for_word(colour: str) -> Any:
    """Return a colour, of the form #rrggbb, as the writer of Word files wants it."""
    from docx.shared import RGBColor

    return RGBColor.from_string(colour.removeprefix("#").upper())


def _draw_lines_below_rows(table_style: Any) -> None:
    """Draw a thin line below each row of a table, and nothing else."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE[1:]}"/>' for side in ("bottom", "insideH")
    )
    table_style.element.append(parse_xml(f"<w:tblPr {nsdecls('w')}><w:tblBorders>{lines}</w:tblBorders></w:tblPr>"))


def _set_british_english(styles: Any) -> None:
    from docx.oxml.ns import qn

    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def mark_header_row(table: "Table") -> None:
    """Mark a table's first row as its header, repeated on every page, and let no row break across pages."""
    from docx.oxml import OxmlElement

    for position, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if position == 0:
            properties.append(OxmlElement("w:tblHeader"))


def write_page_number(paragraph: "Paragraph", title: str) -> None:
    """Write a title and the page's number into a footer."""
    paragraph.style = "Note"
    paragraph.add_run(f"{title}, page ")
    _add_word_field(paragraph, "PAGE", "1")


def write_table_of_contents(word_file: "File", titles: Sequence[str]) -> None:
    """List the parts, as contents that Word can bring up to date with their pages."""
    paragraph = word_file.add_paragraph(style="Normal")
    _add_word_field(paragraph, 'TOC \\o "1-1" \\h', "\n".join(titles))


def _add_word_field(paragraph: "Paragraph", field_code: str, shown_text: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def mark(kind: str) -> None:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(element)

    mark("begin")
    instruction = OxmlElement("w:instrText")
    instruction.text = field_code
    paragraph.add_run()._r.append(instruction)
    mark("separate")
    paragraph.add_run(shown_text)
    mark("end")
