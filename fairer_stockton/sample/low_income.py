"""Children in low income families, after housing costs: by ward and by local authority, two financial years."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from fairer_stockton.sample.areas import load_authorities
from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes
from fairer_stockton.sample.model import SampleAreas, logistic
from fairer_stockton.sample.national_tables import list_low_income_authorities

LOW_INCOME_YEARS = ("FYE 2024", "FYE 2025")
LOW_INCOME_COLUMNS = (
    *(f"Number of children \n{year}" for year in LOW_INCOME_YEARS),
    *(f"Percentage of children \n{year}\n(%)\n[note 3]" for year in LOW_INCOME_YEARS),
)
# Tiny places: counts below five are "[low]" and no percentage is given.
SUPPRESSED = (
    ("City of London", "E09000001", "Aldersgate", "E05009288", "[low]", "5", "[x]", "[x]"),
    ("City of London", "E09000001", "Bishopsgate", "E05009292", "11", "[low]", "[x]", "[x]"),
    ("Isles of Scilly", "E06000053", "St Martin's", "E05011092", "[low]", "[low]", "[x]", "[x]"),
    ("Antrim and Newtownabbey", "N09000001", "Abbey", "N08000101", "141", "133", "[x]", "[x]"),
)
BLANK_WARD_ROWS = 216
BLANK_AUTHORITY_ROWS = 14


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the ward table and the local authority table, each with the lines above and below it."""
    yield _make_low_income_extract("4_AHC_Relative_Ward.csv", _make_low_income_rows_of_wards(sample_areas))
    yield _make_low_income_extract("2_AHC_Relative_LA.csv", _make_low_income_rows_of_authorities(sample_areas))


def _make_low_income_extract(file_name: str, rows: list[list[str]]) -> GeneratedExtract:
    return GeneratedExtract(
        "children_in_low_income", "2025", file_name, csv_bytes(rows, with_byte_order_mark=True, newline="\r\n")
    )


def count_poor_children_by_authority(sample_areas: SampleAreas) -> pd.DataFrame:
    """Return ladcd, ladnm, children, poor_2024 and poor_2025 for each authority.

    An authority made of wards is near their sum, not equal to it: the publisher rounds each at random.
    """
    draw = RandomDraws("low income authorities")
    sums = (
        _count_poor_children_by_ward(sample_areas)
        .groupby(["ladcd", "ladnm"], as_index=False)[["children", "poor_2024", "poor_2025"]]
        .sum()
    )
    sums[["poor_2024", "poor_2025"]] += draw.integers(-7, 8, (len(sums), 2))
    # The rest of the list, so that it reads like the national one; its figures are drawn.
    rest = [(area["name"], area["code"]) for area in list_low_income_authorities()]
    others = pd.DataFrame([area for area in rest if area[1] not in set(sums["ladcd"])], columns=["ladnm", "ladcd"])
    others["children"] = draw.integers(12_000, 60_000, len(others))
    rate = draw.uniform(0.22, 0.38, len(others))
    others["poor_2024"] = np.rint(others["children"] * rate).astype(int)
    others["poor_2025"] = np.rint(others["children"] * (rate + draw.normal(0, 0.01, len(others)))).astype(int)
    return pd.concat([sums, others]).sort_values("ladcd", ignore_index=True)


def count_poor_children_of_country(sample_areas: SampleAreas) -> dict[str, int]:
    """Return children, poor_2024 and poor_2025 of the country: as though it held the sample many times over."""
    sums = count_poor_children_by_authority(sample_areas)
    return {name: 23 * int(sums[name].sum()) for name in ("children", "poor_2024", "poor_2025")}


def _count_poor_children_by_ward(sample_areas: SampleAreas) -> pd.DataFrame:
    draw = RandomDraws("low income wards")
    areas = sample_areas.lsoa21
    pull = -1.35 + 0.65 * areas["need"].to_numpy() + draw.normal(0, 0.2, len(areas))
    poor = {
        "poor_2024": draw.binomial(areas["children"], logistic(pull)),
        "poor_2025": draw.binomial(areas["children"], logistic(pull - 0.03)),
    }
    keys = ["ladcd", "ladnm", "wdnm", "wdcd"]
    return areas.assign(**poor).groupby(keys, as_index=False)[["children", "poor_2024", "poor_2025"]].sum()


def _add_welsh_name(authority_code: str, authority_name: str) -> str:
    """Return the name, with the Welsh one where there is one, as the publisher writes it."""
    authorities = load_authorities()
    welsh = authorities[authority_code].welsh_name if authority_code in authorities else ""
    return f"{authority_name} / {welsh}" if welsh else authority_name


def _write_poor_children_and_shares(children: int, poor_2024: int, poor_2025: int) -> list[str]:
    counts = [f"{poor_2024:,}", f"{poor_2025:,}"]
    return counts + [f"{100 * poor / children:.1f}%" for poor in (poor_2024, poor_2025)]


def _make_low_income_rows_of_wards(sample_areas: SampleAreas) -> list[list[str]]:
    wards = [
        [_add_welsh_name(code, name), code, ward, ward_code, *_write_poor_children_and_shares(*counts)]
        for code, name, ward, ward_code, *counts in _count_poor_children_by_ward(sample_areas).to_numpy().tolist()
    ]
    rows = [
        *_make_lines_above_table("Ward", 4),
        ["DWP Stat-Xplore, Children in Low Income Families (Relative), Ward by Age"],
        ["ONS, Population Estimates (England and Wales), Ward by Age"],
        ["National Records of Scotland, Population Estimates, Ward by Age"],
        ["Local Authority [note 2]", "Area Code", "Ward [note 2]", "Area Code", *LOW_INCOME_COLUMNS],
        [
            "",
            "",
            "United Kingdom [note 4]",
            "K02000001",
            *_write_poor_children_and_shares(**count_poor_children_of_country(sample_areas)),
        ],
        *sorted([*wards, *map(list, SUPPRESSED)], key=lambda row: (row[1][0] != "E", row[1], row[3])),
        *[[]] * BLANK_WARD_ROWS,
    ]
    return [_pad_row_with_empty_cells(row, 8) for row in rows]


def _make_low_income_rows_of_authorities(sample_areas: SampleAreas) -> list[list[str]]:
    authority_rows = [
        [_add_welsh_name(code, name), code, *_write_poor_children_and_shares(*counts)]
        for code, name, *counts in count_poor_children_by_authority(sample_areas).to_numpy().tolist()
    ]
    rows = [
        *_make_lines_above_table("Local Authority", 2),
        ["DWP Stat-Xplore, Children in Low Income Families (Relative), Local Authority by Age"],
        ["ONS Nomis, Population Estimates, Local Authority by Age"],
        ["Local Authority [note 2]", "Area Code", *LOW_INCOME_COLUMNS],
        [
            "United Kingdom [note 4]",
            "K02000001",
            *_write_poor_children_and_shares(**count_poor_children_of_country(sample_areas)),
        ],
        *authority_rows,
        *[[]] * BLANK_AUTHORITY_ROWS,
    ]
    # Four empty columns stand at the right of the published table.
    return [_pad_row_with_empty_cells(row, 10) for row in rows]


def _make_lines_above_table(area_kind: str, table_number: int) -> list[list[str]]:
    return [
        [
            f"Table {table_number}: Number and Percentage of Children (aged under 16) living in Relative low "
            "income families, "
            f"After Housing Costs, {area_kind}, FYE 2024 to 2025, United Kingdom"
        ],
        ["Back to Contents"],
        ["This worksheet contains one table. Some cells refer to notes which can be found in the Notes worksheet."],
        [
            "This table shows children aged 0 to 15 years old. Figures for all children (including 16 to 19 years old) "
            "are available on Stat-Xplore and can be broken down by Age (years and bands)."
        ],
        ["FYE = Financial Years Ending."],
        ["Source: "],
    ]


def _pad_row_with_empty_cells(row: list[str], column_count: int) -> list[str]:
    return [*row, *[""] * (column_count - len(row))]
