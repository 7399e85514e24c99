-- Individual insolvencies: a row for each authority, region or country and year.
-- Wards and places without a code are left out.
select
    areacd,
    year as period,
    sum(value) filter (where variable = 'Total insolvencies') as insolvencies,
    sum(value) filter (where variable = 'Total insolvencies rate per 10,000 adults') as insolvencies_per_10000,
    sum(value) filter (where variable = 'Debt relief orders') as debt_relief_orders,
    sum(value) filter (where variable = 'Debt relief orders rate per 10,000 adults') as debt_relief_orders_per_10000,
    sum(value) filter (where variable = 'Breathing spaces') as breathing_spaces,
    sum(value) filter (where variable = 'Breathing spaces rate per 10,000 adults') as breathing_spaces_per_10000,
    min(source_file) as source_file,
    min(source_row) as source_row
from extract
where kind != 'ward' and regexp_full_match(areacd, '[EW][01]\d{7}|[EWK]9\d{7}|K0\d{7}')
group by areacd, year
order by areacd, year
