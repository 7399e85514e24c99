"""Typing that says the same: apostrophes, quotation marks, dashes and spaces as office programs set them."""

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad"),  # of no width
    }
)
_SPACES = re.compile(r"\s+")


def simplify_typography(text: str) -> str:
    """Return text as a plain keyboard types it: straight marks, short dashes, single spaces."""
    straight = text.translate(_PLAIN)  # first: the normal form takes some of them apart
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", straight)).strip()


def simplify_answers(answers: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Fold a column of answers, capitals too; each distinct one is folded once."""
    coded = pc.dictionary_encode(answers)
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    folded = pa.array([simplify_typography(answer).casefold() for answer in coded.dictionary.to_pylist()], pa.string())
    return folded.take(coded.indices)
