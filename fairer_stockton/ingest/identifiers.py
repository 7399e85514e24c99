"""The search for direct identifiers in what the council supplies: by heading, and by what cells look like.

It errs towards refusing. A message names the column and the row, never the value.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.grid import SheetCells
from fairer_stockton.ingest.readers.grids import read_all_cells
from fairer_stockton.ingest.readers.headers import SEARCHED_ROWS, find_header_row_and_positions, tidy_header
from fairer_stockton.run.errors import InputError

_WHO = (
    "(?:person|people|client|customer|tenant|landlord|owner|occupier|resident|respondent|applicant|contact|patient|"
    "child|parent|carer|claimant|complainant|deceased|informant|partner|officer)s?"
)
_PART = "(?:full|first|last|middle|given|family|christian|birth|preferred|known as|previous|maiden)"
_NUMBER = "(?:number|no|num|nr|id)"

# Headings are compared in small letters, camelCase, signs and digits set apart: "addressLine1" is "address line 1".
IDENTIFYING_HEADINGS = {
    "a name": rf"^(?:the |your )?(?:(?:{_WHO}|{_PART}) )*names?(?: \d+)?$|\b(?:fore|sur)names?\b|\b{_PART} names?\b"
    rf"|^names? of (?:the )?{_WHO}|\byour name\b|^initials$",
    "an e-mail address": r"^(?:\w+ ){0,3}e ?mails?(?: address(?:es)?)?(?: \d+)?$|\be ?mail address\b",
    "a telephone number": rf"^(?:\w+ ){{0,3}}(?:tele)?phones?(?: {_NUMBER})?(?: \d+)?$"
    rf"|^(?:\w+ ){{0,2}}mobiles?(?: phone)?(?: {_NUMBER})?(?: \d+)?$|^tel(?: {_NUMBER})?$|\bphone number\b",
    "an address": r"^(?:\w+ ){0,3}address(?: line)?(?: \d+)?$|^(?:house|flat|building|property) (?:name|number|no)$"
    r"|^street(?: name)?$",
    "a postcode": r"^(?:\w+ ){0,3}post ?code(?: \d+)?$|^postal code$|^zip(?: code)?$",
    "an NHS number": rf"\bnhs {_NUMBER}\b|^nhs$",
    "a National Insurance number": rf"\b(?:ni|national insurance|nat ins) {_NUMBER}\b|^nino$|^national insurance$|^ni$",
    "a date of birth": r"\bdates? of birth\b|\bbirth ?(?:day|date)s?\b|^(?:\w+ ){0,2}d ?o ?b$",
}

_GROUPS = (  # how people group the digits after the leading 0 or +44
    r"[12378]\d{8,9}|[12378]\d\)?[ -]\d{4}[ -]?\d{4}|[12378]\d{2}\)?[ -]\d{3}[ -]?\d{4}"
    r"|[12378]\d{3}\)?[ -]\d{3}[ -]?\d{3}|[12378]\d{3}\)?[ -]\d{5,6}|[12378]\d{4}\)?[ -]\d{4,5}"
)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}"
IDENTIFYING_CELLS = {
    "an e-mail address": r"[\w.%+'-]+@[\w-]+(?:\.[\w-]+)+",
    # The last form is a mobile number that a spreadsheet took for a number, without its leading 0.
    "a telephone number": rf"(?:^|[^\d.])(?:(?:\+|00)44[ -]?(?:\(0\)[ ]?)?|\(?0)(?:{_GROUPS})(?:\D|$)"
    r"|^7[1-57-9]\d{8}$",
    "a National Insurance number": r"(?i)\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d{2}){3}[ -]?[A-D]\b",
    "a house number with a postcode": rf"(?i)(?:^|\W)\d{{1,4}}[A-Z]?(?:[ ,/-][^@]*)?[ ,]{_POSTCODE}(?:\W|$)",
}
NHS = r"(?:^|\D)(?P<number>\d{3}[ -]?\d{3}[ -]?\d{4})(?:\D|$)"


def refuse_personal_identifiers(path: Path, extract: Extract, public_headings: Collection[str] = ()) -> None:
    """Refuse a file that holds direct identifiers of people in any column of any sheet, read or not.

    Args:
        path: the file.
        extract: what it should be; its columns tell which row is the heading.
        public_headings: headings that are open data by themselves and are not searched.

    Raises:
        InputError: naming the column and the row of the first that was found; the value is never repeated.
    """
    for name, sheet in read_all_cells(path, extract, path.name).items():
        where = path.name + (f" › {name}" if name else "")
        header = _find_header_row(sheet, extract, where)
        for position, cells in enumerate(sheet.columns, start=1):
            heading = tidy_header(cells[header or 0].as_py())
            if heading in public_headings:
                continue
            column = _choose_safe_column_label(heading if header is not None else "", position)
            if kind := find_identifier_kind_in_heading(heading):
                raise _make_refusal_of_identifier(
                    where, sheet.numbers[header or 0], column, f"a heading that says {kind}"
                )
            for kind, row in _find_identifiers_in_cells(cells):
                raise _make_refusal_of_identifier(where, sheet.numbers[row], column, f"what looks like {kind}")


def find_identifier_kind_in_heading(heading: str) -> str | None:
    """Return which kind of direct identifier a heading announces, if any."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)", " ", heading)
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", apart.lower()).split())
    return next((kind for kind, pattern in IDENTIFYING_HEADINGS.items() if re.search(pattern, words)), None)


def _find_identifiers_in_cells(cells: pa.Array) -> Iterator[tuple[str, int]]:
    """Yield the kinds of identifier in a column, each with its first row; each distinct value is searched once."""
    values = cells.unique()
    for kind, pattern in IDENTIFYING_CELLS.items():
        yield from _find_first_matching_row(cells, values, pc.match_substring_regex(values, pattern), kind)
    yield from _find_first_matching_row(cells, values, _mark_nhs_numbers(values), "an NHS number")


def _find_first_matching_row(
    cells: pa.Array, distinct_values: pa.Array, is_match: pa.Array, identifier_kind: str
) -> Iterator[tuple[str, int]]:
    matching = distinct_values.filter(is_match)
    if len(matching):
        yield identifier_kind, pc.indices_nonzero(pc.is_in(cells, value_set=matching))[0].as_py()


def _mark_nhs_numbers(values: pa.Array) -> pa.Array:
    """Find ten digits whose last checks: 11 less the rest of Σ digit × (10 … 2) over 11, where 11 counts as 0."""
    numbers = pc.struct_field(pc.extract_regex(values, NHS), "number")
    digits = pc.replace_substring_regex(numbers, r"\D", "")
    weighed = pa.repeat(pa.scalar(0, pa.int64()), len(values))
    for position in range(9):
        digit = pc.utf8_slice_codeunits(digits, position, position + 1).cast(pa.int64())
        weighed = pc.add(weighed, pc.multiply(digit, 10 - position))
    rest = pc.subtract(weighed, pc.multiply(pc.divide(weighed, 11), 11))
    check = pc.if_else(pc.equal(rest, 0), 0, pc.subtract(11, rest))
    return pc.fill_null(pc.equal(pc.utf8_slice_codeunits(digits, 9, 10).cast(pa.int64()), check), False)


def _find_header_row(sheet: SheetCells, extract: Extract, file_label: str) -> int | None:
    """Find the row of headings; the search must not depend on there being one."""
    try:
        return find_header_row_and_positions(sheet.rows(SEARCHED_ROWS), extract, file_label)[0]
    except InputError:
        return None


def _choose_safe_column_label(heading: str, column_number: int) -> str:
    """Return a column's heading for a message, unless that is itself a value."""
    is_value = any(True for _ in _find_identifiers_in_cells(pa.array([heading], pa.string())))
    return f"number {column_number}" if is_value or not heading else heading


def _make_refusal_of_identifier(file_label: str, row: int, column: str, problem: str) -> InputError:
    return InputError(
        file=file_label,
        row=row,
        column=column,
        found=f"{problem} (not repeated here)",
        expected="no name, address, postcode, e-mail, telephone, NHS or National Insurance number or date of birth",
        remedy="take the column out of the file at its origin and supply it again; nothing was kept",
    )
