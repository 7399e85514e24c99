"""What is remembered of the parts of a large file that were searched for identifiers before."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.ingest.identifier_kinds import LEAST_DIGITS

FEWEST_FOR_CHANCE, MOST_BY_CHANCE = 20, 0.25  # numbers of ten digits, and the share of them that may check


def select_ten_digits(values: pa.Array) -> pa.Array:
    """Return the values with as many digits as an NHS number has."""
    lengths = pc.binary_length(pc.replace_substring_regex(values, r"\D", ""))
    return values.filter(pc.equal(lengths, LEAST_DIGITS))


def check_by_chance(count: int, checking_count: int) -> bool:
    """Return whether numbers of records are NHS numbers by chance alone, as one in eleven of ten digits is."""
    return count >= FEWEST_FOR_CHANCE and checking_count < count * MOST_BY_CHANCE


class SearchedParts:
    """What one part of a file hands to the next: values searched already, and numbers of records that must be counted.

    Of such numbers some are NHS numbers by chance, and only all of a file's different ones together show whether.
    """

    def __init__(self) -> None:
        """Begin before the first part."""
        self._searched: dict[int, pa.Array] = {}
        self._numbers: dict[str, list[pa.Array]] = {}
        self._checking: dict[str, list[pa.Array]] = {}
        self._first_rows: dict[str, int | None] = {}

    def select_new_values(self, position: int, values: pa.Array) -> pa.Array:
        """Return the distinct values of a column that the part before did not have."""
        before = self._searched.get(position, values.slice(0, 0))
        self._searched[position] = values
        return values.filter(pc.invert(pc.is_in(values, before)))

    def keep_numbers_of_records(self, column: str, values: pa.Array, checking: list[str], row: int | None) -> None:
        """Remember the distinct numbers of a part, those of them that check, and the row of the first of these."""
        self._numbers.setdefault(column, []).append(select_ten_digits(values))
        if checking:
            self._checking.setdefault(column, []).append(pa.array(checking, values.type))
            self._first_rows.setdefault(column, row)

    def list_columns_of_nhs_numbers(self) -> Iterator[tuple[str, int | None]]:
        """Yield each column whose numbers check more often than by chance, and the row of the first that does."""
        for column, checking in self._checking.items():
            count, checking_count = (
                len(pa.chunked_array(parts).unique()) for parts in (self._numbers[column], checking)
            )
            if not check_by_chance(count, checking_count):
                yield column, self._first_rows[column]
