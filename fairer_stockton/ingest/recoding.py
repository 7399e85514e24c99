"""A wave's own answer codes to the answers that all waves share, as its codebook says."""

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.codebooks import NO_ANSWER, Codebook, Question
from fairer_stockton.ingest.readers.folding import fold, fold_answers
from fairer_stockton.run.errors import InputError


def recode(table: pa.Table, book: Codebook) -> pa.Table:
    """Recode every question of a wave; what it did not ask becomes empty columns, its constants become full ones.

    Capitals do not matter in a code, nor do curly apostrophes, long dashes or doubled and hard spaces. A blank is no
    answer, unless the codebook gives the blank a meaning.

    Raises:
        InputError: an answer that the codebook does not map; names file, row, column, the answer and the codes known.
    """
    for question in book.questions:
        position = table.schema.get_field_index(question.name)
        table = table.set_column(position, question.name, _answers(table, question, book))
    for name in book.answers_not_asked:
        table = table.append_column(name, pa.nulls(table.num_rows, pa.string()))
    for name in book.figures_not_asked:
        table = table.append_column(name, pa.nulls(table.num_rows))
    for name, constant in book.constants.items():
        table = table.append_column(name, pa.repeat(pa.scalar(float(constant.value)), table.num_rows))
    return table


def _answers(table: pa.Table, question: Question, book: Codebook) -> pa.ChunkedArray:
    answers = pc.fill_null(table[question.name], "")
    codes = pa.array([fold(code).casefold() for code in question.answers], pa.string())
    means = pa.array([None if answer == NO_ANSWER else answer for answer in question.answers.values()], pa.string())
    code_positions = pc.index_in(fold_answers(answers), value_set=codes)
    unmapped = pc.indices_nonzero(pc.and_(pc.is_null(code_positions), pc.not_equal(answers, "")))
    if len(unmapped):
        first = unmapped[0].as_py()
        more = f" (and {len(unmapped) - 1} more in this column)" if len(unmapped) > 1 else ""
        raise InputError(
            file=table["source_file"][first].as_py(),
            row=table["source_row"][first].as_py(),
            column=f"{question.header} ({question.name})",
            found=f"the answer {answers[first].as_py()!r}{more}",
            expected="one of " + ", ".join(map(repr, question.answers)),
            remedy=f"correct the cell, or say in codebooks/{book.path.parent.name}/{book.path.name} what it means",
        )
    return pc.take(means, code_positions)
