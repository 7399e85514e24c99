-- COVID-19: a row for each English MSOA, with deaths, first doses and the residents of whom they are.
-- A neighbourhood is called as its MSOA is, and a letter.
with people as (
    select
        left(lsoa11nm, length(lsoa11nm) - 1) as msoa11nm,
        residents,
        list_sum([*columns('^aged_5[0-4]$')]) as aged_50_to_54,
        list_sum([*columns('^aged_5[5-9]$')]) as aged_55_to_59,
        list_sum([*columns('^aged_6[0-4]$')]) as aged_60_to_64,
        list_sum([*columns('^aged_6[5-9]$')]) as aged_65_to_69,
        list_sum([*columns('^aged_7[0-4]$')]) as aged_70_to_74,
        list_sum([*columns('^aged_7[5-9]$')]) as aged_75_to_79,
        list_sum([*columns('^aged_[89]\d$')]) as aged_80_plus,
        list_sum([*columns('^aged_\d+$')]) as aged_50_plus
    from neighbourhoods
),

codes as (
    select distinct
        msoa11cd,
        msoa11nm
    from lookup
),

residents as (
    select
        codes.msoa11cd,
        cast(sum(people.residents) as bigint) as residents,
        cast(sum(people.aged_50_to_54) as bigint) as residents_50_to_54,
        cast(sum(people.aged_55_to_59) as bigint) as residents_55_to_59,
        cast(sum(people.aged_60_to_64) as bigint) as residents_60_to_64,
        cast(sum(people.aged_65_to_69) as bigint) as residents_65_to_69,
        cast(sum(people.aged_70_to_74) as bigint) as residents_70_to_74,
        cast(sum(people.aged_75_to_79) as bigint) as residents_75_to_79,
        cast(sum(people.aged_80_plus) as bigint) as residents_80_plus,
        cast(sum(people.aged_50_plus) as bigint) as residents_50_plus
    from people
    inner join codes
        on people.msoa11nm = codes.msoa11nm
    group by codes.msoa11cd
)

select
    deaths.msoa11cd,
    '2020 to 2021' as period,
    deaths.covid_deaths,
    deaths.march20
    + deaths.april20
    + deaths.may20
    + deaths.june20
    + deaths.july20
    + deaths.august20
    + deaths.september20
    + deaths.october20
    + deaths.november20
    + deaths.december20
    + deaths.january21
    + deaths.february21
    + deaths.march21
    + deaths.april21 as deaths_by_month,
    vaccinations.aged_50_to_54 + vaccinations.aged_55_to_59 + vaccinations.aged_60_to_64
    + vaccinations.aged_65_to_69 + vaccinations.aged_70_to_74 + vaccinations.aged_75_to_79
    + vaccinations.aged_80_plus as first_doses_50_plus,
    vaccinations.aged_50_to_54 as first_doses_50_to_54,
    vaccinations.aged_55_to_59 as first_doses_55_to_59,
    vaccinations.aged_60_to_64 as first_doses_60_to_64,
    vaccinations.aged_65_to_69 as first_doses_65_to_69,
    vaccinations.aged_70_to_74 as first_doses_70_to_74,
    vaccinations.aged_75_to_79 as first_doses_75_to_79,
    vaccinations.aged_80_plus as first_doses_80_plus,
    residents.residents,
    residents.residents_50_to_54,
    residents.residents_55_to_59,
    residents.residents_60_to_64,
    residents.residents_65_to_69,
    residents.residents_70_to_74,
    residents.residents_75_to_79,
    residents.residents_80_plus,
    residents.residents_50_plus,
    deaths.source_file,
    deaths.source_row
from deaths
inner join residents
    on deaths.msoa11cd = residents.msoa11cd
left join vaccinations
    on deaths.msoa11cd = vaccinations.msoa11cd
where deaths.msoa11cd like 'E%'
order by deaths.msoa11cd
