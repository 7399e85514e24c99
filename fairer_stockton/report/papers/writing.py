"""The papers of an edition: the report for Cabinet as PDF and Word, and the residents' summary as page and PDF."""

from pathlib import Path

from fairer_stockton.progress import Progress
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages import residents_page
from fairer_stockton.report.papers.cabinet import Views, cabinet_paper
from fairer_stockton.report.papers.pdf import write_pdf
from fairer_stockton.report.papers.residents import residents_summary
from fairer_stockton.report.papers.word import write_docx


def write_papers(edition: Edition, views: Views, folder: Path, progress: Progress) -> None:
    """Write the papers into a folder that holds their pictures already."""
    paper, summary = cabinet_paper(edition, views), residents_summary(edition, views.tenth)
    write_pdf(paper, folder, "annual-report.pdf")
    write_docx(paper, folder, "annual-report.docx")
    write_pdf(summary, folder, "residents-summary.pdf")
    page = residents_page(edition, summary)
    (folder / "residents.html").write_text(page, encoding="utf-8", newline="\n")
    progress.say("wrote the papers for Cabinet and for residents")
