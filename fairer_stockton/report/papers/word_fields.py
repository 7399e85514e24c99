"""The live parts of a Word file: bookmarks, fields that lead to them, contents and page numbers."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fairer_stockton.report.papers.document import Heading

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.text.paragraph import Paragraph

SETTINGS_AFTER_UPDATE = (
    "hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema",
    "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade",
    "captions", "readModeInkLockDown", "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags",
    "decimalSymbol", "listSeparator",
)  # fmt: skip
CONTENTS_FIELD = 'TOC \\o "1-2" \\h \\z \\u'


def add_bookmark(paragraph: "Paragraph", label: str, write: Callable[[], Any]) -> None:
    """Write into a paragraph and put a bookmark round what was written; without a label there is none."""
    if not label:
        write()
        return
    # A number of its own: bookmarks differ in it, and their order in the file is the same every time.
    number = str(len(paragraph.part.element.xpath("//w:bookmarkStart")))
    start, end = (
        _make_element("bookmarkStart", id=number, name=name_bookmark(label)),
        _make_element("bookmarkEnd", id=number),
    )
    paragraph._p.append(start)
    write()
    paragraph._p.append(end)


def name_bookmark(label: str) -> str:
    """Return a label as Word takes it for a bookmark's name: letters, digits and underscores."""
    return f"_Ref_{label.replace('-', '_')}"


def add_field(paragraph: "Paragraph", code: str, shown_text: str) -> None:
    """Add a field that shows a text until Word brings it up to date; REF and PAGEREF name a label and lead there."""
    kind, _, label = code.partition(" ")
    if kind in ("REF", "PAGEREF"):
        code = f"{kind} {name_bookmark(label)} \\h"
    for part in ("begin", "", "separate"):
        paragraph.add_run()._r.append(_make_field_mark(part) if part else _make_instruction(code))
    paragraph.add_run(shown_text)
    paragraph.add_run()._r.append(_make_field_mark("end"))


def ask_to_update_fields(word_file: "File") -> None:
    """Ask Word to bring contents and cross-references up to date when it opens the file."""
    settings = word_file.settings.element
    element = _make_element("updateFields", val="true")
    # The schema has the settings in a fixed order, and Word takes a file for broken that has them in another.
    after = next((child for child in settings if child.tag.rpartition("}")[2] in SETTINGS_AFTER_UPDATE), None)
    if after is None:
        settings.append(element)
    else:
        after.addprevious(element)


def write_page_number(paragraph: "Paragraph", title: str) -> None:
    """Write a title, the page's number and how many pages there are into a footer."""
    paragraph.style = "Note"
    paragraph.add_run(f"{title}, page ")
    add_field(paragraph, "PAGE", "1")


def write_contents(word_file: "File", headings: Sequence[Heading], pages_by_label: Mapping[str, int]) -> None:
    """Write the contents: one field over all lines, in which each line leads to its heading and shows its page."""
    lines = [word_file.add_paragraph(style=f"toc {heading.level}") for heading in headings]
    for position, (heading, paragraph) in enumerate(zip(headings, lines, strict=True)):
        if position == 0:
            for part in ("begin", "", "separate"):
                paragraph.add_run()._r.append(_make_field_mark(part) if part else _make_instruction(CONTENTS_FIELD))
        runs = len(paragraph.runs)
        paragraph.add_run(f"{heading.text}\t")
        add_field(paragraph, f"PAGEREF {heading.label}", str(pages_by_label[heading.label]))
        link = _make_element("hyperlink", anchor=name_bookmark(heading.label), history="1")
        for run in paragraph.runs[runs:]:
            link.append(run._r)
        paragraph._p.append(link)
    if lines:
        lines[-1].add_run()._r.append(_make_field_mark("end"))


def _make_field_mark(kind: str) -> Any:
    return _make_element("fldChar", fldCharType=kind)


def _make_instruction(code: str) -> Any:
    from docx.oxml.ns import qn

    instruction = _make_element("instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    return instruction


def _make_element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
