"""Respondents of a survey as arrays of small numbers: what millions of them need is memory for a few bytes each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fairer_stockton.definitions.measures import SurveyMeasure
from fairer_stockton.engine import duckdb as engine
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.statistics.answer_patterns import NO_ANSWER, AnswerPatterns

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
        answers: to each question.
    """

    waves: NumberedWords
    homes: NumberedWords
    strata: NumberedWords
    points: NumberedWords
    weights: NDArray[np.float64]
    points_in_stratum: NDArray[np.float64]
    people_in_point: NDArray[np.float64]
    groups: Mapping[str, NumberedWords]
    answers: AnswerPatterns

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
            answers=self.answers.take(rows),
        )

    def select_questions(self, places: Sequence[int]) -> "Respondents":
        """Return the respondents with some of the answers."""
        return replace(self, answers=self.answers.select(places))


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
    rows = int(engine.run_query(connection, f"select count(*) as rows from {table}")["rows"][0].as_py())
    reader = connection.sql(f"select\n    {columns}\nfrom {table}").to_arrow_reader(BATCH)
    words, figures, answers = _fill_arrays(reader, rows, categories.keys(), [measure.name for measure in measures])
    waves, homes, strata, points = (_sort_words(numbers, found) for numbers, found in words.values())
    return Respondents(
        waves=waves,
        homes=homes,
        strata=strata,
        points=points,
        **{field: figures[column] for column, field in _FIGURES.items()},
        groups={name: NumberedWords(figures[name], words_of_group) for name, words_of_group in categories.items()},
        answers=answers,
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


def _fill_arrays(
    batches: "Iterable[pa.RecordBatch]", rows: int, groups: Collection[str], questions: Sequence[str]
) -> tuple[dict[str, tuple[NDArray[np.int32], dict[str, int]]], dict[str, NDArray[Any]], AnswerPatterns]:
    """Return each column of words as numbers with the number of each word, figures and groups, and the answers.

    Batch by batch into arrays of their own: a batch that is kept would keep all its columns as they were read.
    """
    words: dict[str, tuple[NDArray[np.int32], dict[str, int]]] = {
        name: (np.full(rows, NONE, np.int32), {}) for name in _WORDS
    }
    figures = {name: np.full(rows, np.nan) for name in _FIGURES} | {name: np.empty(rows, np.int16) for name in groups}
    patterns = [AnswerPatterns.of([np.empty(0, np.int8)] * len(questions))]  # of nobody: a table may have no rows
    start = 0
    for batch in batches:
        span = slice(start, start + batch.num_rows)
        for name, (numbers, known) in words.items():
            _number_words(batch.column(name).dictionary_encode(), numbers[span], known)
        for name, figure in figures.items():
            figure[span] = batch.column(name).to_numpy(zero_copy_only=False)
        patterns.append(AnswerPatterns.of([batch.column(name).to_numpy() for name in questions]))
        start = span.stop
    return words, figures, AnswerPatterns.join(patterns)


def _number_words(column: "pa.DictionaryArray", numbers: NDArray[np.int32], known: dict[str, int]) -> None:
    """Write the number of each row's word, giving a new word the next number."""
    of_batch = np.array([known.setdefault(word, len(known)) for word in column.dictionary.to_pylist()], np.int32)
    there = column.is_valid().to_numpy(zero_copy_only=False)
    numbers[there] = of_batch[column.indices.drop_null().to_numpy()]


def _sort_words(numbers: NDArray[np.int32], number_by_word: Mapping[str, int]) -> NumberedWords:
    """Return the words in order, numbered anew."""
    words = sorted(number_by_word)
    places = np.full(len(words) + 1, NONE, np.int32)  # the last is that of no word: numbers count it from the end
    places[[number_by_word[word] for word in words]] = np.arange(len(words), dtype=np.int32)
    return NumberedWords(places[numbers], words)


def compile_answer(measure: SurveyMeasure, kind: str = "integer") -> str:
    """Compile a respondent's answer to a measure's question: 1, 0, or null where there is none."""
    return f"case when {measure.answer.of} then cast(({measure.answer.yes}) as {kind}) end"
