"""The accessible workbook, by the Analysis Function's rules: cover, contents, notes, a sheet a domain, and the gaps."""

import datetime
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.claims import CLAIM_UNITS
from fairer_stockton.definitions.communities import WHOLE_MEASURE
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.units import UNITS
from fairer_stockton.editions.cells import write_cells, write_periods
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.tables.place_sheets import (
    DECIMALS,
    PERIOD_OF_FILES,
    YES_NO,
    make_comparators_table,
    make_deprivation_table,
    make_priorities_table,
    make_targeting_table,
)
from fairer_stockton.report.tables.sheet_layout import (
    A4_PAPER,
    PRINTED_PART,
    PRINTED_ROWS,
    WIDEST_COLUMN_OF_NOTES,
    lay_out_pages,
    lay_out_table_sheet,
    lay_out_text_sheet,
)
from fairer_stockton.report.words import gap_changes, narrative
from fairer_stockton.report.words.claims import CLAIM_VERDICTS
from fairer_stockton.report.words.figures import write_period
from fairer_stockton.report.words.missing import explain_missing_figure
from fairer_stockton.run.vocabulary import AreaType, Reason, Status

if TYPE_CHECKING:
    import pandas as pd

SYMBOLS = {
    "[x]": "not available: the source has no figure, or no margin of error",
    "[c]": "confidential: the figure is suppressed, so that nobody can be recognised",
    "[z]": "not applicable: there is nobody, or nothing, to count among",
    "[low]": "the figure rests on few cases; it is shown, and should be read with care",
}
STATUS_MARKS = {
    Status.PUBLISHED: "none",
    Status.LOW_BASE: "[low]",
    Status.SUPPRESSED: "[c]",
    Status.NOT_AVAILABLE: "[x]",
}
SYMBOL_LEGEND = [f"{symbol} = {meaning}" for symbol, meaning in SYMBOLS.items()]
UNIT_WORDS = {name: unit.words for name, unit in UNITS.items()}
SHEET_NAME_LENGTH = 31
PLACE_SHEETS = {
    "Priorities": ("Priority neighbourhoods and groups of them, and how firmly each stands", make_priorities_table),
    "Targeting": ("Whom targeting by place reaches, of people on a low income", make_targeting_table),
    "Other councils": ("The borough among councils like it and near it", make_comparators_table),
    "Deprivation": (
        "The Indices of Deprivation: official summaries of the borough and its areas",
        make_deprivation_table,
    ),
}
# Parts of files must hold a time. It is always this one, so that the same input makes the same bytes.
FIXED_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def write_workbook(edition: Edition, path: Path) -> None:
    """Write an edition's workbook, from which hidden figures must have been taken already."""
    sheets = {}
    for name, domain in edition.framework.items():
        sheets[_shorten_to_sheet_name(domain.title)] = _make_domain_sheet(edition, name)
    for name, table, make in (
        ("Gaps", edition.gaps, _make_gaps_sheet),
        ("Communities", edition.communities, _make_sheet_of_community_gaps),
        ("Council figures", edition.claims, _make_claims_sheet),
    ):
        if len(table):
            sheets[name] = make(edition)
    for name, (title, make_table) in PLACE_SHEETS.items():
        if len(table := make_table(edition)):
            sheets[name] = _make_workbook_table(
                edition, table, name.lower().replace(" ", "_"), title, "as in csv/README.txt"
            )
    notes, cover = _make_notes_table(edition), _make_cover_sheet(edition, list(sheets))
    book = _produce_workbook_without_warnings(
        filename=str(path),
        sheets=sheets,
        auto_width=dict.fromkeys(sheets, False),  # which would measure every cell
        cover=cover,
        contentsheet_options={"title": _add_sample_warning_to_title(edition, "Contents")},
        notes_table=notes if len(notes) else None,
        notesheet_options={"title": _add_sample_warning_to_title(edition, "Notes")},
    )
    for name, sheet in sheets.items():
        lay_out_table_sheet(book.get_worksheet_by_name(name), sheet.table)
    lay_out_text_sheet(book.get_worksheet_by_name("Cover"), _list_texts_of_cover(cover), cover.width)
    lay_out_pages(book.get_worksheet_by_name("Contents"), A4_PAPER)
    if len(notes):
        numbered = notes.assign(Reference="Note number")  # which the sheet has in place of the reference
        lay_out_table_sheet(book.get_worksheet_by_name("Notes"), numbered, WIDEST_COLUMN_OF_NOTES, A4_PAPER)
    book.set_properties(_make_properties(edition))
    book.close()


def _make_properties(edition: Edition) -> "dict[str, str | datetime.datetime]":
    """Return what the file says of itself; no clock is read."""
    return {
        "title": _make_workbook_title(edition),
        "subject": f"Inequalities in {edition.borough_name}: the figures of the annual report",
        "author": edition.contact,
        "keywords": f"inequalities, {edition.borough_name}, {edition.name}",
        "comments": edition.stamp,
        "created": edition.created.replace(tzinfo=None),
    }


def _produce_workbook_without_warnings(**options: Any) -> Any:
    """Make the workbook with gptables, without its warnings about pandas and about cells that are meant to be text."""
    import gptables
    from pandas.errors import Pandas4Warning

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=Pandas4Warning, module=r"gptables\.")
        warnings.filterwarnings("ignore", category=UserWarning, module=r"gptables\.")
        # A text that opens with = is a text, and no address in a text becomes a link of itself.
        texts_alone = {"strings_to_formulas": False, "strings_to_urls": False}
        return gptables.produce_workbook(**options, workbook_options=texts_alone)


def _shorten_to_sheet_name(title: str) -> str:
    """Shorten a title to what a sheet's name may be, at a whole word."""
    return title if len(title) <= SHEET_NAME_LENGTH else title[: SHEET_NAME_LENGTH + 1].rsplit(" ", 1)[0]


def _make_workbook_title(edition: Edition) -> str:
    return f"{edition.title}: annual report {edition.name}, tables"


def _add_sample_warning_to_title(edition: Edition, title: str) -> str:
    return f"{edition.stamp}: {title}" if edition.stamp else title


def _make_cover_sheet(edition: Edition, sheet_names: Sequence[str]) -> Any:
    import gptables

    intro = [
        f"Edition: {edition.name}",
        *([f"Date: {edition.created.day} {edition.created:%B %Y}"] if edition.date else []),
        f"Contact: {edition.contact}",
        f"The figures of the annual report to {edition.council.reports_to}: "
        "each measure for the borough, its areas and England.",
        "Each sheet holds one table. Neighbourhoods (LSOAs) are too many to list here: see csv/observations.csv.",
    ]
    if edition.stamp:
        sampled = "Figures marked Yes in the column Sample rest on generated data: their values are invented."
        intro = [edition.stamp, sampled, *intro]
    # Each name leads to its sheet.
    links = [{name: f"internal:'{name}'!A1"} for name in ("Contents", *sheet_names)]
    return gptables.Cover(
        cover_label="Cover",
        title=_add_sample_warning_to_title(edition, _make_workbook_title(edition)),
        intro=[*intro, *links],
        about=[
            "The true figure is likely to be between its 95% limits. They are wider when few people are counted.",
            "Shorthand: " + "; ".join(SYMBOL_LEGEND) + ".",
            *edition.attributions.values(),
        ],
        contact=[f"{edition.contact}. The pages are in index.html beside this workbook."],
    )


def _list_texts_of_cover(cover: Any) -> list[str]:
    """Return the texts of the cover as they stand below each other; of a link, what is shown."""
    headed = (("Introductory information", cover.intro), ("About these data", cover.about), ("Contact", cover.contact))
    parts = [cover.title, *(part for heading, texts in headed for part in (heading, *texts))]
    return [next(iter(part)) if isinstance(part, dict) else str(part) for part in parts]


def _make_notes_table(edition: Edition) -> "pd.DataFrame":
    """List what to know of each measure; the sheets refer to them by the measure's name."""
    import pandas as pd

    measures = [measure for domain in edition.framework for measure in edition.list_measures_with_figures(domain)]
    notes = [(measure.name, measure.title, _write_note_on_measure(measure)) for measure in measures]
    return write_cells(pd.DataFrame(notes, columns=["Reference", "Measure", "Note"]))


def _write_note_on_measure(measure: Measure) -> str:
    nearest = f"Nearest available measure of: {measure.proxy_for}" if measure.proxy_for else ""
    return " ".join(filter(None, [f"Framework measure: {measure.framework}.", nearest, *measure.caveats]))


def _make_domain_sheet(edition: Edition, domain_name: str) -> Any:
    import gptables
    import pandas as pd

    domain, measures = edition.framework[domain_name], edition.list_measures_with_figures(domain_name)
    rows = edition.observations
    rows = rows[(rows["domain"] == domain_name) & (rows["area_type"] != AreaType.LSOA)]
    if not measures:
        states = [explain_missing_figure(edition, domain, measure_name) for measure_name in domain.measures]
        table = pd.DataFrame({"Framework measure": list(domain.measures), "State": states})
        title = _add_sample_warning_to_title(edition, f"{domain.title}: no data yet")
        return gptables.GPTable(
            table=table, table_name=domain_name, title=title, scope="", source="none yet", index_columns={}
        )
    words = rows["measure"].map(edition.measures)
    table = pd.DataFrame({
        "Measure": words.map(lambda measure: measure.title),
        "Kind of area": rows["area_type"].map(AREA_TYPE_NAMES),
        "Area": rows["area_name"],
        "Area code": rows["area_code"],
        "Map": rows["vintage"],
        "Period": rows["period"].map(write_period),
        PERIOD_OF_FILES: write_periods(rows["period"]),
        "Split by": rows["breakdown"].str.replace("_", " "),
        "Group": rows["category"],
        "Figure": _round_figures_and_mark_missing(rows, "value"),
        "Lower 95% limit": _round_figures_and_mark_missing(rows, "lower_95"),
        "Upper 95% limit": _round_figures_and_mark_missing(rows, "upper_95"),
        "Unit": rows["unit"].map(UNIT_WORDS),
        "Count": _round_figures_and_mark_missing(rows, "numerator"),
        "Out of": _round_figures_and_mark_missing(rows, "denominator"),
        "Against England": rows["comparison"].map(narrative.COMPARISONS),
        "Mark": _find_mark_of_each_row(rows),
        "Note": rows["note"].replace("", "none"),
        "Sample": rows["synthetic"].map(YES_NO),
    })  # fmt: skip
    title = f"{domain.title}: every figure but those of neighbourhoods"
    notes = "".join(f"$${measure.name}$$" for measure in measures)
    about = f"Notes to the measures, in the order in which they stand here: {notes}"
    return _make_workbook_table(
        edition, table, domain_name, title, _cite_sources_of_domain(edition, domain_name), about
    )


def _make_gaps_sheet(edition: Edition) -> Any:
    import pandas as pd

    rows = edition.gaps
    table = pd.DataFrame({
        "Domain": rows["measure"].map(lambda name: edition.framework[edition.measures[name].domain].title),
        "Measure": rows["measure"].map(lambda name: edition.measures[name].title),
        "Gap": rows["gap_type"].map(narrative.GAP_TITLES),
        "Area code": rows["area_code"],
        "First group": rows["group_a"],
        "Second group": rows["group_b"],
        "Period": rows["period"].map(write_period),
        PERIOD_OF_FILES: write_periods(rows["period"]),
        "First less second": _round_figures_and_mark_missing(rows, "value"),
        "Lower 95% limit": _round_figures_and_mark_missing(rows, "lower_95"),
        "Upper 95% limit": _round_figures_and_mark_missing(rows, "upper_95"),
        "Unit": rows["unit"].map(UNIT_WORDS),
        "In the count": _round_figures_and_mark_missing(rows, "people"),
        "Change from": rows["change_from"].map(write_period).replace("", "none"),
        "Change": _round_figures_and_mark_missing(rows, "change"),
        "Lower 95% limit of the change": _round_figures_and_mark_missing(rows, "change_lower_95"),
        "Upper 95% limit of the change": _round_figures_and_mark_missing(rows, "change_upper_95"),
        "Change that could be seen": _round_figures_and_mark_missing(rows, "detectable_change"),
        "Same gap in England": _round_figures_and_mark_missing(rows, "england_value"),
        "Direction": rows["direction"].map(gap_changes.DIRECTION_TITLES),
        "Sample": rows["synthetic"].map(YES_NO),
    })  # fmt: skip
    return _make_workbook_table(
        edition, table, "gaps", "Gaps between areas and between groups of people", "as in the domains' sheets"
    )


def _make_sheet_of_community_gaps(edition: Edition) -> Any:
    import pandas as pd

    rows = edition.communities
    six = edition.definitions.six_gaps
    table = pd.DataFrame({
        "Community": rows["title"],
        "Heading": rows["kind"],
        "Gap": rows["gap"].map(lambda name: six[name].title),
        "Measure": rows["measure"].map(lambda name: edition.measures[name].title if name else "none"),
        "Period": rows["period"].map(write_period).replace("", "none"),
        PERIOD_OF_FILES: write_periods(rows["period"]).replace("", "none"),
        "Area": rows["area_name"].replace("", "none"),
        "Group": rows["category"].replace({"": "none", WHOLE_MEASURE: "everybody in the measure"}),
        "Compared with": rows["else_category"].replace("", "none"),
        "Community's figure": _round_figures_and_mark_missing(rows, "group_value"),
        "Lower 95% limit": _round_figures_and_mark_missing(rows, "group_lower_95"),
        "Upper 95% limit": _round_figures_and_mark_missing(rows, "group_upper_95"),
        "Everyone else": _round_figures_and_mark_missing(rows, "else_value"),
        "Lower 95% limit of everyone else": _round_figures_and_mark_missing(rows, "else_lower_95"),
        "Upper 95% limit of everyone else": _round_figures_and_mark_missing(rows, "else_upper_95"),
        "Community less everyone else": _round_figures_and_mark_missing(rows, "value"),
        "Lower 95% limit of the difference": _round_figures_and_mark_missing(rows, "lower_95"),
        "Upper 95% limit of the difference": _round_figures_and_mark_missing(rows, "upper_95"),
        "Unit": rows["unit"].map(UNIT_WORDS).fillna("none"),
        "England": _round_figures_and_mark_missing(rows, "england_value"),
        "Middle of similar councils": _round_figures_and_mark_missing(rows, "median_of_councils"),
        "Number of councils": _round_figures_and_mark_missing(rows, "councils"),
        "Direction": rows["direction"].map(gap_changes.DIRECTION_TITLES),
        "Mark": rows["status"].map(STATUS_MARKS),
        "Note": rows["note"].replace("", "none"),
        "What would fill it": rows["needs"].replace("", "none"),
        "Sample": rows["synthetic"].map(YES_NO),
    })  # fmt: skip
    title = "Disadvantaged communities against everyone else, in the six gaps"
    return _make_workbook_table(edition, table, "communities", title, "as in the domains' sheets")


def _make_claims_sheet(edition: Edition) -> Any:
    import pandas as pd

    rows = edition.claims
    table = pd.DataFrame({
        "What was said": rows["text"],
        "Document": rows["document"],
        "Whose figure": rows["of"],
        "As stated": rows["stated"],
        "Recomputed": rows["recomputed"].round(DECIMALS).astype(object).where(rows["recomputed"].notna(), "[x]"),
        "Unit": rows["unit"].map(CLAIM_UNITS),
        "Of the period": write_periods(rows["of_period"]).replace("", "none"),
        "Verdict": rows["verdict"].map(CLAIM_VERDICTS),
        "What to know": rows["why"].replace("", "none"),
        "What it needs": rows["needs"].replace("", "none"),
    })  # fmt: skip
    title = "The council's own published figures, recomputed from published extracts"
    return _make_workbook_table(edition, table, "claims", title, "as named in each row")


def _make_workbook_table(
    edition: Edition, table: "pd.DataFrame", table_name: str, title: str, source: str, *further_subtitles: str
) -> Any:
    import gptables

    further_subtitles += (PRINTED_PART,) if len(table) > PRINTED_ROWS else ()
    return gptables.GPTable(
        table=write_cells(table.reset_index(drop=True)),
        table_name=f"table_{table_name}",
        title=_add_sample_warning_to_title(edition, title),
        subtitles=[
            f"{edition.borough_name}, edition {edition.name}. The column Unit says what each figure is in.",
            *further_subtitles,
        ],
        instructions="This sheet holds one table. The sheet Notes says what to know of each measure.",
        source=source,
        legend=SYMBOL_LEGEND,
        index_columns={},
    )


def _cite_sources_of_domain(edition: Edition, domain_name: str) -> str:
    names = edition.observations.loc[edition.observations["domain"] == domain_name, "sources"].unique()
    used = sorted({name for cell in names for name in cell.split()})
    return "; ".join(f"{edition.sources[name].publisher}, {edition.sources[name].title}" for name in used)


def _find_mark_of_each_row(rows: "pd.DataFrame") -> "pd.Series[Any]":
    """Return the mark of each row; it explains why a figure is missing."""
    empty = rows["note"] == Reason.DENOMINATOR_ZERO
    return rows["status"].map(STATUS_MARKS).where(~empty | (rows["status"] != Status.NOT_AVAILABLE), "[z]")


def _round_figures_and_mark_missing(rows: "pd.DataFrame", column_name: str) -> "pd.Series[Any]":
    """Return a column's figures as numbers to four decimals, and a symbol for each that is missing."""
    numbers = rows[column_name].round(DECIMALS).astype(object)
    # A row with a figure may lack an interval or a count: that cell is not available, whatever the row's mark.
    symbols = _find_mark_of_each_row(rows).replace({"none": "[x]", "[low]": "[x]"})
    return numbers.where(rows[column_name].notna(), symbols)
