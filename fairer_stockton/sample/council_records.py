"""What the council's own services record: contacts, inspections, homes surveyed, advice cases, open space."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from fairer_stockton.run.vocabulary import VIEW_THEMES
from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes, gzip_bytes
from fairer_stockton.sample.model import SampleAreas, logistic
from fairer_stockton.schemas.staged.residents_survey import TENURES
from fairer_stockton.schemas.staged.residents_views import OUTCOMES

Rows = Iterator[Sequence[object]]

FINANCIAL_YEARS = (2022, 2023, 2024)  # in which a financial year begins
CONTACTS, INSPECTIONS, CASES = 1350, 260, 340  # in a year
VIEWS = 620  # in the one year of views
HOMES = {"2020": 700, "2025": 900}
SERVICES = ("council_tax", "waste", "highways", "housing", "benefits", "social_care", "planning", "libraries")
CHANNELS = ("digital", "phone", "face_to_face", "letter")
PROBLEMS = ("council_tax", "rent", "energy", "water", "credit_card", "loan", "benefit_overpayment", "other")


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield every extract: a file a financial year, survey or count."""
    areas = sample_areas.own21.reset_index(drop=True)
    for years_since_first, year in enumerate(FINANCIAL_YEARS):
        period = f"{year}-{(year + 1) % 100}"
        name = f"customer_contacts_{period}.csv"
        content = gzip_bytes(csv_bytes(_generate_customer_contacts(areas, year, years_since_first)))
        yield GeneratedExtract("customer_contacts", period, f"{name}.gz", content, published_as=name)
        yield _make_csv_extract(
            "private_rented_inspections", period, _generate_housing_inspections(areas, year, years_since_first)
        )
        yield _make_csv_extract("debt_advice", period, _generate_debt_advice_cases(areas, year, years_since_first))
    for period, homes in HOMES.items():
        yield _make_csv_extract("stock_condition", period, _generate_surveyed_homes(areas, period, homes))
    yield _make_csv_extract("residents_views", "2024-25", _generate_residents_views(areas))
    yield _make_csv_extract("open_space", "2025", _generate_open_space_by_area(areas))


def _make_csv_extract(source: str, period: str, rows: Rows) -> GeneratedExtract:
    return GeneratedExtract(source, period, f"{source}_{period}.csv", csv_bytes(rows))


def _generate_customer_contacts(areas: pd.DataFrame, year: int, years_since_first: int) -> Rows:
    draw = RandomDraws(f"customer contacts {year}")
    need, codes = _draw_need_and_area_of_records(areas, draw, CONTACTS, effect_of_need=0.15)
    noise = draw.gumbel(size=(len(CHANNELS), CONTACTS))
    liking = np.stack([0.8 + 0.15 * years_since_first - 0.3 * need, 0.5 + 0 * need, 0.3 * need - 1, 0 * need - 2])
    channel = np.array(CHANNELS)[np.argmax(liking + noise, axis=0)]
    satisfied = _draw_yes_or_no(logistic(0.9 - 0.2 * need + 0.05 * years_since_first), draw)
    resolved = _draw_yes_or_no(logistic(0.7 - 0.15 * need), draw)
    waited = np.rint(draw.exponential(9 + 2.25 * np.clip(need, -1, 3))).astype(int).astype(str)
    yield [
        "contact_id",
        "date",
        "lsoa21cd",
        "channel",
        "service",
        "satisfied",
        "resolved_first_time",
        "waiting_minutes",
    ]
    yield from zip(
        _make_record_numbers("C", year, CONTACTS),
        _draw_dates_in_financial_year(draw, year, CONTACTS),
        _blank_values_at_random(codes, 0.93, draw),
        channel.tolist(),
        draw.choice(SERVICES, CONTACTS).tolist(),
        _blank_values_at_random(satisfied, 0.6, draw),
        _blank_values_at_random(resolved, 0.95, draw),
        np.where(np.isin(channel, ("phone", "face_to_face")), waited, "").tolist(),
        strict=True,
    )


def _generate_housing_inspections(areas: pd.DataFrame, year: int, years_since_first: int) -> Rows:
    draw = RandomDraws(f"private rented inspections {year}")
    need, codes = _draw_need_and_area_of_records(areas, draw, INSPECTIONS, effect_of_need=0.5)
    hazard = _draw_yes_or_no(logistic(-1.4 + 0.35 * need - 0.05 * years_since_first), draw)
    remedied = np.where(
        hazard == "yes", _draw_yes_or_no(logistic(0.9 + 0.1 * years_since_first - 0.1 * need), draw), ""
    )
    yield ["inspection_id", "date", "lsoa21cd", "category_1_hazard", "remedied"]
    days = _draw_dates_in_financial_year(draw, year, INSPECTIONS)
    yield from zip(
        _make_record_numbers("I", year, INSPECTIONS), days, codes, hazard.tolist(), remedied.tolist(), strict=True
    )


def _generate_debt_advice_cases(areas: pd.DataFrame, year: int, years_since_first: int) -> Rows:
    draw = RandomDraws(f"debt advice {year}")
    need, codes = _draw_need_and_area_of_records(areas, draw, CASES, effect_of_need=0.6 + 0.02 * years_since_first)
    owed = np.rint(np.exp(draw.normal(7.6 + 0.05 * need, 0.9))).astype(int).astype(str)
    yield ["case_id", "date", "lsoa21cd", "problem", "amount_gbp"]
    problems = draw.choice(PROBLEMS, CASES).tolist()
    yield from zip(
        _make_record_numbers("D", year, CASES),
        _draw_dates_in_financial_year(draw, year, CASES),
        codes,
        problems,
        _blank_values_at_random(owed, 0.85, draw),
        strict=True,
    )


def _generate_residents_views(areas: pd.DataFrame) -> Rows:
    draw = RandomDraws("residents' views")
    need, codes = _draw_need_and_area_of_records(areas, draw, VIEWS, effect_of_need=0.1)
    interest = np.linspace(1.2, -0.6, len(VIEW_THEMES))[:, None] + 0 * need
    themes = np.array(VIEW_THEMES)[np.argmax(interest + draw.gumbel(size=interest.shape), axis=0)]
    progress = np.array([0.9, 0.3, -0.4, 0.7])[:, None] + np.outer([-0.1, 0, 0.1, 0.1], need)
    outcomes = np.array(OUTCOMES)[np.argmax(progress + draw.gumbel(size=progress.shape), axis=0)]
    yield ["view_id", "date", "lsoa21cd", "theme", "outcome"]
    yield from zip(
        _make_record_numbers("V", 2024, VIEWS),
        _draw_dates_in_financial_year(draw, 2024, VIEWS),
        _blank_values_at_random(codes, 0.9, draw),
        themes.tolist(),
        outcomes.tolist(),
        strict=True,
    )


def _generate_surveyed_homes(areas: pd.DataFrame, period: str, home_count: int) -> Rows:
    draw = RandomDraws(f"stock condition {period}")
    need, codes = _draw_need_and_area_of_records(areas, draw, home_count, effect_of_need=0.0, size_column="households")
    liking = np.stack([0.9 - 0.5 * need, 0.6 * need, 0.3 * need - 0.1, 0 * need - 2.5])
    tenure = np.argmax(liking + draw.gumbel(size=liking.shape), axis=0)
    decent = _draw_yes_or_no(logistic(1.6 - 0.3 * need - 0.5 * (tenure == TENURES.index("Rents privately"))), draw)
    weights = (np.array([1.1, 0.8, 0.9, 1.2])[tenure]).tolist()
    yield ["home_id", "lsoa21cd", "tenure", "decent", "weight"]
    ids = [f"H{period[2:]}-{number:04d}" for number in range(1, home_count + 1)]
    yield from zip(ids, codes, np.array(TENURES)[tenure].tolist(), decent.tolist(), weights, strict=True)


def _generate_open_space_by_area(areas: pd.DataFrame) -> Rows:
    draw = RandomDraws("open space")
    addresses = np.rint(areas["households"] * 1.04).astype(int)
    near = logistic(0.6 - 0.15 * areas["need"].to_numpy() + draw.normal(0, 0.8, len(areas)))
    yield ["lsoa21cd", "addresses", "addresses_within_300m"]
    yield from zip(areas["code"], addresses.tolist(), draw.binomial(addresses, near).tolist(), strict=True)


def _draw_need_and_area_of_records(
    areas: pd.DataFrame, draw: RandomDraws, record_count: int, effect_of_need: float, size_column: str = "residents"
) -> tuple[np.ndarray, list[str]]:
    """Draw where so many people or homes are, more of them where need is higher; return their need and area codes."""
    odds = areas[size_column].to_numpy() * np.exp(effect_of_need * areas["need"].to_numpy())
    position = draw.choice(len(areas), record_count, probabilities=odds / odds.sum())
    return areas["need"].to_numpy()[position] + draw.normal(0, 0.4, record_count), areas["code"].to_numpy()[
        position
    ].tolist()


def _draw_yes_or_no(chance_of_yes: np.ndarray, draw: RandomDraws) -> np.ndarray:
    return np.where(draw.random(len(chance_of_yes)) < chance_of_yes, "yes", "no")


def _blank_values_at_random(
    values: Sequence[str] | np.ndarray, share_not_blanked: float, draw: RandomDraws
) -> list[str]:
    """Keep a share of the values and leave the rest empty."""
    return np.where(draw.random(len(values)) < share_not_blanked, np.array(values), "").tolist()


def _draw_dates_in_financial_year(draw: RandomDraws, first_calendar_year: int, record_count: int) -> list[str]:
    return [
        (date(first_calendar_year, 4, 1) + timedelta(days=int(day))).isoformat()
        for day in np.sort(draw.integers(0, 365, record_count))
    ]


def _make_record_numbers(first_letter: str, year: int, record_count: int) -> list[str]:
    return [f"{first_letter}{year}-{number:04d}" for number in range(1, record_count + 1)]
