"""The marked copy of a paper: comments in a Word file, else a page with the paper and a numbered note for each mark."""

import datetime
import html
import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.run.vocabulary_of_uses import QuoteVerdict
from fairer_stockton.uses.answers.checking import VERDICT_WORDS, Mark
from fairer_stockton.uses.answers.papers import WORD_FILE, Paper, list_runs

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

EARLIEST = datetime.datetime(1980, 1, 1)  # that a zip file can have: no clock is read
AUTHOR, INITIALS = "fairer check", "FC"
PAGE_OF_COPY = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 sans-serif; max-width: 45rem; margin: 2rem auto; padding: 0 1rem }}
body {{ color: #111; background: #fff }}
mark {{ color: inherit; background: #e8eef7; border-bottom: 2px solid #345 }}
mark.differs, mark.cause {{ background: #fde2d4; border-bottom: 3px double #8a1c00 }}
mark.not_found, mark.not_shown, mark.not_judged {{ background: #fff3c4; border-bottom: 2px dashed #6b5200 }}
</style></head><body>
<h1>{title}</h1>
<p>{summary}</p>
{paragraphs}
<h2>Notes</h2>
<ol>
{notes}
</ol>
</body></html>
"""


def choose_path_of_copy(paper: Path) -> Path:
    """Return where the marked copy goes: beside the paper, a Word file of a Word file and a page of others.

    A copy that is there already, which may have somebody's notes, is not written over.
    """
    ending = WORD_FILE if paper.suffix.lower() == WORD_FILE else ".html"
    names = chain([f"{paper.stem}-checked"], (f"{paper.stem}-checked-{number}" for number in count(2)))
    return next(path for name in names if not (path := paper.with_name(name + ending)).exists())


def write_marked_copy(paper: Paper, marks: Sequence[Mark], summary: str, path: Path) -> None:
    """Write the paper with its marks; the paper itself stays as it is."""
    if paper.word_file is None:
        path.write_text(_make_page(paper, marks, summary), encoding="utf-8")
        return
    from fairer_stockton.report.papers.word import set_times_in_zip

    # From the end, so that places before a mark stay where they are.
    for mark in sorted(marks, key=lambda mark: (mark.paragraph, mark.start), reverse=True):
        _comment(paper, mark)
    packed = io.BytesIO()
    paper.word_file.save(packed)
    path.write_bytes(set_times_in_zip(packed.getvalue(), EARLIEST))


def _comment(paper: Paper, mark: Mark) -> None:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.oxml.ns import qn

    assert paper.word_file is not None
    runs = _isolate_runs(paper.paragraphs[mark.paragraph].part, mark.start, mark.end)
    if not runs:
        return
    comment = paper.word_file.add_comment(runs, mark.write_note(), AUTHOR, INITIALS)
    comment._comment_elm.attrib.pop(qn("w:date"), None)  # no clock in what is written
    if mark.verdict != QuoteVerdict.AGREES:
        for run in runs:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _isolate_runs(paragraph: "WordParagraph", start: int, end: int) -> "list[Run]":
    """Return the runs that hold these words alone; a run that holds more than text, or a link, stays whole."""
    runs, position = [], 0
    if len(paragraph.runs) != len(list_runs(paragraph)):
        return list_runs(paragraph)
    for run in list(paragraph.runs):
        first, last = max(start - position, 0), min(end - position, len(run.text))
        position += len(run.text)
        if first < last:
            runs.append(_cut(run, first, last))
    return runs


def _cut(run: "Run", first: int, last: int) -> "Run":
    from docx.oxml.ns import qn

    text = run.text
    if {child.tag for child in run._r} - {qn("w:rPr"), qn("w:t")} or (first, last) == (0, len(text)):
        return run
    for words, place in ((text[last:], "addnext"), (text[:first], "addprevious")):
        if words:
            other: Any = deepcopy(run._r)
            getattr(run._r, place)(other)
            other.text = words
    run.text = text[first:last]
    return run


def _make_page(paper: Paper, marks: Sequence[Mark], summary: str) -> str:
    numbered = list(enumerate(marks, start=1))
    paragraphs = [
        _mark_paragraph(
            paragraph.text,
            "h2" if paragraph.is_heading else "p",
            [(number, mark) for number, mark in numbered if mark.paragraph == position],
        )
        for position, paragraph in enumerate(paper.paragraphs)
    ]
    notes = [
        f'<li id="note-{number}">{html.escape(mark.write_note())} <a href="#mark-{number}">Back to the paper</a></li>'
        for number, mark in numbered
    ]
    title = html.escape(f"{paper.name}, checked")
    return PAGE_OF_COPY.format(
        title=title, summary=html.escape(summary), paragraphs="\n".join(paragraphs), notes="\n".join(notes)
    )


def _mark_paragraph(text: str, tag: str, marks: Iterable[tuple[int, Mark]]) -> str:
    parts, position = [], 0
    for number, mark in sorted(marks, key=lambda pair: pair[1].start):
        if mark.start < position:
            continue  # of two marks on the same words the note has both
        parts.append(html.escape(text[position : mark.start]))
        parts.append(
            f'<mark class="{mark.verdict}" id="mark-{number}">{html.escape(text[mark.start : mark.end])}</mark>'
            f' <a href="#note-{number}">[{number}: {VERDICT_WORDS[mark.verdict].lower()}]</a>'
        )
        position = mark.end
    return f"<{tag}>{''.join(parts)}{html.escape(text[position:])}</{tag}>"
