"""Writing an edition: tables in every form, pictures, papers and pages into one folder."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from fairer_stockton.auditor.audit import check_workbooks_and_parquet_against_csv
from fairer_stockton.definitions.everyday_words import EVERYDAY_WORDS, read_everyday_words
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.asking.published_figures import PublishedFigures
from fairer_stockton.report.asking.scripts import make_answer_scripts
from fairer_stockton.report.drawing import list_pictures_to_draw, write_pictures
from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.report.pages.all_pages import ASK_SCRIPTS, COPIED_FILES, EXPLORER_SCRIPTS, list_pages_with_makers
from fairer_stockton.report.pages.area_search import write_search_files
from fairer_stockton.report.pages.areas import Profiles
from fairer_stockton.report.pages.disclosure import audit_edition
from fairer_stockton.report.pages.explorer.script import Explorer
from fairer_stockton.report.pages.look import write_look
from fairer_stockton.report.pages.render import TEMPLATES
from fairer_stockton.report.pages.replay.scripts import make_replay_scripts
from fairer_stockton.report.pages.views import make_page_views
from fairer_stockton.report.papers.writing import write_papers
from fairer_stockton.report.tables.csv_files import write_csv_files
from fairer_stockton.report.tables.json_files import write_json_files
from fairer_stockton.report.tables.open_document import write_open_document
from fairer_stockton.report.tables.parquet_files import write_parquet_files
from fairer_stockton.report.tables.workbook import write_workbook
from fairer_stockton.run.cache import FileCache
from fairer_stockton.run.parallel import open_executor
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.record import compute_code_checksum

# The code that draws and sets what is cached; Typst reads the templates that end in .typ.
PICTURES_AND_PAPERS = (
    "report/drawing.py", "report/papers", "report/templates/document.typ", "report/templates/pictures.typ",
)  # fmt: skip


def write_edition(
    edition: Edition, folder: Path, progress: Progress, file_cache: FileCache | None = None, processes: int = 0
) -> None:
    """Write the whole edition into an existing, empty folder; files in the cache are copied.

    With other processes its tables are audited and written in more forms there, while this one makes pages.

    Raises:
        DisclosureError: a hidden figure could be worked out, or two forms of a table differ.
    """
    file_cache = file_cache or FileCache()
    whole_edition, edition = edition, edition.copy_without_suppressed_numbers()
    profiles = Profiles(edition)
    areas = profiles.areas  # first, since it refuses to profile areas that there are not
    write_look(edition, folder)
    write_search_files(edition, areas, folder)
    write_csv_files(whole_edition, folder / "csv")
    write_json_files(edition, folder / "json")
    with open_executor(processes) as executor:
        audited = executor.submit(audit_edition, edition, folder, file_cache.find_path_in_cache_folder("audited.json"))
        forms = executor.submit(write_workbooks_and_parquet, whole_edition, folder)
        views, explorer = make_page_views(edition), Explorer(edition, areas)
        write_pictures(list_pictures_to_draw(edition, views), folder / "charts", edition.stamp, progress, file_cache)
        write_papers(edition, views, folder, progress, file_cache)
        pages = list(list_pages_with_makers(edition, views, profiles, explorer, audited.result))
        for name, make in progress.track_steps("write", pages, lambda page: page[0], is_recorded=False):
            (folder / name).write_text(make(), encoding="utf-8", newline="\n")
        write_explorer_scripts(edition, explorer, folder)
        write_answer_scripts(edition, folder)
        forms.result()
    audit = audited.result()
    for file in COPIED_FILES:
        shutil.copyfile(file, folder / file.name)
    finding = f"no hidden figure can be worked out ({audit.hidden:,} of {audit.figures:,} figures are hidden)"
    progress.note("audit", f"passed: {finding}")
    progress.say(f"disclosure check passed: {finding}")
    stamped = f", stamped {edition.stamp}" if edition.stamp else ""
    progress.say(f"reported edition {edition.name}: {len(pages)} pages, papers and tables{stamped}")


def write_explorer_scripts(edition: Edition, explorer: Explorer, folder: Path) -> None:
    """Write what the explorer's page draws with: its scripts, those of data, and the counts that figures come from."""
    scripts = [
        *((f"explorer/{name}", text) for name, text in explorer.make_scripts()),
        *((f"replay/{name}", text) for name, text in make_replay_scripts(edition, explorer.counts)),
    ]
    _write_scripts(folder, scripts)
    for name in (*EXPLORER_SCRIPTS, "explorer-look.css"):
        shutil.copyfile(TEMPLATES / name, folder / "explorer" / name)


def write_answer_scripts(edition: Edition, folder: Path) -> None:
    """Write what the page that answers questions reads: its scripts, the edition's words and the cells of measures."""
    definitions = replace(
        edition.definitions, measures=edition.measures, framework=edition.framework, sources=edition.sources
    )
    words = read_everyday_words(definitions.layers.shared(EVERYDAY_WORDS))
    scripts = make_answer_scripts(PublishedFigures(edition, definitions), words)
    _write_scripts(folder, ((f"ask/{name}", text) for name, text in scripts))
    for name in ("ask-form.js", *ASK_SCRIPTS):
        shutil.copyfile(TEMPLATES / name, folder / "ask" / name)


def _write_scripts(folder: Path, scripts: Iterable[tuple[str, str]]) -> None:
    for name, text in scripts:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def write_workbooks_and_parquet(edition: Edition, folder: Path) -> None:
    """Write an edition's tables as workbooks and parquet too, and let the auditor compare those.

    Raises:
        DisclosureError: they differ from the CSV files, which are there already.
    """
    write_parquet_files(edition, folder / "csv", folder / "parquet")
    write_workbook(edition.copy_without_suppressed_numbers(), folder / "tables.xlsx")
    write_open_document(folder / "tables.xlsx", folder / "tables.ods")
    check_workbooks_and_parquet_against_csv(folder)


def open_file_cache(folder: Path) -> FileCache:
    """Return the cache of pictures and papers in a folder, of those that this code and these libraries made."""
    libraries = [version(name) for name in ("matplotlib", "typst", "python-docx")]
    return FileCache(folder, " ".join([compute_code_checksum(*PICTURES_AND_PAPERS), *libraries]))


def build_edition(settings: Settings, folder: Path, progress: Progress) -> None:
    """Write every page, picture and table of an edition into an existing, empty folder."""
    file_cache = open_file_cache(settings.cache)
    write_edition(load_edition(settings), folder, progress, file_cache, settings.worker_process_count)
    file_cache.remove_unused()
