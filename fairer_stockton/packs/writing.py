"""The files of a pack: a page, a PDF, a Word file to write on in, its figures and its manifest."""

import json
import re
import shutil
from dataclasses import asdict
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.cells import write_cells
from fairer_stockton.editions.manifests import MANIFEST, read_manifest
from fairer_stockton.packs.assessment import Assessment
from fairer_stockton.packs.figures import PackFigure
from fairer_stockton.packs.paper import make_assessment_document
from fairer_stockton.report.manifest import make_edition_output
from fairer_stockton.report.pages.look import write_look
from fairer_stockton.report.pages.render import make_template_environment
from fairer_stockton.report.papers.document import FOR_OFFICERS, Document
from fairer_stockton.report.papers.pdf import write_pdf
from fairer_stockton.report.papers.word import write_docx
from fairer_stockton.report.rows import DIGITS
from fairer_stockton.run.errors import ValidationError
from fairer_stockton.run.fingerprints import compute_file_checksum

FOLDER = "impact-assessments"  # among the reports
PAGE, PDF, WORD, FIGURES = "index.html", "assessment.pdf", "assessment.docx", "figures.csv"
LONGEST_NAME = 60  # of a pack's folder


def require_published_edition(settings: Settings) -> None:
    """Refuse to go on where the published edition is not made from the results as they are.

    Raises:
        ValidationError: there is none, or its figures are not those of the results.
    """
    if not make_edition_output(settings).is_current():
        raise ValidationError(
            edition=settings.edition,
            found="no report of it that is made from the results as they are",
            expected="a report whose figures the assessment can share",
            remedy="run `make report`, then this again",
        )


def write_assessment(settings: Settings, assessment: Assessment) -> Path:
    """Write a pack beside the editions, whole or not at all, and return its folder; one of the same title goes."""
    folder = settings.reports / FOLDER / name_folder(assessment.choice.brief.title, settings.edition)
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    document = make_assessment_document(assessment)
    write_look(assessment.edition, unfinished)
    write_pdf(document, unfinished, PDF)
    write_docx(document, unfinished, WORD)
    _write_figures(assessment.figures, unfinished / FIGURES)
    page = _make_page(settings, assessment, document)
    (unfinished / PAGE).write_text(page, encoding="utf-8", newline="\n")
    _write_manifest(settings, assessment, unfinished)
    shutil.rmtree(folder, ignore_errors=True)
    return unfinished.rename(folder)


def name_folder(title: str, edition_name: str) -> str:
    """Return the name of a pack's folder: its title in small letters, and its edition."""
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold())[:LONGEST_NAME].strip("-")
    return f"{words or 'decision'}-{edition_name}"


def _make_page(settings: Settings, assessment: Assessment, document: Document) -> str:
    template = make_template_environment().get_template("impact_assessment.html.j2")
    edition, report = assessment.edition, f"../../{settings.edition}/index.html"
    files = ((PDF, "PDF"), (WORD, "Word, to write on in"), (FIGURES, "figures as CSV"))
    return template.render(
        edition=edition, stamp=edition.stamp, document=document, officers=FOR_OFFICERS, report=report, files=files
    )


def _write_figures(figures: list[PackFigure], path: Path) -> None:
    """Write every figure of the pack as a row, with what it stands beside and its sources."""
    import pandas as pd

    table = pd.DataFrame([asdict(figure) for figure in figures], columns=list(PackFigure.__dataclass_fields__))
    write_cells(table).to_csv(path, index=False, lineterminator="\n", encoding="utf-8-sig", float_format=DIGITS)


def _write_manifest(settings: Settings, assessment: Assessment, folder: Path) -> None:
    """Record which edition the figures are of, what was asked, and the sum of every other file."""
    manifest = {
        "edition": settings.edition,
        "authority": settings.authority,
        "content": read_manifest(settings.reports / settings.edition)["content"],
        "synthetic": any(figure.synthetic for figure in assessment.figures),
        "brief": asdict(assessment.choice.brief),
        "outputs": {path.name: compute_file_checksum(path) for path in sorted(folder.iterdir())},
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
