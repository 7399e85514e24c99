"""Office for National Statistics lookups: LSOA to LSOA, to ward, and local authority to region."""

from collections.abc import Iterator, Sequence

from fairer_stockton.sample.areas import load_authorities
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes
from fairer_stockton.sample.model import SampleAreas
from fairer_stockton.sample.national_tables import list_districts, list_regions

PLACED = ["code", "name", "wdcd", "wdnm", "ladcd", "ladnm"]


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield the four lookups."""
    yield GeneratedExtract(
        "lsoa11_lsoa21",
        "2022",
        "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales.csv",
        csv_bytes(_generate_lsoa11_to_lsoa21_rows(sample_areas), with_byte_order_mark=True),
    )
    yield GeneratedExtract(
        "lsoa11_wd19",
        "2019",
        "Lower_Layer_Super_Output_Area_(2011)_to_Ward_(2019)_Lookup_in_England_and_Wales.csv",
        csv_bytes(_generate_lsoa11_to_ward19_rows(sample_areas), with_byte_order_mark=True),
    )
    wards = csv_bytes(_generate_lsoa21_to_ward24_rows(sample_areas))
    for source, period in (("lsoa21_wd24", "2024"), ("turnout", "2023")):  # the second has wards by name alone
        yield GeneratedExtract(source, period, "LSOA21_WD24_LAD24_EW_LU.csv", wards)
    yield GeneratedExtract(
        "lad22_rgn22",
        "2022",
        "Local_Authority_District_to_Region_(December_2022)_Lookup_in_England.csv",
        csv_bytes(_generate_authority_to_region_rows(), with_byte_order_mark=True),
    )


def _generate_lsoa11_to_lsoa21_rows(sample_areas: SampleAreas) -> Iterator[Sequence[object]]:
    # The first header is published with a stray "F_".
    yield ["F_LSOA11CD", "LSOA11NM", "LSOA21CD", "LSOA21NM", "CHGIND", "LAD22CD", "LAD22NM", "LAD22NMW", "ObjectId"]
    old_names = dict(zip(sample_areas.lsoa11["code"], sample_areas.lsoa11["name"], strict=True))
    authorities = load_authorities()
    areas = sample_areas.lsoa21.sort_values(["ladcd", "lsoa11cd", "code"])
    for row_number, area in enumerate(areas.to_dict("records"), start=1):
        old, authority = area["lsoa11cd"], authorities[area["ladcd"]]
        change = "S" if old in authority.splits else "U"
        district = [area["ladcd"], area["ladnm"], authority.welsh_name]
        yield [old, old_names[old], area["code"], area["name"], change, *district, row_number]


def _generate_lsoa11_to_ward19_rows(sample_areas: SampleAreas) -> Iterator[Sequence[object]]:
    yield ["FID", "LSOA11CD", "LSOA11NM", "WD19CD", "WD19NM", "LAD19CD", "LAD19NM"]
    areas = sample_areas.lsoa11.sort_values(["ladcd", "wdnm", "code"], ascending=[True, True, False])
    for row_number, area in enumerate(areas[PLACED].to_numpy().tolist(), start=1):
        yield [row_number, *area]


def _generate_lsoa21_to_ward24_rows(sample_areas: SampleAreas) -> Iterator[Sequence[object]]:
    yield ["LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM"]
    yield from sample_areas.lsoa21[PLACED].to_numpy().tolist()


def _generate_authority_to_region_rows() -> Iterator[Sequence[object]]:
    yield ["LAD22CD", "LAD22NM", "RGN22CD", "RGN22NM", "ObjectId"]
    regions = list_regions()
    for row_number, district in enumerate(list_districts(), start=1):
        region = district["region"]
        yield [district["code"], district["name"], region, regions[region], row_number]
