"""The facts of the eleven Explore Local Statistics datasets: columns, areas, periods, labels; invented levels."""

from dataclasses import dataclass

from fairer_stockton.sample.national_tables import list_published_areas

WHERE_AND_WHEN = ("areacd", "areanm", "geography", "indicator", "period")
THE_REST = ("unit", "lci_95", "uci_95", "status", "notes")
COLUMNS = (*WHERE_AND_WHEN, "observation", "measure", *THE_REST)
# One file has the measure before the observation.
MEASURE_FIRST = (*WHERE_AND_WHEN, "measure", "observation", *THE_REST)
UNRELIABLE = "Estimate and confidence interval unreliable since the group sample size is small (3-9)"
AGGREGATED = "This data has been aggregated and may show differences to other published figures"


@dataclass(frozen=True)
class StatisticsArea:
    """An area: its level beside England's (in spreads), the width of its intervals, and the years that are marked."""

    group: str
    code: str
    name: str
    geography: str
    level: float
    width: float
    unreliable: tuple[str, ...] = ()
    published: bool = True

    @property
    def aggregated(self) -> bool:
        """Whether the publisher adds the area up from others."""
        return self.geography in ("Country", "Nation", "Region")

    def status(self, period: str) -> str:
        """Return the marker of a period: x (not available), u (unreliable), or nothing."""
        if period[:4] in self.unreliable:
            return "u"
        return "" if self.published else "x"


@dataclass(frozen=True)
class IndicatorSeries:
    """An indicator: labels, England's level in the last period, spread between areas, growth, noise, interval."""

    indicator: str
    measure: str
    unit: str
    centre: float
    spread: float
    growth: float
    noise: float
    half_width: float = 0.0


@dataclass(frozen=True)
class Dataset:
    """One file: how it is written, what it covers."""

    file: str
    series: tuple[IndicatorSeries, ...]
    periods: tuple[str, ...]
    groups: tuple[str, ...]  # of areas
    decimals: int = 1
    interval: str = "none"
    bom: bool = True
    newline: str = "\r\n"
    columns: tuple[str, ...] = COLUMNS
    marks: bool = False
    explains: bool = False
    aggregated: str = ""


# Groups of areas, as the table of areas has them: which of them a dataset covers.
WITHOUT_ENGLAND = ("united_kingdom", "local")
NATIONAL = ("united_kingdom", "england", "local")
SURVEYED = (*NATIONAL, "too_small")  # that holds nothing but markers for a place too small for surveys


def list_areas(*groups: str) -> list[StatisticsArea]:
    """Return the areas of some groups, in the order of the table."""
    areas = [dict(facts) for facts in list_published_areas()]
    return [
        StatisticsArea(**{**facts, "unreliable": tuple(facts.get("unreliable", ()))})
        for facts in areas
        if facts["group"] in groups
    ]


def _list_yearly_periods(
    first_year: int, last_year: int, start_day: str = "01-01", iso_duration: str = "P1Y"
) -> tuple[str, ...]:
    return tuple(f"{year}-{start_day}/{iso_duration}" for year in range(first_year, last_year + 1))


def _make_well_being_series(
    indicator: str, feeling: str, mean_of_england: float, spread_between_areas: float
) -> IndicatorSeries:
    measure = f"Mean (Where 0 is 'not at all {feeling}' and 10 is 'completely {feeling}')"
    return IndicatorSeries(
        indicator, measure, "Score out of 10", mean_of_england, spread_between_areas, 0.001, 0.08, 0.2
    )


PAY_DAYS = (
    "2008-04-16 2009-04-22 2010-04-21 2011-04-13 2012-04-18 2013-04-17 2014-04-09 2015-04-22 2016-04-13 2017-04-26 "
    "2018-04-18 2019-04-10 2020-04-22 2021-04-21 2022-04-27 2023-04-19 2024-04-17 2025-04-30"
)

DATASETS = (
    Dataset(
        "employment-rate",
        (
            IndicatorSeries("Employment rate", "Percentage", "%", 71.0, 2.6, 0.001, 1.2, 3.6),
            IndicatorSeries("Economically inactive", "Percentage", "%", 25.0, -2.2, -0.003, 1.0, 3.3),
        ),
        _list_yearly_periods(2004, 2023),
        SURVEYED,
        interval="bare",
        bom=False,
        marks=True,
        explains=True,
    ),
    Dataset(
        "claimant-count",
        (IndicatorSeries("Claimant Count", "Percentage", "%", 4.0, -0.8, -0.02, 0.3),),
        _list_yearly_periods(2016, 2025),
        NATIONAL,
    ),
    Dataset(
        "modelled-unemployment",
        (IndicatorSeries("Modelled unemployment rate", "Percentage", "%", 4.0, -0.7, -0.02, 0.3, 0.9),),
        _list_yearly_periods(2016, 2023),
        NATIONAL,
        interval="rounded",
        newline="\n",
    ),
    Dataset(
        "gross-median-weekly-pay",
        (IndicatorSeries("Gross median weekly pay", "Pounds", "£", 610.0, 22.0, 0.024, 7.0, 3.5),),
        tuple(PAY_DAYS.split()),
        SURVEYED,
        interval="relative",
        marks=True,
    ),
    Dataset(
        "healthy-life-expectancy",
        (
            IndicatorSeries("Male healthy life expectancy", "Years", "yrs", 65.0, 2.0, 0.001, 0.5, 2.6),
            IndicatorSeries("Female healthy life expectancy", "Years", "yrs", 66.0, 2.1, 0.001, 0.5, 2.8),
        ),
        _list_yearly_periods(2011, 2022, iso_duration="P3Y"),
        NATIONAL,
        interval="rounded",
        bom=False,
    ),
    Dataset(
        "personal-wellbeing-estimates",
        (
            _make_well_being_series("Anxiety", "anxious", 2.6, -0.1),
            _make_well_being_series("Worthwhile", "worthwhile", 8.1, 0.05),
            _make_well_being_series("Happiness", "happy", 7.0, 0.06),
            _make_well_being_series("Satisfaction", "satisfied", 7.1, 0.06),
        ),
        _list_yearly_periods(2011, 2022, "04-01"),
        SURVEYED,
        decimals=2,
        interval="rounded",
        bom=False,
        newline="\n",
        columns=MEASURE_FIRST,
        marks=True,
    ),
    Dataset(
        "gross-disposable-household-income-per-head",
        (IndicatorSeries("Gross disposable household income", "Pounds", "£", 27000.0, 1500.0, 0.026, 120.0),),
        _list_yearly_periods(1997, 2023),
        (*NATIONAL, "itl2"),
        decimals=0,
        marks=True,
    ),
    Dataset(
        "qualifications-none-gb",
        (IndicatorSeries("No qualifications", "Percentage", "%", 9.5, -1.2, -0.03, 0.6, 2.7),),
        _list_yearly_periods(2022, 2023),
        SURVEYED,
        interval="bare",
        newline="\n",
        marks=True,
        explains=True,
    ),
    Dataset(
        "qualifications-level-3-or-above",
        (
            IndicatorSeries(
                "Level 3 or above qualifications (Great Britain)", "Percentage", "%", 59.0, 3.0, 0.01, 1.0, 5.0
            ),
        ),
        _list_yearly_periods(2022, 2023),
        SURVEYED,
        interval="bare",
        newline="\n",
        marks=True,
    ),
    Dataset(
        "children-in-relative-poverty",
        (
            IndicatorSeries(
                "Children in relative poverty before housing costs", "Percentage", "%", 17.0, -2.4, 0.01, 0.4
            ),
            IndicatorSeries(
                "Children in relative poverty after housing costs", "Percentage", "%", 20.5, -2.6, -0.01, 0.4
            ),
        ),
        _list_yearly_periods(2021, 2024, "04-01"),
        WITHOUT_ENGLAND,
        decimals=8,
    ),
    Dataset(
        "gigabit-capable-broadband",
        (IndicatorSeries("Gigabit capable broadband", "Percentage", "%", 74.0, -2.5, 0.0, 2.0),),
        ("2026-01-01",),
        NATIONAL,
        aggregated=AGGREGATED,
    ),
)
