"""Definitions are handed in: no module reads a file when it is imported, and none keeps what it has read for itself."""

import ast
import importlib
import sys
from collections.abc import Iterator
from multiprocessing import get_context

from docs_generator.house import PROJECT, modules
from fairer_stockton.run.package import PACKAGE

# Functions whose answer is the same for the life of the process, and why it is.
CACHED = {
    "fairer_stockton.definitions.project.load_definitions": "the one reader of definitions, for settings to hand on",
    "fairer_stockton.definitions.codebooks._read_codebook": "found by the bytes of its file, which are read each time",
    "fairer_stockton.run.fingerprints._compute_checksum_of_old_file": "of bytes that were there before the process, "
    "and only while their file has not been written to",
    "fairer_stockton.run.record._list_files_of_module": "of the code, which was imported when the process began",
    "fairer_stockton.run.record._list_modules_that_run": "of the code, which was imported when the process began",
    "fairer_stockton.run.record._find_module_checksum_and_imports": "of the code, which was imported when "
    "the process began",
    "fairer_stockton.run.record._load_stored_checksums_and_imports": "of the code: what is stored is found "
    "by the bytes of a module",
    "fairer_stockton.report.charts.svg._measure_text": "reads nothing: the size of a text in a library's letters",
    "fairer_stockton.report.pages.render.make_template_environment": "reads nothing: the templates' library keeps them",
    "fairer_stockton.report.papers.pdf._find_font_folder": "reads nothing: where a library lies",
    "fairer_stockton.report.tables.open_document._make_text_cell_xml": "reads nothing: words as XML",
    "fairer_stockton.sample.areas.load_authorities": "the facts of the sample, which are its generator's alone",
    "fairer_stockton.sample.national_tables.load_tables": "the facts of the sample, which are its generator's alone",
    "fairer_stockton.validate.dataset._make_batch_definition": "reads nothing: where a table is handed in",
    "fairer_stockton.statistics.rank_sets._draw_normals_with_bounds": "reads nothing: numbers drawn from a seed",
    "fairer_stockton.statistics.ranges.compute_quantile_of_studentised_range": "reads nothing: a number "
    "computed from two",
}


def list_files_opened_by_imports(names: list[str]) -> list[str]:
    """Import modules anew, in a process that is for nothing else, and return what they open but for code."""
    opened: list[str] = []
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE.name]:
        del sys.modules[name]
    sys.addaudithook(lambda event, details: opened.append(str(details[0])) if event == "open" else None)
    for name in names:
        importlib.import_module(name)
    ours = [path for path in opened if path.startswith(str(PROJECT)) and "site-packages" not in path]
    return sorted(path for path in ours if not path.endswith((".py", ".pyc")) and ".pyc." not in path)


def test_importing_every_module_reads_no_file_of_the_project() -> None:
    """In a fork, since the libraries that are imported in this process already need not be imported again."""
    names = [name for name in modules() if not name.endswith("__main__")]
    with get_context("fork").Pool(1) as pool:
        assert pool.apply(list_files_opened_by_imports, (names,)) == []


def read_nodes_with(word: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield each node of the modules that hold a word, with its module; to parse the others would find nothing."""
    for module, path in modules().items():
        text = path.read_text(encoding="utf-8")
        if word in text:
            yield from ((module, node) for node in ast.walk(ast.parse(text)))


def test_no_function_keeps_for_itself_what_it_reads() -> None:
    cached = {
        f"{module}.{node.name}"
        for module, node in read_nodes_with("cache")
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if ast.unparse(decorator).partition("(")[0].removeprefix("functools.") in ("cache", "lru_cache")
    }
    assert cached == CACHED.keys(), "hand in what is read, or write here why the answer cannot change"


def test_definitions_are_loaded_where_a_run_or_a_reader_begins() -> None:
    """Let the settings of a run and the library that reads editions back load definitions, and nothing below them.

    What writes definitions forgets those that were read before it.
    """
    callers = {
        module
        for module, node in read_nodes_with("load_definitions")
        if isinstance(node, ast.Name) and node.id == "load_definitions"
    }
    assert callers - {"fairer_stockton.definitions.project"} == {
        "fairer_stockton.definitions.settings", "fairer_stockton.editions.library",
        "fairer_stockton.adopt.definition_files",
    }  # fmt: skip
