"""Local Authority Interactive Tool: attainment by free school meals, early entitlements, and its dictionary."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract
from fairer_stockton.sample.model import SampleAreas
from fairer_stockton.sample.national_tables import TableFacts, list_education_authorities


@dataclass(frozen=True)
class AttainmentMeasure:
    """One measure: its short name in the table, its row of the dictionary, and its invented level and trend."""

    short: str
    code: str
    topic: str
    title: str
    chart_title: str
    axis: str
    long_name: str
    first: int
    level: float
    growth: float


# In the order of the published table. The dictionary orders them differently.
ATTAINMENT_MEASURES = (
    AttainmentMeasure(
        "%_3&4yr_olds",
        "209",
        "Early Years",
        "Percentage of 3 & 4 year olds taking up some free education",
        "Take up of 3 and 4 years olds benefitting from some free early education (%)",
        "% of 3 & 4 yr olds",
        "",
        2018,
        90.0,
        0.4,
    ),
    AttainmentMeasure(
        "%_2yr_olds",
        "209",
        "Early Years",
        "Percentage of 2 year old children benefitting from funded early education",
        "2 year old children benefitting from funded early education (%)",
        "% 2 year olds",
        "",
        2018,
        64.0,
        1.0,
    ),
    AttainmentMeasure(
        "AVG_Attain8_Score",
        "350",
        "Key Stage 4",
        "Average Attainment 8 score per pupil",
        "Average Attainment 8 score per pupil",
        "Score per pupil",
        "Average Attainment 8 score per pupil",
        2016,
        51.0,
        0.1,
    ),
    AttainmentMeasure(
        "FSM_AVG_Attain8_Score",
        "361",
        "Key Stage 4",
        "Average Attainment 8 score per pupil eligible for FSM",
        "Average Attainment 8 score per pupil eligible for FSM",
        "Score per pupil",
        "Average Attainment 8 score per pupil at end of Key Stage 4 - Pupils eligible for FSM",
        2016,
        42.0,
        0.15,
    ),
    AttainmentMeasure(
        "NonFSM_AVG_Attain8_Score",
        "361",
        "Key Stage 4",
        "Average Attainment 8 score per pupil not eligible for FSM",
        "Average Attainment 8 score per pupil not eligible for FSM",
        "Score per pupil",
        "Average Attainment 8 score per pupil at end of Key Stage 4 - Pupils Not eligible for FSM",
        2016,
        54.5,
        0.05,
    ),
    AttainmentMeasure(
        "FSM_NEW_KS2_RWM",
        "361",
        "Key Stage 2",
        "KS2 RWM Expected Level - attainment pupils eligible for FSM",
        "KS2 RWM Expected Level - attainment pupils eligible for FSM",
        "% achieving expected level",
        "Achievement of KS2 RWM pupils eligible for free school meals",
        2016,
        44.0,
        0.5,
    ),
    AttainmentMeasure(
        "NonFSM_NEW_KS2_RWM",
        "361",
        "Key Stage 2",
        "KS2 RWM Expected Level - attainment pupils not eligible for FSM",
        "KS2 RWM Expected Level - attainment pupils not eligible for FSM",
        "% achieving expected level",
        "Achievement of KS2 RWM pupils Not eligible for free school meals",
        2016,
        66.0,
        0.4,
    ),
    AttainmentMeasure(
        "KS2RWM_Expected_STD",
        "346",
        "Key Stage 2",
        "KS2 % reading, writing and mathematics - Expected standard - All Pupils",
        "KS2 % reading, writing and mathematics - Expected standard - All Pupils",
        "% achieving expected level",
        "Attainment at the end of key stage 2, expected standard, all pupils",
        2016,
        60.0,
        0.4,
    ),
    AttainmentMeasure(
        "CIN_KS2_ExpStd_RWM",
        "373",
        "Key Stage 2",
        "% of CIN achieving expected standard KS2 in Reading, Writing and Maths",
        "% of CIN achieving expected standard KS2 in Reading, Writing and Maths",
        "% achieving expected level",
        "% of Children In Need achieving expected standard KS2 in Reading Writing and Maths",
        2016,
        30.0,
        0.2,
    ),
)
LAST_YEAR = 2025
WITHOUT_TESTS = (2020, 2021)  # no assessments at the end of primary school

MEANINGS = {
    "Early Years": (
        "The share of children of the age who take up a funded place.",
        "education-provision-children-under-5",
    ),
    "Key Stage 2": ("The share of pupils at the expected standard.", "key-stage-2-attainment"),
    "Key Stage 4": (
        "The mean score of pupils over up to eight subjects at the end of Key Stage 4.",
        "key-stage-4-performance",
    ),
}
SCHEMA = pa.schema(
    [
        ("Short Desc", pa.string()),
        ("Data item", pa.string()),
        ("Years", pa.string()),
        ("LA and Regions", pa.string()),
        ("Values", pa.string()),
        ("LA Number", pa.float64()),
        ("Region", pa.string()),
    ]
)
DICTIONARY = (
    "Measure_code",
    "Topic",
    "Measure",
    "Chart_title",
    "Measure_short",
    "Polarity",
    "y_axis_name",
    "state_funded_flag",
    "Table_status",
    "Description",
    "Last Update",
    "Next Update",
    "Data Owner (DO) /Supplier and Contact Details",
    "Methodology",
    "Hyperlink(s)",
    "dps",
    "Year_Type",
    "No_Quartile",
)


def generate_extracts(_: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the long table and its dictionary."""
    yield GeneratedExtract("lait", "2025", "bds_long_0.parquet", _write_measures_parquet())
    yield GeneratedExtract("lait", "2025", "lait_data_dictionary.csv", _write_measure_dictionary())


def _write_measures_parquet() -> bytes:
    draw = RandomDraws("attainment and early years")
    authorities = list_education_authorities()
    offsets = {authority["number"]: float(draw.normal(0, 1.5)) for authority in authorities}
    rows = [
        row for measure in ATTAINMENT_MEASURES for row in _generate_measure_rows(measure, authorities, offsets, draw)
    ]
    columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
    packed = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), packed, compression="none")
    return packed.getvalue()


def _generate_measure_rows(
    measure: AttainmentMeasure, authorities: TableFacts, offset_by_authority_number: dict[int, float], draw: RandomDraws
) -> Iterator[tuple[object, ...]]:
    for year in range(measure.first, LAST_YEAR + 1):
        # The long name stands only beside a measure's first year, and for some measures not at all.
        long_name = measure.long_name or None if year == measure.first else None
        for authority in authorities:
            number = authority["number"]
            value = (
                measure.level
                + measure.growth * (year - measure.first)
                + offset_by_authority_number[number]
                + draw.normal(0, 0.8)
            )
            primary = measure.topic == "Key Stage 2"
            is_missing = _is_missing(authority, year) or (primary and year in WITHOUT_TESTS)
            text = "-" if is_missing else str(round(value)) if primary else _write_value_as_spreadsheets_do(value)
            yield measure.short, long_name, str(year), authority["name"], text, float(number), authority["region"]


def _is_missing(authority: Mapping[str, Any], year: int) -> bool:
    missing = authority.get("missing", {"first": year + 1, "last": year})
    return bool(missing["first"] <= year <= missing["last"])


def _write_value_as_spreadsheets_do(value: float) -> str:
    """Write a value to one place as a spreadsheet saves it: now and then with the tail of its binary fraction."""
    rounded = round(value, 1)
    tail = f"{rounded:.17g}"
    return tail if tail.endswith(("97", "03", "94", "06")) else f"{rounded:.15g}"


def _write_measure_dictionary() -> bytes:
    """Write every cell in quotes but the missing ones, which are the bare letters NA."""
    rows: list[Sequence[str | None]] = [
        DICTIONARY,
        *(_make_dictionary_row(measure) for measure in sorted(ATTAINMENT_MEASURES, key=_make_sort_key_in_dictionary)),
    ]
    return "".join(",".join(map(_quote_dictionary_cell, row)) + "\r\n" for row in rows).encode()


def _make_sort_key_in_dictionary(measure: AttainmentMeasure) -> tuple[str, str]:
    return measure.code, measure.short.lower()


def _make_dictionary_row(measure: AttainmentMeasure) -> list[str | None]:
    early = measure.topic == "Early Years"
    meaning, page = MEANINGS[measure.topic]
    return [
        measure.code,
        measure.topic,
        measure.title,
        measure.chart_title,
        measure.short,
        "High",
        measure.axis,
        None if early else "State Funded",
        "sample",
        # The published cells hold doubled carriage returns in their line breaks.
        f"Sample row.\r\r\n\r\r\n{meaning}\r\r\n\r\r\n",
        "45839" if early else "46054",
        "46204" if early else "46296",
        "DfE",
        "Invented values: see the provenance file.",
        f"https://explore-education-statistics.service.gov.uk/find-statistics/{page}",
        None,
        "Academic Year",
        None,
    ]


def _quote_dictionary_cell(value: str | None) -> str:
    return "NA" if value is None else '"' + value.replace('"', '""') + '"'
