"""The categories of a characteristic that a source declares, whether or not anybody is counted in them."""

from collections.abc import Iterator

from fairer_stockton.definitions.codebooks import NO_ANSWER, load_codebook
from fairer_stockton.definitions.communities import EVERYONE_ELSE, SURVEY
from fairer_stockton.definitions.contract_files import load_row_contract
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.sources import Source


def list_declared_categories(table: str, breakdown: str, definitions: Definitions) -> list[str]:
    """Return the categories that a source declares of a characteristic: of any wave's codebook, else of its contract.

    Args:
        table: the name of the source.
        breakdown: the characteristic, a column of its staged table, or a community of the residents' survey.
        definitions: those in force.

    Returns:
        The categories, sorted; none where neither declares them.
    """
    if table == SURVEY and (community := definitions.communities.get(breakdown)):
        return sorted((community.title, EVERYONE_ELSE))
    source = definitions.sources[table]
    return sorted(
        set(_list_answers_of_codebooks(source, breakdown)) or set(_list_answers_of_contract(source, breakdown))
    )


def _list_answers_of_codebooks(source: Source, column: str) -> Iterator[str]:
    """Yield the answers that the codebooks of a survey's waves map to a column."""
    for path in source.codebooks:
        codebook = load_codebook(source.name, path.stem, source.codebook_folder)
        for question in codebook.questions if codebook else ():
            if question.name == column:
                yield from (answer for answer in question.answers.values() if answer != NO_ANSWER)


def _list_answers_of_contract(source: Source, column: str) -> Iterator[str]:
    """Yield the closed list of answers that the contract of a staged table names for a column, if it names any."""
    if not source.find_file(f"schemas/staged/{source.name}.py").is_file():
        return
    declared = load_row_contract(source).to_schema().columns.get(column)
    for check in declared.checks if declared else ():
        yield from check.statistics.get("allowed_values", ())
