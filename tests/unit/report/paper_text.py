"""Reading the papers back: the words of a PDF, a Word file and a page, each picture by the words that describe it."""

import html
import io
import re
from pathlib import Path

PICTURE = "Picture:"
CONTENTS_LINE = re.compile(r"^.+ \d+ *$", re.MULTILINE)
MARK = re.compile(rb"/\w+\s*<<(?:(?!BDC).)*?>>\s*BDC|/\w+\s*/\w+\s*BDC|/\w+\s*BMC|\bEMC\b", re.DOTALL)


def words_of(path: Path) -> str:
    """Give a paper's words in their order, with single spaces."""
    read = {".pdf": pdf_words, ".docx": docx_words, ".html": page_words}[path.suffix]
    return " ".join(read(path.read_bytes()).split())


def pdf_words(content: bytes) -> str:
    """Give a PDF's words: first those that describe its pictures, then all but contents and what is on every page."""
    import pypdf
    from pypdf.generic import ContentStream, NameObject, StreamObject

    reader = pypdf.PdfReader(io.BytesIO(content))
    described, texts = [], []
    for page in reader.pages:
        stream = ContentStream(page.get_contents(), reader)
        marks = [operands[1] for operands, operator in stream.operations if operator == b"BDC" and len(operands) > 1]
        left = StreamObject()
        left.set_data(without_pictures(page.get_contents().get_data()))
        page[NameObject("/Contents")] = left
        texts.append(without_contents(page.extract_text()))
        described += [f"{PICTURE} {mark['/Alt']}" for mark in marks if isinstance(mark, dict) and "/Alt" in mark]
    return re.sub(r"-\s*\n", "-", "\n".join([*described, *texts]))


def without_contents(text: str) -> str:
    """Take out of a page's text the lines of the contents, which end with pages; the first annex follows them."""
    before, title, after = f"\n{text}".partition("\nContents\n")
    lines, annex, rest = after.rpartition("Annex A: ")
    return f"{before}{title}{CONTENTS_LINE.sub('', lines)}{annex}{rest}"


def without_pictures(drawn: bytes) -> bytes:
    """Take out of a page's instructions whatever is marked as an artifact, or with words that describe it."""
    pieces, inside, since = [], [], 0
    for mark in MARK.finditer(drawn):
        outside = not any(inside)
        if mark[0] == b"EMC":
            inside.pop()
            if outside or any(inside):
                continue
            since = mark.end()
        else:
            inside.append(b"/Alt" in mark[0] or mark[0].startswith(b"/Artifact"))
            if outside and any(inside):
                pieces.append(drawn[since : mark.start()])
    return b"\n".join([*pieces, drawn[since:]])


def docx_words(content: bytes) -> str:
    import docx
    from docx.table import Table

    texts = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            texts += [cell.text for row in block.rows for cell in row.cells]
        elif not (block.style and block.style.name and block.style.name.startswith("toc ")):
            texts.append(block.text)
            texts += [str(shape.get("descr", "")) for shape in block._p.iter() if shape.tag.endswith("}docPr")]
    return "\n".join(texts)


def page_words(content: bytes) -> str:
    """Give the words of a page without its menus, rows of files, and funnels: their limits are none of the tables."""
    text = content.decode("utf-8").split("<body>")[1].partition("<footer")[0]
    text = re.sub(r"<nav .*?</nav>", " ", text, flags=re.DOTALL)
    text = re.sub(r'<a href="csv/[^"]*#row=\d+">row \d+</a>', " ", text)
    text = re.sub(r"<figure>(?:(?!</figure>).)*?-funnel\.svg.*?</figure>", " ", text, flags=re.DOTALL)
    text = re.sub(r'<img [^>]*alt="([^"]*)"[^>]*>', r" \1 ", text)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))
