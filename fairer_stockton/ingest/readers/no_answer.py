"""Codes for no answer, as a source's file or a wave's codebook lists them: read as empty cells."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc


def blank_out_no_answer_codes(text: pa.Array, codes: Sequence[str]) -> pa.Array:
    """Empty the cells that hold one of the codes, in capitals or not; -9 may stand there as -9.0 or -9.00."""
    if not codes:
        return text
    bare = pc.utf8_lower(pc.replace_substring_regex(text, r"^(-?\d+)\.0+$", r"\1"))
    return pc.if_else(pc.is_in(bare, value_set=pa.array([code.lower() for code in codes])), "", text)
