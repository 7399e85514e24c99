"""How a Word file looks: its styles in the pages' colours and scale of type, its language, its header rows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.papers.look import COLOURS_OF_PAPERS, TYPE_SCALE, WORD_TEXT

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.table import Table

FONT = "Arial"
INK, QUIET, STAMPED = (COLOURS_OF_PAPERS[name] for name in ("ink", "quiet", "stamp"))
HEADING_SIZES = {"Title": "title", "Heading 1": "heading", "Heading 2": "lead", "Heading 3": "body"}
# Each style of our own: what it is based on, its size in the scale of type, its colour, whether it is bold.
OWN_STYLES = {
    "Finding": ("Normal", "lead", COLOURS_OF_PAPERS["brand"], True),
    "Note": ("Normal", "note", QUIET, False),
    "Note Bullet": ("List Bullet", "label", QUIET, False),
    "Cell": ("Normal", "note", INK, False),
    "Sheet Cell": ("Cell", "label", INK, False),
    "Sheet Note": ("Note", "label", QUIET, False),
    "Stamp": ("Normal", "note", STAMPED, True),
    "Contents Heading": ("Normal", "heading", COLOURS_OF_PAPERS["brand"], True),
    "Gap": ("Normal", "label", QUIET, False),
    "toc 1": ("Normal", "body", INK, True),
    "toc 2": ("Normal", "body", INK, False),
}
SPACE_AFTER = {"Note Bullet": 2, "Cell": 0, "Sheet Cell": 0, "Gap": 0, "toc 1": 3, "toc 2": 2}  # points


def make_empty_word_file(title: str, author: str, created: datetime, heading_colour: str = "") -> "File":
    """Make an empty A4 file with its styles, title and language; headings in the software's own colour unless said."""
    import docx
    from docx.shared import Cm

    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.9), Cm(1.7)
    section.header_distance = section.footer_distance = Cm(0.9)
    _set_styles(file, heading_colour or COLOURS_OF_PAPERS["brand"])
    _set_properties(file, title, author, created)
    package = file.part.package
    # The default file carries a thumbnail of another document.
    for name, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[name]
    return file


def _set_properties(word_file: "File", title: str, author: str, created: datetime) -> None:
    properties = word_file.core_properties
    properties.title, properties.author, properties.language = title, author, "en-GB"
    properties.comments, properties.last_modified_by = "", author
    properties.created = properties.modified = created.replace(tzinfo=None)


def _set_styles(word_file: "File", heading_colour: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles: Any = word_file.styles
    _set_font(styles["Normal"], "body", INK)
    styles["Normal"].paragraph_format.space_after = Pt(5)
    for name, size in HEADING_SIZES.items():
        _set_font(styles[name], size, heading_colour, bold=True)
        styles[name].paragraph_format.space_before = Pt(0 if name == "Title" else 10)
        styles[name].paragraph_format.space_after = Pt(4)
    _remove_line_below(styles["Title"])
    _set_font(styles["Subtitle"], "body", INK)
    styles["Subtitle"].font.italic = False
    _set_font(styles["Caption"], "note", INK, bold=True)
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Caption"].paragraph_format.space_after = Pt(2)
    for name, (base, size, shade, bold) in OWN_STYLES.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        _set_font(style, size, heading_colour if shade == COLOURS_OF_PAPERS["brand"] else shade, bold=bold)
        if name in SPACE_AFTER:
            style.paragraph_format.space_after = Pt(SPACE_AFTER[name])
    styles["Gap"].paragraph_format.line_spacing = Pt(8)
    _lead_to_page_numbers(styles)
    _draw_lines_below_rows(styles.add_style("Figures", WD_STYLE_TYPE.TABLE))
    _set_british_english(styles.element)


def _lead_to_page_numbers(styles: Any) -> None:
    """Set the page numbers of the contents flush right, with dots before them."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm

    for level in (1, 2):
        layout = styles[f"toc {level}"].paragraph_format
        layout.left_indent = Cm(0.6 * (level - 1))
        layout.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _remove_line_below(style: Any) -> None:
    from docx.oxml.ns import qn

    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _set_font(style: Any, size: str, colour: str, bold: bool = False) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.bold = FONT, bold
    style.font.size = Pt(round(WORD_TEXT * TYPE_SCALE[size] * 2) / 2)
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
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{COLOURS_OF_PAPERS["rule"][1:]}"/>'
        for side in ("bottom", "insideH")
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
