"""Office for National Statistics lookups: LSOA to LSOA, to ward, and local authority to region."""

from collections.abc import Iterator, Sequence

from fairer_stockton.sample.areas import BY_CODE, SPLITS
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes
from fairer_stockton.sample.model import Model

PLACED = ["code", "name", "wdcd", "wdnm", "ladcd", "ladnm"]
REGIONS = (
    ("E12000001", "North East"),
    ("E12000002", "North West"),
    ("E12000009", "South West"),
)
# Code, name, and which of the regions above: the North East whole, and a few others (one with a comma in its name).
DISTRICTS = (
    ("E06000001", "Hartlepool", 0),
    ("E06000002", "Middlesbrough", 0),
    ("E06000003", "Redcar and Cleveland", 0),
    ("E06000004", "Stockton-on-Tees", 0),
    ("E06000005", "Darlington", 0),
    ("E06000047", "County Durham", 0),
    ("E06000057", "Northumberland", 0),
    ("E08000021", "Newcastle upon Tyne", 0),
    ("E08000022", "North Tyneside", 0),
    ("E08000023", "South Tyneside", 0),
    ("E08000024", "Sunderland", 0),
    ("E08000037", "Gateshead", 0),
    ("E06000006", "Halton", 1),
    ("E08000012", "Liverpool", 1),
    ("E08000015", "Wirral", 1),
    ("E06000023", "Bristol, City of", 2),
)


def generate_extracts(model: Model) -> Iterator[GeneratedExtract]:
    """Yield the four lookups."""
    yield GeneratedExtract(
        "lsoa11_lsoa21",
        "2022",
        "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales.csv",
        csv_bytes(_lsoa11_lsoa21(model), bom=True),
    )
    yield GeneratedExtract(
        "lsoa11_wd19",
        "2019",
        "Lower_Layer_Super_Output_Area_(2011)_to_Ward_(2019)_Lookup_in_England_and_Wales.csv",
        csv_bytes(_lsoa11_wd19(model), bom=True),
    )
    yield GeneratedExtract("lsoa21_wd24", "2024", "LSOA21_WD24_LAD24_EW_LU.csv", csv_bytes(_lsoa21_wd24(model)))
    yield GeneratedExtract(
        "lad22_rgn22",
        "2022",
        "Local_Authority_District_to_Region_(December_2022)_Lookup_in_England.csv",
        csv_bytes(_lad22_rgn22(), bom=True),
    )


def _lsoa11_lsoa21(model: Model) -> Iterator[Sequence[object]]:
    # The first header is published with a stray "F_".
    yield ["F_LSOA11CD", "LSOA11NM", "LSOA21CD", "LSOA21NM", "CHGIND", "LAD22CD", "LAD22NM", "LAD22NMW", "ObjectId"]
    old_names = dict(zip(model.lsoa11["code"], model.lsoa11["name"], strict=True))
    areas = model.lsoa21.sort_values(["ladcd", "lsoa11cd", "code"])
    for row_number, area in enumerate(areas.to_dict("records"), start=1):
        old = area["lsoa11cd"]
        change = "S" if old in SPLITS else "U"
        district = [area["ladcd"], area["ladnm"], BY_CODE[area["ladcd"]].welsh_name]
        yield [old, old_names[old], area["code"], area["name"], change, *district, row_number]


def _lsoa11_wd19(model: Model) -> Iterator[Sequence[object]]:
    yield ["FID", "LSOA11CD", "LSOA11NM", "WD19CD", "WD19NM", "LAD19CD", "LAD19NM"]
    areas = model.lsoa11.sort_values(["ladcd", "wdnm", "code"], ascending=[True, True, False])
    for row_number, area in enumerate(areas[PLACED].to_numpy().tolist(), start=1):
        yield [row_number, *area]


def _lsoa21_wd24(model: Model) -> Iterator[Sequence[object]]:
    yield ["LSOA21CD", "LSOA21NM", "WD24CD", "WD24NM", "LAD24CD", "LAD24NM"]
    yield from model.lsoa21[PLACED].to_numpy().tolist()


def _lad22_rgn22() -> Iterator[Sequence[object]]:
    yield ["LAD22CD", "LAD22NM", "RGN22CD", "RGN22NM", "ObjectId"]
    for row_number, (code, name, region) in enumerate(DISTRICTS, start=1):
        yield [code, name, *REGIONS[region], row_number]
