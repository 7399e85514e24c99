"""Measures without a figure: a mistake where the source has no row for anyone, else why this council has none."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.maps import COUNCILS
from fairer_stockton.definitions.measures import CountedAnswer, Measure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.observe.inputs import find_incomplete_sources
from fairer_stockton.run.errors import CatalogueError, format_facts
from fairer_stockton.run.fingerprints import read_stamp

if TYPE_CHECKING:
    import duckdb

QUOTED_WORD = re.compile(r"'((?:[^']|'')*)'")
COMPARED_COLUMN = re.compile(r"(\w+)\s*(?:=|<>|in|like)\s*\(?\s*'", re.IGNORECASE)
MOST_VALUES = 8  # of a column that a message lists
Condition = tuple[str, str, str]  # of one part of a measure: the part, its table, and which rows it counts


def list_counting_conditions(measure: Measure) -> Iterator[Condition]:
    """List which rows of which table each part of a measure counts."""
    for key, part in measure.parts.items():
        if key != "larger":  # of other areas: an extract may lack them
            yield key, part.table, part.of if isinstance(part, CountedAnswer) else part.where


def list_allowed_answers(source: Source, column: str) -> set[str]:
    """Return the answers that a column can have by its table's contract; none where it can have any."""
    checks = load_row_contract(source).to_schema().columns[column].checks
    return {str(value) for check in checks for value in check.statistics.get("allowed_values", ())}


def find_quoted_words(condition: str) -> list[str]:
    """Return the words that a condition in SQL names between quotation marks."""
    return [word.replace("''", "'") for word in QUOTED_WORD.findall(condition)]


def find_words_unknown_to_contract(source: Source, condition: str) -> list[str]:
    """List the words that a condition asks for and the table's contract does not name as an answer."""
    columns = load_row_contract(source).to_schema().columns
    known = set().union(*(list_allowed_answers(source, column) for column in columns))
    return [word for word in find_quoted_words(condition) if word not in known]


def check_measures_find_rows(
    connection: "duckdb.DuckDBPyConnection",
    measures: Iterable[Measure],
    sources: Mapping[str, Source],
    incomplete_sources: Collection[str] = (),
) -> None:
    """Refuse measures of which a part counts no row of its source, for any area.

    An extract of the council's own may have nothing to count, if its contract knows the words that are asked for.
    So may a published source of which not every file is there.

    Args:
        connection: staged tables as views; one without rows is not looked at.
        measures: those whose sources are there.
        sources: those of the report, by name.
        incomplete_sources: the names of those of which not every file is there.

    Raises:
        CatalogueError: a part counts nothing; the message names every such measure, its condition, and what there is.
    """
    asked: dict[str, list[tuple[Measure, Condition]]] = {}
    for measure in measures:
        for condition in list_counting_conditions(measure):
            asked.setdefault(condition[1], []).append((measure, condition))
    empty = [
        _describe_condition_without_rows(connection, measure, condition, sources[table].title)
        for table, listed in sorted(asked.items())
        if table not in incomplete_sources
        for measure, condition in _select_conditions_without_rows(connection, table, listed)
        if not sources[table].supplied or find_words_unknown_to_contract(sources[table], condition[2])
    ]
    if empty:
        raise CatalogueError("\n\n".join(empty))


def _select_conditions_without_rows(
    connection: "duckdb.DuckDBPyConnection", table: str, measure_conditions: list[tuple[Measure, Condition]]
) -> list[tuple[Measure, Condition]]:
    counts = ", ".join(f"count(*) filter (where {condition[2]})" for _, condition in measure_conditions)
    total, *matches = connection.sql(f"select count(*), {counts} from {table}").fetchall()[0]
    return [entry for entry, number in zip(measure_conditions, matches, strict=True) if total and not number]


def _describe_condition_without_rows(
    connection: "duckdb.DuckDBPyConnection", measure: Measure, condition: Condition, source_title: str
) -> str:
    part, table, where = condition
    held = connection.table(table).columns
    columns = [name for name in dict.fromkeys(COMPARED_COLUMN.findall(where)) if name in held]
    return format_facts(
        file=measure.path,
        part=f"[{part}], of {table} ({source_title})",
        found=f"no row for any area where {where}",
        column=[f"{name} has {_list_most_frequent_values(connection, table, name)}" for name in columns],
        expected="rows that the measure counts",
        remedy="correct the condition in the measure's file, or the extract where the column should have the value",
    )


def _list_most_frequent_values(connection: "duckdb.DuckDBPyConnection", table: str, column: str) -> str:
    rows = connection.sql(
        f"select {column}, count(*) from {table} group by {column} order by 2 desc, 1 limit {MOST_VALUES + 1}"
    ).fetchall()
    listed = ", ".join(f"{'nothing' if value is None else repr(value)} ({number:,})" for value, number in rows)
    return f"{listed} …" if len(rows) > MOST_VALUES else listed


def explain_measures_without_figure(
    settings: Settings, measures: Mapping[str, Measure], measured_names: Collection[str]
) -> dict[str, str]:
    """Return, for every measure of the catalogue that has no figure for the authority, why it has none.

    Args:
        settings: whose report it is.
        measures: those of the report: their sources are there.
        measured_names: the names of those that have a figure.
    """
    definitions = settings.definitions
    without_source = {name: measure for name, measure in definitions.measures.items() if name not in measures}
    return {name: _explain_lack_of_source(measure, definitions) for name, measure in without_source.items()} | {
        name: _explain_why_no_figure(measure, settings)
        for name, measure in measures.items()
        if name not in measured_names
    }


def _explain_lack_of_source(measure: Measure, definitions: Definitions) -> str:
    """Return why a measure has no source: it is not there yet, or only the council could supply it."""
    titles, absent = definitions.source_titles, definitions.absent_sources
    lacking = [table for table in measure.tables if table not in definitions.sources]
    if undeclared := [titles[table] for table in lacking if table not in absent]:
        return f"it rests on what only the council itself can supply ({', '.join(undeclared)})"
    verb = "supplied" if all(absent[table].supplied for table in lacking) else "fetched"
    return f"its source has not been {verb} yet ({', '.join(titles[table] for table in lacking)})"


def _explain_why_no_figure(measure: Measure, settings: Settings) -> str:
    sources = settings.declared_definitions.sources
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in (*measure.tables, COUNCILS)}
    invented = [name for name in measure.tables if stamps[name].get("synthetic", True)]
    if invented and not settings.sample:
        supplied = all(sources[name].supplied for name in invented)
        titles = ", ".join(sources[name].title for name in invented)
        return f"its source has not been {'supplied' if supplied else 'fetched'} ({titles})"
    return _explain_why_source_lacks_council(measure, settings)


def _explain_why_source_lacks_council(measure: Measure, settings: Settings) -> str:
    """Return why a source that is there has nothing for the authority: no number by which it is named, or no row."""
    from fairer_stockton.engine.duckdb import list_columns, open_staged_tables

    sources = settings.declared_definitions.sources
    titles = ", ".join(sources[name].title for name in measure.tables)
    if find_incomplete_sources(settings.staged, {name: sources[name] for name in measure.tables}):
        return f"the file that it rests on has not been fetched yet ({titles})"
    with open_staged_tables(settings.staged, {*measure.tables, COUNCILS}) as connection:
        numbered = any("la_number" in list_columns(connection, name) for name in measure.tables)
        known = connection.execute(
            f"select 1 from {COUNCILS} where utlacd = ? limit 1", [settings.authority]
        ).fetchall()
    if numbered and not known:
        return (
            f"{titles} names councils by the Department for Education’s numbers, and the lookup of those"
            f" ({sources[COUNCILS].title}) has none for this council"
        )
    return f"there is no figure for this council in its source ({titles})"
