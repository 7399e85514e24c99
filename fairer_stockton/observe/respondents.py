"""Respondents of a survey as arrays of small numbers: what millions of them need is memory for a few bytes each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fairer_stockton.definitions.measures import SurveyMeasure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.statistics.answer_patterns import NO_ANSWER

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# What a survey's table may say of how its respondents were drawn.
DESIGN_COLUMNS = {
    "stratum": "varchar",
    "cluster": "varchar",
    "points_in_stratum": "double",
    "people_in_point": "double",
}
NONE = NO_ANSWER  # the number of an absent word too
BATCH = 100_000  # respondents that are in memory as text at a time
_WORDS = ("period", "lsoa21cd", "stratum", "cluster")
_FIGURES = {"weight": "weights", "points_in_stratum": "points_in_stratum", "people_in_point": "people_in_point"}


@dataclass(frozen=True, slots=True)
class NumberedWords:
    """A column of words: the number of each row's word among the sorted words, or `NONE`."""

    numbers: NDArray[Any]
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Respondents:
    """The respondents of a survey, a row each.

    Attributes:
        waves: the wave of each.
        homes: the neighbourhood, `UNPLACED` where it is not known.
        strata: the stratum, an empty word where there is none.
        points: the sampling point.
        weights: the weight, nan where it is missing.
        points_in_stratum: nan where it is not known.
        people_in_point: nan where it is not known.
        groups: the category of each characteristic or community.
        answers: 1, 0 or `NONE`, shape (respondents, questions).
    """

    waves: NumberedWords
    homes: NumberedWords
    strata: NumberedWords
    points: NumberedWords
    weights: NDArray[np.float64]
    points_in_stratum: NDArray[np.float64]
    people_in_point: NDArray[np.float64]
    groups: Mapping[str, NumberedWords]
    answers: NDArray[np.int8]

    def select_waves(self, waves: Iterable[str]) -> "Respondents":
        """Return the respondents of some waves."""
        numbers = [self.waves.words.index(wave) for wave in waves]
        chosen = np.isin(self.waves.numbers, numbers)
        if chosen.all():
            return self
        rows = np.flatnonzero(chosen)
        return Respondents(
            waves=_select_rows(self.waves, rows),
            homes=_select_rows(self.homes, rows),
            strata=_select_rows(self.strata, rows),
            points=_select_rows(self.points, rows),
            weights=self.weights[rows],
            points_in_stratum=self.points_in_stratum[rows],
            people_in_point=self.people_in_point[rows],
            groups={name: _select_rows(of_group, rows) for name, of_group in self.groups.items()},
            answers=self.answers[rows],
        )

    def select_questions(self, places: Sequence[int]) -> "Respondents":
        """Return the respondents with some of the answers."""
        if [*places] == [*range(self.answers.shape[1])]:
            return self
        return replace(self, answers=self.answers[:, places])


def _select_rows(column: NumberedWords, rows: NDArray[np.int64]) -> NumberedWords:
    return replace(column, numbers=column.numbers[rows])


def read_respondents(
    connection: "duckdb.DuckDBPyConnection",
    table: str,
    measures: Sequence[SurveyMeasure],
    split_expressions: Mapping[str, str],
) -> Respondents:
    """Read the respondents of a staged table.

    Args:
        connection: with the table.
        table: of a survey.
        measures: each a question.
        split_expressions: the SQL of each characteristic or community.
    """
    categories = {name: _list_words(connection, table, of_split) for name, of_split in split_expressions.items()}
    cells = {
        **_list_cells_of_design(engine.list_columns(connection, table)),
        **{name: _compile_number_of_word(split_expressions[name], words) for name, words in categories.items()},
        **{measure.name: f"coalesce({compile_answer(measure, 'tinyint')}, {NONE})" for measure in measures},
    }
    columns = ",\n    ".join(f"{cell} as {name}" for name, cell in cells.items())
    batches = _read_small_batches(connection, f"select\n    {columns}\nfrom {table}")
    waves, homes, strata, points = (_number_words(batches.pop(name)) for name in _WORDS)
    return Respondents(
        waves=waves,
        homes=homes,
        strata=strata,
        points=points,
        **{field: _join_figures(batches.pop(column)) for column, field in _FIGURES.items()},
        groups={name: NumberedWords(_join_figures(batches.pop(name)), words) for name, words in categories.items()},
        answers=_join_answers([batches.pop(measure.name) for measure in measures]),
    )


def _list_words(connection: "duckdb.DuckDBPyConnection", table: str, expression: str) -> list[str]:
    """Return the different words of an expression in order."""
    statement = f"select distinct cast({expression} as varchar) as word from {table} order by word"
    return [word for word in engine.run_query(connection, statement)["word"].to_pylist() if word is not None]


def _list_cells_of_design(table_columns: Collection[str]) -> dict[str, str]:
    design = {name: name if name in table_columns else f"cast(null as {kind})" for name, kind in DESIGN_COLUMNS.items()}
    home, stratum = f"coalesce(lsoa21cd, '{UNPLACED}')", f"coalesce({design['stratum']}, '')"
    return {"period": "period", "lsoa21cd": home, "weight": "cast(weight as double)", **design, "stratum": stratum}


def _compile_number_of_word(expression: str, words: Sequence[str]) -> str:
    """Compile the number of a word among the sorted words: several times as fast as to read the word itself."""
    numbers = " ".join(f"when {engine.format_sql_list([word])} then {number}" for number, word in enumerate(words))
    return f"cast(case cast({expression} as varchar) {numbers} else {NONE} end as smallint)" if words else f"{NONE}"


def _read_small_batches(connection: "duckdb.DuckDBPyConnection", statement: str) -> "dict[str, list[pa.Array]]":
    """Return the batches of each column, words as the numbers of each batch's own list of them."""
    batches: dict[str, list[pa.Array]] = {}
    for batch in connection.sql(statement).to_arrow_reader(BATCH):
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            batches.setdefault(name, []).append(column.dictionary_encode() if name in _WORDS else column)
    return batches


def _number_words(batches: "list[pa.DictionaryArray]") -> NumberedWords:
    import pyarrow as pa

    column = pa.chunked_array(batches).combine_chunks()
    words = column.dictionary.to_pylist()
    order = sorted(range(len(words)), key=words.__getitem__)
    places = np.empty(len(words), np.int32)
    places[order] = np.arange(len(words), dtype=np.int32)
    numbers = column.indices.fill_null(0).to_numpy()
    numbers = places[numbers] if words else np.zeros(len(numbers), np.int32)
    if column.null_count:
        numbers[column.is_null().to_numpy(zero_copy_only=False)] = NONE
    return NumberedWords(numbers, [words[place] for place in order])


def _join_figures(batches: "list[pa.Array]") -> NDArray[Any]:
    """Return a column; one without any figure takes no room."""
    rows = sum(len(batch) for batch in batches)
    if all(batch.null_count == len(batch) for batch in batches):
        return np.broadcast_to(np.float64(np.nan), (rows,))
    return np.concatenate([batch.to_numpy(zero_copy_only=False) for batch in batches])


def _join_answers(batches_of_questions: "list[list[pa.Array]]") -> NDArray[np.int8]:
    rows = sum(len(batch) for batch in batches_of_questions[0])
    answers = np.empty((rows, len(batches_of_questions)), np.int8, order="F")
    for question, batches in enumerate(batches_of_questions):
        answers[:, question] = _join_figures(batches)
    return answers


def compile_answer(measure: SurveyMeasure, kind: str = "integer") -> str:
    """Compile a respondent's answer to a measure's question: 1, 0, or null where there is none."""
    return f"case when {measure.answer.of} then cast(({measure.answer.yes}) as {kind}) end"
