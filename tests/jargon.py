"""The words of programs, which no reader may meet."""

import re

JARGON = re.compile(
    r"\b(?:not_nullable|isin|str_\w+|(?:field|fields|multiple_fields)_uniqueness|coerce_dtype|dtype|in_range"
    r"|(?:greater|less)_than\w*|column_in_\w+|expect_\w+|value_set|min_value|max_value|column_[AB])\b"
    r"|column values to|row count to|distinct values|\\d|<NA>|\bnan\b|np\.|Int64|Float64"
)
