-- The Consumer Prices Index of all items: a row for each month, whole calendar year and whole financial year.
with months as (
    select
        month,
        price_index,
        source_file,
        source_row
    from extract
    where series = 'D7BT'
),

spans as (
    select
        strftime(month, '%Y-%m') as period,
        1 as months_wanted,
        price_index,
        source_file,
        source_row
    from months
    union all
    select
        strftime(month, '%Y') as period,
        12 as months_wanted,
        price_index,
        source_file,
        source_row
    from months
    union all
    select
        strftime(month - interval 3 month, '%Y/')
        || strftime(month - interval 3 month + interval 1 year, '%y') as period,
        12 as months_wanted,
        price_index,
        source_file,
        source_row
    from months
)

select
    period,
    avg(price_index) as price_index,
    min(source_file) as source_file,
    min(source_row) as source_row
from spans
group by period, months_wanted
having count(price_index) = months_wanted
order by period
