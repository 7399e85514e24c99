"""Measures to SQL: all measures of one staged table are one statement that only sums, and never divides."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from fairer_stockton.definitions.maps import LSOA_VINTAGES
from fairer_stockton.definitions.measures import Measure, MeasureOfSums, MeasureSum, PublishedMeasure, PublishedValue
from fairer_stockton.definitions.national import NationalFacts
from fairer_stockton.geography.areas import UNPLACED, area_codes_sql, make_current_code_sql

AREA_COLUMNS = ("area_type", "area_code", "area_name", "vintage", "breakdown", "category", "converted_from")


class SumOfMeasure(NamedTuple):
    """A measure, which of its two sums, and that sum."""

    measure: MeasureOfSums
    part: str
    measure_sum: MeasureSum


def group_sums_by_table(measures: Iterable[Measure]) -> dict[str, list[SumOfMeasure]]:
    """Group the two sums of every measure that has them by the table they are over."""
    tables: dict[str, list[SumOfMeasure]] = {}
    for measure in measures:
        if isinstance(measure, MeasureOfSums):
            for part, part_sum in measure.parts.items():
                tables.setdefault(part_sum.table, []).append(SumOfMeasure(measure, part, part_sum))
    return dict(sorted(tables.items()))


def compile_sums_statement(
    table: str,
    sums: Iterable[SumOfMeasure],
    areas: Mapping[str, str],
    group_columns: Collection[str] = (),
    *,
    with_unplaced: bool = False,
) -> str:
    """Compile the sums over one table into rolled-up rows: (measure, part, area, period) → amount and missing.

    Neighbourhoods are summed first, one pass over the table for all measures; areas are rolled up from that small
    table, each neighbourhood by the share of its people that the area holds: whole counts in parts add up exactly.
    `missing` counts the rows whose figure the publisher withholds, so that no area is summed from the rest.

    Args:
        table: the staged table.
        sums: the sums over it, each with its measure and which part of that it is.
        areas: the columns of the smallest areas by which it can be summed, and the vintage of each.
        group_columns: columns to sum by besides.
        with_unplaced: whether rows without a neighbourhood are summed too, as those of one that the borough alone
            holds: for
            tables of the council's own, every row of which is the borough's; in others such rows are the publisher's
            own totals.
    """
    sums = list(sums)
    scan = compile_scan_statement(table, sums, areas, group_columns, with_unplaced=with_unplaced)
    roll_up = compile_roll_up_statement(sums, group_columns)
    return f"with neighbourhoods as (\n    {scan}\n),\n\n{roll_up.removeprefix('with ')}"


def compile_roll_up_statement(sums: Collection[SumOfMeasure], group_columns: Collection[str] = ()) -> str:
    """Compile the second half of `compile_sums_statement`: from a table `neighbourhoods`, which holds the first."""
    named = [f"{measure.name}:{part}" for measure, part, _ in sums]
    parts = ",\n        ".join(
        f'cast(cast(neighbourhoods."{name}" as decimal(24, 6)) * memberships.share as decimal(38, 6)) as "{name}",\n'
        f'        neighbourhoods."{name}:missing"'
        for name in named
    )
    whole = ",\n        ".join(f'neighbourhoods."{name}",\n        neighbourhoods."{name}:missing"' for name in named)
    keys = "".join(f"{name},\n        " for name in group_columns)
    located = "\n    union all\n    ".join(
        _compile_neighbourhoods_in_areas(keys, *kind) for kind in ((whole, "= 1", False), (parts, "< 1", True))
    )
    rolled = ",\n        ".join(
        f'sum("{name}") as "{name}",\n        sum("{name}:missing") as "{name}:missing"' for name in named
    )
    lists = _format_sums_as_sql_list(sums)
    by_keys = "".join(f", {name}" for name in group_columns)
    return f"""with located as (
    {located}
),

rolled_up as (
    select
        area_type,
        area_code,
        area_name,
        vintage,
        breakdown,
        category,
        converted_from,
        lsoa_vintage,
        period,
        bool_or(apportioned) as apportioned,
        {keys}{rolled}
    from located
    group by {", ".join(AREA_COLUMNS)}, lsoa_vintage, period{by_keys}
),

figures as (
    select
        area_type,
        area_code,
        area_name,
        vintage,
        breakdown,
        category,
        converted_from,
        apportioned,
        lsoa_vintage,
        period,
        {keys}unnest([{lists}], recursive := true)
    from rolled_up
)

select
    measure,
    part,
    area_type,
    area_code,
    area_name,
    vintage,
    breakdown,
    category,
    converted_from,
    apportioned,
    lsoa_vintage,
    period,
    {keys}amount,
    missing
from figures
where amount is not null or missing > 0"""


def compile_neighbourhood_sums_statement(
    table: str,
    sums: Iterable[SumOfMeasure],
    areas: Mapping[str, str],
    group_columns: Collection[str] = (),
) -> str:
    """Compile the same sums of the council's own table for the smallest areas alone, and for rows without one.

    The rows are (measure, part, lsoacd, lsoa_vintage, period) → amount.
    """
    sums = list(sums)
    keys = "".join(f"{name}, " for name in group_columns)
    return (
        "with neighbourhoods as (\n    "
        f"{compile_scan_statement(table, sums, areas, group_columns, with_unplaced=True)}\n)\n\n"
        f"select lsoacd, lsoa_vintage, period, {keys}unnest([{_format_sums_as_sql_list(sums)}], recursive := "
        "true)\nfrom neighbourhoods"
    )


def compile_scan_statement(
    table: str,
    sums: Collection[SumOfMeasure],
    areas: Mapping[str, str],
    group_columns: Collection[str] = (),
    *,
    with_unplaced: bool = False,
) -> str:
    """Compile the first half of `compile_sums_statement`, which alone reads the table: a row an area and period.

    It is plain SQL that another engine can run: a table is summed once for each column that says which areas they are.
    """
    named = [
        (f"{entry.measure.name}:{entry.part}", entry.measure_sum, _find_condition_of_counted_rows(*entry[:2]))
        for entry in sums
    ]
    per_lsoa = ",\n        ".join(
        f'sum(cast({part_sum.sum} as decimal(18, 6))) filter (where {part_sum.where}) as "{name}",\n        '
        f"count(*) filter (where ({counts}) and"
        f" (({part_sum.where}) is null or (({part_sum.where}) and ({part_sum.sum}) is null)))"
        f' as "{name}:missing"'
        for name, part_sum, counts in named
    )
    keys = "".join(f"{name},\n        " for name in group_columns)
    # Not by the name that the first column is given here: only DuckDB knows it there already.
    code, condition = (f"coalesce({{}}, '{UNPLACED}')", "") if with_unplaced else ("{}", "\n    where {} is not null")
    return "\n    union all\n    ".join(
        f"select\n        {code.format(column)} as lsoacd,\n        '{vintage}' as lsoa_vintage,\n"
        f"        period,\n        {keys}{per_lsoa}\n"
        f"    from {table}{condition.format(column)}\n    group by {', '.join((column, 'period', *group_columns))}"
        for column, vintage in areas.items()
    )


def _format_sums_as_sql_list(sums: Iterable[SumOfMeasure]) -> str:
    """Return the SQL list of the sums of a row, a sum an entry."""
    return ", ".join(
        f"{{'measure': '{measure.name}', 'part': '{part}', 'amount': cast(\"{measure.name}:{part}\" as double), "
        f"'missing': cast(\"{measure.name}:{part}:missing\" as bigint)}}"
        for measure, part, _ in sums
    )


def _compile_neighbourhoods_in_areas(
    key_columns_sql: str, amounts_sql: str, share_condition: str, are_apportioned: bool
) -> str:
    """Return the SQL that places neighbourhoods in areas: those held whole as they are, the others by their share."""
    area = "\n        ".join(f"memberships.{column}," for column in AREA_COLUMNS)
    return f"""select
        {area}
        neighbourhoods.lsoa_vintage,
        neighbourhoods.period,
        {str(are_apportioned).lower()} as apportioned,
        {key_columns_sql}{amounts_sql}
    from neighbourhoods
    inner join memberships
        on neighbourhoods.lsoacd = memberships.lsoacd and neighbourhoods.lsoa_vintage = memberships.lsoa_vintage
    where memberships.share {share_condition}"""


def _find_condition_of_counted_rows(measure: MeasureOfSums, numerator_or_denominator: str) -> str:
    """Return which rows matter for a sum: all, but a numerator's only where the denominator counts them too."""
    above, below = measure.numerator, measure.denominator
    return below.where if numerator_or_denominator == "numerator" and above.table == below.table else "true"


def compile_published_statement(
    table: str,
    values: Iterable[tuple[PublishedMeasure, PublishedValue]],
    table_columns: Collection[str],
    national: NationalFacts,
) -> str:
    """Compile the published values of one table, each with its measure, into rows for the report's areas."""
    codes = area_codes_sql(national)
    code = "coalesce(" + ", ".join(codes[column] for column in codes if column in table_columns) + ")"
    current_code = make_current_code_sql("own_code", national.recoded_councils)
    # the code of a neighbourhood or MSOA that has not changed stands on both maps
    years = LSOA_VINTAGES | {area_map.code: area_map.vintage for area_map in national.maps.maps}
    maps = [f"when {column} is not null then '{year}'" for column, year in years.items() if column in table_columns]
    vintage = f"case {' '.join(maps)} end" if maps else "cast(null as varchar)"
    marker = "marker" if "marker" in table_columns else "null"
    selects = "\n    union all\n    ".join(
        _compile_published_values_of_measure(*entry, vintage, marker) for entry in values
    )
    # Each code is found once for a row, not once for each measure and each use of it: that took most of measuring.
    return f"""with coded as materialized (
    select
        *,
        {code} as own_code
    from {table}
),

located as materialized (
    select
        *,
        {current_code} as current_code
    from coded
),

figures as materialized (
    {selects}
)

select
    figures.measure,
    areas.area_type,
    areas.area_code,
    areas.area_name,
    areas.vintage,
    case when figures.category is null then 'all' else figures.breakdown end as breakdown,
    coalesce(figures.category, 'all') as category,
    figures.period,
    figures.numerator,
    figures.denominator,
    figures.figure,
    figures.lower_95,
    figures.upper_95,
    figures.marker
from figures
inner join areas
    on figures.area_code = areas.area_code and coalesce(figures.vintage, areas.vintage) = areas.vintage
where not figures.recoded or (figures.measure, figures.area_code, figures.period, coalesce(figures.category, 'all'))
    not in (
    select (own.measure, own.area_code, own.period, coalesce(own.category, 'all'))
    from figures as own
    where not own.recoded
)"""


def _compile_published_values_of_measure(
    measure: PublishedMeasure, value: PublishedValue, vintage_sql: str, marker_sql: str
) -> str:
    breakdown = measure.breakdown
    category = breakdown.category if breakdown else "null"
    figures = {
        "figure": value.column,
        "lower_95": value.lower_95,
        "upper_95": value.upper_95,
        "numerator": value.numerator,
        "denominator": value.denominator,
    }
    numbers = ",\n        ".join(f"cast({expression} as double) as {name}" for name, expression in figures.items())
    return f"""select
        '{measure.name}' as measure,
        current_code as area_code,
        current_code <> own_code as recoded,
        {vintage_sql} as vintage,
        period,
        cast('{breakdown.name if breakdown else "all"}' as varchar) as breakdown,
        cast({category} as varchar) as category,
        {numbers},
        cast({marker_sql} as varchar) as marker
    from located as {value.table}
    where {value.where}"""
