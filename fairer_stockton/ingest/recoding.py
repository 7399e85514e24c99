"""A wave's own answer codes to the answers that all waves share, as its codebook says."""

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.codebooks import NO_ANSWER, Codebook, SurveyQuestion
from fairer_stockton.ingest.readers.cell_kinds import describe_kind_of_cell
from fairer_stockton.ingest.readers.folding import simplify_answers, simplify_typography
from fairer_stockton.run.errors import InputError


def recode_wave(table: pa.Table, codebook: Codebook) -> pa.Table:
    """Recode every question of a wave; what it did not ask becomes empty columns, its constants become full ones.

    Capitals do not matter in a code, nor do curly apostrophes, long dashes or doubled and hard spaces. A blank is no
    answer, unless the codebook gives the blank a meaning.

    Raises:
        InputError: an answer that the codebook does not map; names file, row, column and the codes known.
    """
    for question in codebook.questions:
        position = table.schema.get_field_index(question.name)
        table = table.set_column(position, question.name, _recode_question(table, question, codebook))
    for name in codebook.answers_not_asked:
        table = table.append_column(name, pa.nulls(table.num_rows, pa.string()))
    for name in codebook.figures_not_asked:
        table = table.append_column(name, pa.nulls(table.num_rows))
    for name, constant in codebook.constants.items():
        table = table.append_column(name, pa.repeat(pa.scalar(float(constant.value)), table.num_rows))
    return table


def _recode_question(table: pa.Table, question: SurveyQuestion, codebook: Codebook) -> pa.ChunkedArray:
    answers = pc.fill_null(table[question.name], "")
    codes = pa.array([simplify_typography(code).casefold() for code in question.answers], pa.string())
    means = pa.array([None if answer == NO_ANSWER else answer for answer in question.answers.values()], pa.string())
    code_positions = pc.index_in(simplify_answers(answers), value_set=codes)
    unmapped = pc.indices_nonzero(pc.and_(pc.is_null(code_positions), pc.not_equal(answers, "")))
    if len(unmapped):
        first = unmapped[0].as_py()
        more = f" (and {len(unmapped) - 1} more in this column)" if len(unmapped) > 1 else ""
        raise InputError(
            file=table["source_file"][first].as_py(),
            row=table["source_row"][first].as_py(),
            column=f"{question.header} ({question.name})",
            found=f"an answer without a meaning: {describe_kind_of_cell(answers[first].as_py())}{more}",
            expected="one of " + ", ".join(map(repr, question.answers)),
            remedy=f"correct the cell, or say in codebooks/{codebook.path.parent.name}/{codebook.path.name} "
            "what it means",
        )
    return pc.take(means, code_positions)
