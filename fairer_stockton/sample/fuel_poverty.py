"""Sub-regional fuel poverty workbooks (low income low energy efficiency), 2021 and 2022, with all their sheets."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import xlsxwriter

from fairer_stockton.sample.areas import load_authorities
from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, make_uncompressed_zip
from fairer_stockton.sample.model import SampleAreas, logistic

Rows = Sequence[Sequence[object]]

FUEL_POVERTY_COLUMNS = (
    "Number of households",
    "Number of households in fuel poverty",
    "Proportion of households fuel poor (%)",
)
PAGE = "https://www.gov.uk/government/collections/fuel-poverty-sub-regional-statistics"
VARIABLES = (
    ("Estimated number of households", "Households in the area, as modelled"),
    (
        "Estimated number of households in fuel poverty",
        "Households in the area that are fuel poor, {year}, as modelled",
    ),
    ("Proportion of households fuel poor (%)", "Fuel poor households for every hundred in the area, {year}"),
    ("Region", "Regional numbers are those of the national fuel poverty statistics, {year}"),
    ("LA Code", "Code of the local authority"),
    ("LA Name", "Name of the local authority"),
    ("LSOA Code", "Code of the lower layer super output area"),
    ("LSOA Name", "Name of the lower layer super output area"),
    ("County", "Name of the county"),
    ("Parliamentary Constituency Code", "Code of the parliamentary constituency"),
    ("Parliamentary Constituency Name", "Name of the parliamentary constituency"),
)
NOTES: tuple[tuple[object, str], ...] = (
    (1, "Totals may not add up because of rounding."),
    (2, "Each sheet holds one table unless it says otherwise."),
    (3, "Read the estimates for the general pattern and for areas that stand out, not for small differences."),
    ("", PAGE),
    (4, "Geography codes are those of April {published}."),
    ("", "https://www.ons.gov.uk/methodology/geography/ukgeographies"),
    (5, "Regional numbers are those of the national fuel poverty statistics, {year}."),
    ("", PAGE),
    (6, "Estimates for one LSOA are unstable: do not compare years, nor LSOAs with similar levels."),
    ("", PAGE),
)


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the workbook of each year."""
    draw = RandomDraws("fuel poverty")
    areas = sample_areas.english21
    households = np.rint(areas["households"] * draw.normal(1.02, 0.01, len(areas))).astype(int)
    pull = -1.8 + 0.5 * areas["need"].to_numpy() + draw.normal(0, 0.25, len(areas))
    for year, drift in ((2021, 0.0), (2022, 0.04)):
        poor = draw.binomial(households, logistic(pull + drift))
        table = areas.assign(households=households, poor=poor)
        name = f"{year}_Sub-Regional-Data-LILEE.xlsx"
        yield GeneratedExtract("fuel_poverty", str(year), name, _make_fuel_poverty_workbook(year, table))
        households = households + draw.integers(-2, 6, len(areas))


def _make_fuel_poverty_workbook(year: int, areas: pd.DataFrame) -> bytes:
    packed_book = io.BytesIO()
    with xlsxwriter.Workbook(packed_book, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Generated sample", "created": datetime(2026, 1, 1, tzinfo=UTC)})
        for name, rows in _generate_sheets_of_workbook(year, areas):
            sheet = book.add_worksheet(name)
            for row_number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        sheet.write(row_number, column, value)
    with zipfile.ZipFile(packed_book) as packed:
        return make_uncompressed_zip({member: packed.read(member) for member in packed.namelist()})


def _generate_sheets_of_workbook(year: int, areas: pd.DataFrame) -> Iterator[tuple[str, Rows]]:
    yield "Title", _make_title_sheet(year)
    yield "Contents", _make_contents_sheet(year)
    yield "Metadata", _make_metadata_sheet(year)
    yield "Notes", _make_notes_sheet(year)
    yield "Table 1", _make_region_sheet(year, areas)
    yield "Table 2", _make_administrative_area_sheet(year, areas)
    yield "Table 3", _make_lsoa_sheet(year, areas)
    yield "Table 4", _make_constituency_sheet(year, areas)


def _make_title_sheet(year: int) -> Rows:
    title = ["Sub-regional Fuel Poverty", "England", year + 2, f"({year} data)"]
    notice = "This workbook is a generated sample: its layout is the publisher's, its numbers are invented"
    return [*[[]] * 8, *[["", "", line] for line in title], *[[]] * 8, [notice]]


def _make_contents_sheet(year: int) -> Rows:
    tables = (
        ("Region", "Region"),
        ("Local Authority", "administrative area"),
        ("LSOA", "LSOA"),
        ("Parliamentary Constituency", "Parliamentary Constituency"),
    )
    heading = f"Statistics, England: Sub-regional Tables, {year + 2}"
    # The two years indent the sheet differently.
    first, title = ([""], ["", "", "", heading]) if year == 2021 else (["", ""], ["", "", heading])
    lines = [
        [*first, area, "", "", f"Fuel Poverty by {by}, {year}", "", "", "", "", "", f"Table {number}"]
        for number, (area, by) in enumerate(tables, start=1)
    ]
    return [*[[]] * 3, title, *[[]] * 5, *lines]


def _make_metadata_sheet(year: int) -> Rows:
    variables = [["", name, text.format(year=year)] for name, text in VARIABLES]
    indent = [""] if year == 2021 else []
    more = [
        [*indent, "Additional information"],
        [*indent, "The report on these tables:", "", "", "", "", PAGE],
        [*indent, "How fuel poverty is modelled:", "", "", "", "", "", PAGE],
        [*indent, "Comments are welcome"],
        [*indent, "Households are scaled so that the regions match the national statistics."],
    ]
    return [*[[]] * 10, ["", "List of variables", "Description"], *variables, [], *more]


def _make_notes_sheet(year: int) -> Rows:
    notes = [[number, text.format(year=year, published=year + 2)] for number, text in NOTES]
    head = [
        ["Notes: Supplementary notes for the Sub Regional tables"],
        ["These notes are about Tables 1 to 4; each applies to every table."],
        ["Note number", "Description"],
    ]
    return [*head, *notes, [], ["Back to contents"]]


def _sum_households_and_fuel_poor_share(areas: pd.DataFrame, decimals_of_share: int | None = None) -> list[object]:
    households, poor = int(areas["households"].sum()), int(areas["poor"].sum())
    share = 100 * poor / households
    return [households, poor, share if decimals_of_share is None else round(share, decimals_of_share)]


def _choose_decimals_of_percentages(year: int) -> int | None:
    """Return the rounding of percentages in the tables for larger areas: none in 2021, three places in 2022."""
    return None if year == 2021 else 3


def _make_table_footer(year: int, column_count: int) -> Rows:
    # In 2022 a stray word stands at the right below each table.
    stray = [] if year == 2021 else [*[""] * (column_count - 1), "England"]
    return [stray, [], ["Back to contents"]]


def _split_by_area(areas: pd.DataFrame, code_column: str, name_column: str) -> Iterator[tuple[str, str, pd.DataFrame]]:
    for (first, second), part in areas.groupby([code_column, name_column]):
        yield str(first), str(second), part


def _make_region_sheet(year: int, areas: pd.DataFrame) -> Rows:
    return [
        [f"Table 1: Fuel Poverty by Region [Note 5], {year}"],
        [],
        ["Region", *FUEL_POVERTY_COLUMNS],
        *[
            [name, *_sum_households_and_fuel_poor_share(part, _choose_decimals_of_percentages(year))]
            for _, name, part in _split_by_area(areas, "rgncd", "rgnnm")
        ],
        ["All households", *_sum_households_and_fuel_poor_share(areas, 1 if year == 2021 else 3)],
        ["", "", "", "England"],
        [],
        ["Back to contents"],
    ]


def _make_administrative_area_sheet(year: int, areas: pd.DataFrame) -> Rows:
    digits = _choose_decimals_of_percentages(year)
    rows: list[list[object]] = [["E92000001", "ENGLAND", "", "", *_sum_households_and_fuel_poor_share(areas, digits)]]
    for code, name, region in _split_by_area(areas, "rgncd", "rgnnm"):
        # The publisher's name of the North West ends with a space.
        shouted = name.upper() + (" " if name == "North West" else "")
        rows.append([code, shouted, "", "", *_sum_households_and_fuel_poor_share(region, digits)])
        if name == "North West":
            rows.append(
                ["E11000002", "", "Merseyside (Met County)", "", *_sum_households_and_fuel_poor_share(region, digits)]
            )
        for district_name, district, part in _split_by_area(region, "ladnm", "ladcd"):
            names = ["", "", district_name] if district.startswith("E08") else ["", district_name, ""]
            rows.append([district, *names, *_sum_households_and_fuel_poor_share(part, digits)])
    codes = "Area Codes [Note 4]" if year == 2021 else "Area Codes"
    return [
        [f"Table 2: Fuel poor households by administrative area [Notes 3 and 4], {year}"],
        [],
        [codes, "Area names ", "", "", *FUEL_POVERTY_COLUMNS],
        *rows,
        *_make_table_footer(year, 7),
    ]


def _make_lsoa_sheet(year: int, areas: pd.DataFrame) -> Rows:
    ordered = areas.sort_values(["rgncd", "ladnm", "code" if year == 2021 else "name"])
    rows = ordered[["code", "name", "ladcd", "ladnm", "rgnnm", "households", "poor"]].to_numpy().tolist()
    return [
        [f"Table 3: Fuel Poverty by LSOA [Notes 4 and 6], {year}"],
        [],
        ["LSOA Code", "LSOA Name", "LA Code", "LA Name", "Region", *FUEL_POVERTY_COLUMNS],
        *[[*names, households, poor, 100 * poor / households] for *names, households, poor in rows],
        *_make_table_footer(year, 8),
    ]


def _make_constituency_sheet(year: int, areas: pd.DataFrame) -> Rows:
    authorities = load_authorities()
    parts: defaultdict[tuple[str, str], list[pd.DataFrame]] = defaultdict(list)  # a constituency may cross a border
    for district, own in areas.groupby("ladcd"):
        constituencies = authorities[str(district)].constituencies
        blocks = np.array_split(np.arange(len(own)), len(constituencies))
        for constituency, block in zip(constituencies.items(), blocks, strict=True):
            parts[constituency].append(own.iloc[block])
    rows = [
        [
            *constituency,
            own[0]["rgnnm"].iloc[0],
            *_sum_households_and_fuel_poor_share(pd.concat(own), _choose_decimals_of_percentages(year)),
        ]
        for constituency, own in parts.items()
    ]
    return [
        [f"Table 4: Fuel Poverty by Parliamentary Constituency [Notes 3 and 4], {year}"],
        [],
        ["Parliamentary Constituency Code", "Parliamentary Constituency", "Region", *FUEL_POVERTY_COLUMNS],
        *sorted(rows, key=lambda row: str(row[0])),
        *_make_table_footer(year, 6),
    ]
