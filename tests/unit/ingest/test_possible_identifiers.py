"""The quick look at many values passes over none that holds an identifier, and over plain numbers of records."""

import random

import pyarrow as pa
import pytest

from fairer_stockton.ingest.identifier_kinds import find_identifier_kind
from fairer_stockton.ingest.possible_identifiers import FEW, select_possible_identifiers

SIGNS = ("0123456789" * 4 + "abcdefGBNHTS @.-/_|(),:<+£  ", "0123456789" * 2 + " -./_|x")
WORDS = """sort code |acc no |passport |council tax |social care ref |uprn | street|born |jan |at |[at]| dot com|
    TS1 2AB|GB29|QQ123456C|07700900123|+44 7700 900123|2024-05-03|1/2/1950|mosaic id 12345|54.570000, -1.31|NZ 445 190|
    ///a.b.c|12 High Street|°|A123456789012|9434765919|943 476 5919|5.25|123e4567-e89b-12d3-a456-426614174000|E01012187|
    4111 1111 1111 1111""".replace("\n    ", "").split("|")
MANY = [f"E010{number:05d}" for number in range(FEW)]  # more than are looked at closely without a quick look


def draw_value(draw: random.Random) -> str:
    """Draw signs at random with pieces of identifiers among them."""
    signs = draw.choice(SIGNS)
    value = "".join(draw.choice(signs) for _ in range(draw.randrange(1, 22)))
    for _ in range(draw.randrange(3)):
        place = draw.randrange(len(value) + 1)
        value = value[:place] + draw.choice(WORDS) + value[place:]
    return value


def test_no_identifier_is_passed_over() -> None:
    draw = random.Random(37)
    values = list(dict.fromkeys(draw_value(draw) for _ in range(5000)))
    possible = set(select_possible_identifiers(pa.array(values)).to_pylist())
    found = [value for value in values if find_identifier_kind(value, 2024)]
    assert len(found) > 300
    assert possible.issuperset(found)


@pytest.mark.parametrize("ending", ["", "\n"])
def test_a_number_at_the_end_of_a_line_within_a_cell_is_not_passed_over(ending: str) -> None:
    value = f"7700900123{ending}"
    assert find_identifier_kind(value, 2024)
    assert select_possible_identifiers(pa.array([value, *MANY])).to_pylist() == [value]


@pytest.mark.parametrize("number", ["C2024-{:09d}", "R25-{:06d}", "{:05d}", "E010{:05d}"])
def test_numbers_of_records_are(number: str) -> None:
    values = pa.array([number.format(n) for n in range(1000, 1051)])
    assert not len(select_possible_identifiers(values))
