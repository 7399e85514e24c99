"""The papers of an edition: the report for Cabinet as PDF and Word, and the residents' summary as page and PDF."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.render import render_page
from fairer_stockton.report.pages.views import PageViews
from fairer_stockton.report.papers.cabinet import make_cabinet_paper
from fairer_stockton.report.papers.document import FOR_OFFICERS, Document
from fairer_stockton.report.papers.pdf import write_pdf
from fairer_stockton.report.papers.residents import make_residents_summary
from fairer_stockton.report.papers.word import write_docx
from fairer_stockton.run.cache import FileCache
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.progress import Progress


def write_papers(
    edition: Edition, views: PageViews, folder: Path, progress: Progress, file_cache: FileCache | None = None
) -> None:
    """Write the papers into a folder that holds their pictures already."""
    file_cache = file_cache or FileCache()
    cabinet, summary = make_cabinet_paper(edition, views), make_residents_summary(edition, views.tenth)
    papers: tuple[tuple[str, Document, Callable[[Document, Path, str], None]], ...] = (
        ("annual-report.pdf", cabinet, write_pdf),
        ("annual-report.docx", cabinet, write_docx),
        ("residents-summary.pdf", summary, write_pdf),
    )
    for name, document, write in progress.track_steps("write", papers, lambda paper: paper[0], is_recorded=False):
        pictures = [picture.file for picture in document.pictures] + ([document.logo] if document.logo else [])
        content = (name, document, [compute_file_checksum(folder / picture) for picture in pictures])
        file_cache.restore_or_make(content, [folder / name], partial(write, document, folder, name))
    page = make_residents_page(edition, summary)
    (folder / "residents.html").write_text(page, encoding="utf-8", newline="\n")
    progress.say(f"wrote the papers for {edition.council.reports_to} and for residents")


def make_residents_page(edition: Edition, document: Document) -> str:
    """Make the page of the residents' summary."""
    return render_page("residents.html.j2", edition, document=document, officers=FOR_OFFICERS)
