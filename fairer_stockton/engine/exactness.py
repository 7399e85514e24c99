"""Whether an engine adds up exactly: a small table whose sums are known, summed before any engine is used."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from fairer_stockton.run.errors import ClusterError

if TYPE_CHECKING:
    import pyarrow as pa

# No binary fraction holds these sums. A group of nulls alone has no sum, and a null that counts is not zero. A binary
# fraction between two millionths goes to the one that DuckDB takes, and so do products.
STATEMENT = r"""select
    area,
    sum(cast(cast(amount as decimal(28, 6)) * weight as decimal(18, 6))) filter (where kind = 'it''s \n') as "sum:of",
    sum(cast(fraction as decimal(18, 6))) as "fraction:of",
    count(*) filter (where (kind = 'it''s \n') is null or amount is null) as "sum:of:missing"
from (values
    ('large', 'it''s \n', '99999999999.999999', cast(1 as decimal(9, 2)), cast(0.1 as double)),
    ('large', 'it''s \n', '0.000002', cast(1 as decimal(9, 2)), cast(0.2 as double)),
    ('large', 'it''s \n', '-3.5', cast(1 as decimal(9, 2)), cast(null as double)),
    ('large', null, '7', cast(1 as decimal(9, 2)), cast(null as double)),
    ('large', 'other', '7', cast(1 as decimal(9, 2)), cast(null as double)),
    ('rounded', 'it''s \n', '0.333333', cast(12345.67 as decimal(9, 2)), cast(66.0527755 as double)),
    ('rounded', 'it''s \n', '0.000001', cast(0.50 as decimal(9, 2)), cast(0.0078125 as double)),
    ('null', 'it''s \n', null, cast(1 as decimal(9, 2)), cast(null as double)),
    (null, 'it''s \n', '0.1', cast(3 as decimal(9, 2)), cast(-0.0078125 as double))
) as rows_of_check(area, kind, amount, weight, fraction)
group by area"""
ANSWERS = {
    "large": ("99999999996.500001", "0.300000", 1),
    "rounded": ("4115.219219", "66.060588", 0),
    "null": ("None", "None", 1),
    None: ("0.300000", "-0.007813", 0),
}


def refuse_inexact_engine(run_query: "Callable[[str], pa.Table]", setting: str, engine_name: str) -> None:
    """Raise a refusal where an engine does not have the known sums of a small table of decimals and nulls.

    Args:
        run_query: runs a statement of DuckDB's SQL on the engine.
        setting: what chose the engine.
        engine_name: how messages name it.

    Raises:
        ClusterError: a sum differs.
    """
    area, amounts, fractions, missing = run_query(STATEMENT).to_pydict().values()
    sums = dict(zip(area, zip(map(str, amounts), map(str, fractions), missing, strict=True), strict=True))
    if sums != ANSWERS:
        raise ClusterError(
            setting=setting,
            found=f"{engine_name} adds up a small table of decimals and nulls to {_format_sums(sums)}",
            expected=_format_sums(ANSWERS),
            remedy="use an engine that adds up decimals exactly, such as Spark 4 or Sail; or ENGINE=duckdb",
        )


def _format_sums(sums_by_area: Mapping[str | None, tuple[str, str, int]]) -> str:
    return "; ".join(f"{area}: {', '.join(map(str, sums))}" for area, sums in sorted(sums_by_area.items(), key=str))
