"""What a message may say of a cell: of the council's own files its kind, and never what it holds.

Verbatim are only words that everybody writes alike: symbols for no figure, errors of spreadsheets, "total".
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.ingest.readers.grid import ERROR_CELL
from fairer_stockton.run.vocabulary import NO_KNOWN_COUNCIL

# Symbols that publishers put where there is no figure; an empty cell is one of them.
MARKERS = (
    "",
    "[c]",
    "[low]",
    "[u]",
    "[w]",
    "[x]",
    "[z]",
    "c",
    "low",
    "u",
    "x",
    "z",
    ".",
    "..",
    ":",
    "-",
    "*",
    "na",
    "n/a",
)
# What a column of words holds where nothing is known, or where a row is the sum of others.
_WORDS = ("null", "none", "nan", "nil", "na", "n/a", "unknown", "not known", "not stated", "not recorded", "missing")
NOTHING_KNOWN = frozenset((*_WORDS, "tbc", "-", "--", ".", "..", "?", "*"))
TOTALS = frozenset(("total", "totals", "grand total", "all"))

_VERBATIM = frozenset((*MARKERS, *NOTHING_KNOWN, *TOTALS, NO_KNOWN_COUNCIL))
_KINDS = {  # the first that fits
    "the code of an area": r"[EWSNKJ]\d{8}",
    "a date": r"\d{4}-\d{1,2}-\d{1,2}([T ].*)?|\d{1,2}([/. -])\d{1,2}\2(\d{4}|\d{2})([T ].*)?",
    "a number below 0": r"[-\u2212]\s*[£$€]?\s*[\d,' ]*\.?\d+([eE][+-]?\d+)?\s*%?",
    "a whole number": r"\+?\d+(\.0*)?",
    "a number": r"[+£$€ ]*[\d,.' ]*\d[\d,.' ]*([eE][+-]?\d+)?\s*[%£$€]?",
    "one letter": r"[^\W\d_]",
    "one word": r"[^\W\d_]+",
    "letters and digits": r"[\w./-]*\d[\w./-]*",
    "words": r"[^\d]*[^\W\d_][^\d]*",
    "words and digits": r".*[^\W_].*",
}
NOT_SHOWN = "not repeated here"


def describe_kind_of_cell(cell: str) -> str:
    """Return what may be said of a cell of a person's row: its kind, or the cell where it is a word of everybody's."""
    if not cell:
        return "an empty cell"
    if cell.casefold() in _VERBATIM or re.fullmatch(ERROR_CELL, cell):
        return repr(cell)
    kind = next((kind for kind, form in _KINDS.items() if re.fullmatch(form, cell, re.DOTALL)), "signs")
    return f"{kind} ({NOT_SHOWN})"


def describe_refused_cell(cell: str, extract: Extract) -> str:
    """Return a cell as a refusal shows it: what a publisher wrote, but only the kind of what the council supplies."""
    if extract.supplied or not cell:
        return describe_kind_of_cell(cell)
    return repr(cell)


def describe_damage(damage: BaseException, extract: Extract) -> str:
    """Return the words of a library on a file that it cannot read, between brackets; they may repeat a cell."""
    return "" if extract.supplied else f" ({' '.join(str(damage).split())[:200]})"


# A code is one word: letters, digits and the signs that number records, but no day, which could be one of birth.
_CODE = r"^[0-9A-Za-z][0-9A-Za-z_./,+-]{0,39}$"
_DAY = r"^(\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})$"
CODE_IN_WORDS = "a code: one word of at most 40 letters, digits and the signs of numbers, and no date"


def mark_codes(text: pa.Array) -> pa.Array:
    """Mark the texts that can be codes; free text and dates are none."""
    return pc.and_not(pc.match_substring_regex(text, _CODE), pc.match_substring_regex(text, _DAY))
