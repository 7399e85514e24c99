"""The page on how to use the data: the files, a few lines for each tool, the form of JSON, licences and citing."""

from dataclasses import dataclass

from fairer_stockton.definitions.sources import LICENCE_PAGES, LICENCE_TITLES, LICENCES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.table import Table
from fairer_stockton.report.tables.json_files import FIGURE_COLUMNS, SCHEMA
from fairer_stockton.report.words.use_of_data import (
    FILES,
    Example,
    ExampleMeasure,
    choose_example_measure,
    list_examples,
)


@dataclass(frozen=True)
class LicenceLine:
    """A licence under which some of the figures are published: its name, its page, and what to write beside them."""

    title: str
    page: str
    attribution: str


@dataclass(frozen=True)
class UseOfDataView:
    """All that the page says."""

    measure: ExampleMeasure | None
    examples: tuple[Example, ...]
    files: Table
    columns: Table
    schema: str
    licences: tuple[LicenceLine, ...]
    has_supplied: bool


def make_use_of_data_view(edition: Edition) -> UseOfDataView:
    """Gather what the page says of an edition."""
    measure = choose_example_measure(edition)
    read = [source for name, source in edition.sources.items() if edition.inputs.get(name)]
    return UseOfDataView(
        measure,
        list_examples(measure) if measure else (),
        Table("What there is, in the folder of the report", ("File or folder", "What it holds"), FILES),
        Table("The columns of a measure’s figures", ("Column", "What it holds"), tuple(FIGURE_COLUMNS.items())),
        SCHEMA,
        tuple(
            LicenceLine(LICENCE_TITLES[licence], LICENCE_PAGES[licence], LICENCES[licence])
            for licence in sorted({source.licence for source in read} & set(LICENCE_PAGES))
        ),
        any(source.supplied for source in read),
    )
