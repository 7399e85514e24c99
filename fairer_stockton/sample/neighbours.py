"""Areas that are like one another: the education department's neighbours, and the statistics office's similar areas."""

from collections.abc import Iterator, Sequence

from fairer_stockton.sample import free_school_meals
from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes, workbook_bytes
from fairer_stockton.sample.model import SampleAreas
from fairer_stockton.sample.national_tables import list_districts

# The publisher's number of each region, as the sheet has it.
REGION_NUMBERS = {"North East": 4, "North West": 5, "South West": 7}
STATISTICAL_NEIGHBOURS = 10
SIMILAR_AREAS = 20
CLOSENESS = ("Extremely close", "Very close", "Very close", "Close", "Close", "Somewhat close", "Not close")
# Authorities that are no more stand below the table, under a heading of their own; their words have capitals.
ABOLISHED = ((836, "Poole (Pre LG)"), (837, "Bournemouth (Pre LG)"))


def generate_extracts(_: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield both; each area has as many neighbours as the sample knows, where the publisher names more."""
    sheet = workbook_bytes({"LA SN Groups": [*_generate_statistical_neighbour_rows()]})
    yield GeneratedExtract("statistical_neighbours", "2025", "sn_may_2025.xlsx", sheet)
    yield GeneratedExtract(
        "similar_areas",
        "2025",
        "global-neighbours.csv",
        csv_bytes(_generate_similar_area_rows(), with_byte_order_mark=True),
    )


def _generate_statistical_neighbour_rows() -> Iterator[Sequence[object]]:
    draw = RandomDraws("statistical neighbours")
    known_areas = [area for area in free_school_meals.list_areas() if area.level == "Local authority"]
    authorities = sorted((area.authority[1], int(area.authority[0]), area.region[0]) for area in known_areas)
    numbers = [number for _, number, _ in authorities]
    width = 5 + 2 * STATISTICAL_NEIGHBOURS
    yield [*"ABCDE", *range(3, width - 2)]
    yield [*range(1, width + 1)]
    headers = [header for position in range(1, STATISTICAL_NEIGHBOURS + 1) for header in (f"SN{position}", "SNP")]
    yield ["LA num", "LA Name", "LA number", "GOInd", "GOReg", *headers]

    def row(name: str, number: int, region: str) -> list[object]:
        others = draw.permutation([other for other in numbers if other != number])[:STATISTICAL_NEIGHBOURS].tolist()
        words = [CLOSENESS[position] for position in sorted(draw.integers(0, len(CLOSENESS), len(others)).tolist())]
        pairs = [cell for pair in zip(others, words, strict=True) for cell in pair]
        return [number, name, number, REGION_NUMBERS[region], region, *pairs, *[""] * (width - 5 - len(pairs))]

    yield from (row(*authority) for authority in authorities)
    yield from ([], ["", "Old SNs:"], [])
    for number, name in ABOLISHED:
        cells = row(name, number, "South West")
        yield [*cells[:5], *(cell.title() if isinstance(cell, str) else cell for cell in cells[5:])]


def _generate_similar_area_rows() -> Iterator[Sequence[object]]:
    draw = RandomDraws("similar areas")
    yield ["AREACD", *range(1, SIMILAR_AREAS + 1)]
    codes = sorted(district["code"] for district in list_districts())
    for code in codes:
        others = draw.permutation([other for other in codes if other != code])[:SIMILAR_AREAS].tolist()
        yield [code, *others, *[""] * (SIMILAR_AREAS - len(others))]
