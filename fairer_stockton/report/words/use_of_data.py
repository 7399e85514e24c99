"""How to use the data of an edition: a few lines for each tool, and how to cite and reuse the figures."""

from dataclasses import dataclass

from fairer_stockton.report.edition import Edition
from fairer_stockton.run.vocabulary import AreaType

FILES = (
    ("json/", "a JSON file for each measure: what it is, and all its figures"),
    ("csv/", "tables as CSV: every figure, every gap, a file for each domain; README.txt explains the columns"),
    ("parquet/", "the same tables with typed columns"),
    ("tables.xlsx, tables.ods", "the same tables as workbooks"),
    ("manifest.json", "every file that the report was made from, and every file of it, with its sha256"),
)


@dataclass(frozen=True)
class Example:
    """A tool, what a reader should know first, and the few lines or steps that read the figures of a measure."""

    title: str
    words: str
    lines: tuple[str, ...]
    is_code: bool = True


@dataclass(frozen=True)
class ExampleMeasure:
    """The measure that the examples read, and the kind of area and the map that it has figures for."""

    name: str
    title: str
    domain: str
    area_type: str
    vintage: str


def choose_example_measure(edition: Edition) -> ExampleMeasure | None:
    """Choose the measure that the examples read: an open one, with figures for all wards if there is such a one."""
    rows = edition.observations[edition.observations["value"].notna() & (edition.observations["breakdown"] == "all")]
    if rows.empty:
        return None
    wards = rows[(rows["area_type"] == AreaType.WARD) & (rows["vintage"] == edition.ward_vintage)]
    candidates = wards if len(wards) else rows[rows["area_type"] == rows["area_type"].iloc[0]]
    closed = edition.definitions.supplied
    counts = candidates.groupby("measure", sort=True).size()
    name = max(counts.index, key=lambda key: (not set(edition.measures[key].tables) & closed, counts[key]))
    measure, row = edition.measures[name], candidates[candidates["measure"] == name].iloc[-1]
    return ExampleMeasure(name, measure.title, measure.domain, row["area_type"], row["vintage"])


def list_examples(measure: ExampleMeasure) -> tuple[Example, ...]:
    """List the examples, in the order of the page."""
    return (
        Example(
            "Python",
            "With pandas, from the folder of the report. For a report on the web, put its address before “json/” and "
            "read the file with urllib.request.urlopen.",
            (
                "import json, pandas as pd",
                f'measure = json.load(open("json/{measure.name}.json", encoding="utf-8"))',
                'figures = pd.DataFrame(measure["figures"])',
                f"shown = figures.query(\"area_type == '{measure.area_type}' and vintage == '{measure.vintage}'"
                " and breakdown == 'all' and value == value\")",
                'print(measure["title"], shown[shown.period == shown.period.max()][["area_name", "value"]])',
            ),
        ),
        Example(
            "R",
            "Without a package, from the folder of the report. A period is text: 2023/24 is not a number.",
            (
                f'figures <- read.csv("csv/{measure.domain}.csv", encoding = "UTF-8",',
                '                    colClasses = c(period = "character", vintage = "character"))',
                f'figures <- subset(figures, measure == "{measure.name}" & area_type == "{measure.area_type}" &',
                f'                  vintage == "{measure.vintage}" & breakdown == "all" & !is.na(value))',
                'print(subset(figures, period == max(period), select = c("area_name", "value")))',
            ),
        ),
        Example(
            "Excel",
            "We have not tried these steps in Excel itself.",
            (
                f"Choose Data, From Text/CSV, and the file csv/{measure.domain}.csv.",
                "Set File Origin to 65001: Unicode (UTF-8), and choose Transform Data.",
                "Set the type of the columns period and vintage to Text, so that Excel does not read them as dates.",
                f"Filter the column measure to {measure.name}, and breakdown to all.",
                "Choose Close & Load.",
            ),
            is_code=False,
        ),
        Example(
            "Power BI",
            "Paste this into the Advanced Editor, with the address of the report. We have not tried it in Power BI "
            "itself.",
            (
                f'let Measure = Json.Document(Web.Contents("https://ADDRESS/json/{measure.name}.json")),',
                "    Figures = Measure[figures],",
                "    Table = Table.FromColumns(Record.FieldValues(Figures), Record.FieldNames(Figures)),",
                '    Typed = Table.TransformColumnTypes(Table, {{"value", type number}, {"period", type text}})',
                "in Typed",
            ),
        ),
    )
