"""Sentences as officers write them, around figures of an edition: true ones, and ones with an error put in."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

# What a share is of, and what is said of them.
SHARES = {
    "fuel_poverty": ("households", "were in fuel poverty"),
    "homes_owned_outright": ("homes", "were owned outright"),
    "level_4_or_above": ("adults", "had a university degree"),
    "no_qualifications": ("adults", "had no qualifications"),
    "overcrowded_homes": ("homes", "were overcrowded"),
    "income_deprivation": ("residents", "were income-deprived"),
    "aged_65_and_over": ("residents", "were aged 65 and over"),
    "minority_ethnic_residents": ("residents", "belonged to minority ethnic groups"),
    "never_worked_or_long_term_unemployed": ("people", "had never worked or were long-term unemployed"),
    "renting_socially": ("households", "were social tenants"),
    "children_income_deprived": ("children", "lived in income-deprived families"),
    "disabled_residents": ("residents", "said that they were disabled"),
}
NOUNS = {
    "life_expectancy": "life expectancy at birth",
    "turnout": "turnout at local elections",
    "deaths": "the mortality rate",
    "average_deprivation_score": "the average deprivation score",
    "fuel_poverty": "the rate of fuel poverty",
    "overcrowded_homes": "the share of homes that are overcrowded",
    "connectivity": "the public transport score",
}
OVER_TIME = {
    "unemployment_rate": "the unemployment rate",
    "median_weekly_pay": "median gross weekly pay",
    "attainment_8": "the average Attainment 8 score",
    "claimant_count": "the share of people on out-of-work benefits",
    "early_education_at_two": "take-up of funded early education among two-year-olds",
    "life_satisfaction": "average satisfaction with life",
    "personal_insolvencies": "the rate of personal insolvencies",
}
GAPS = {
    "good_health": "in good health",
    "loneliness": "in loneliness",
    "control_over_life": "in feeling in control over life",
    "no_qualifications": "in the share of adults with no qualifications",
    "volunteering": "in volunteering",
}
WRITTEN = {*SHARES, *NOUNS, *OVER_TIME}
UNITS = {
    "percent": "{}%",
    "years": "{} years",
    "gbp": "£{}",
    "score": "{}",
    "minutes": "{} minutes",
    "patients": "{} patients",
    "per_1000": "{} per 1,000",
    "per_100000": "{} per 100,000",
    "per_10000": "{} per 10,000",
    "score_out_of_10": "{} out of 10",
}
CAUSES = ("because of", "as a result of", "thanks to", "due to")
REASONS = ("rising rents", "the new strategy", "the pandemic", "better insulation")
WITHOUT_FIGURES = (
    "The Cabinet will consider this paper on 12 March 2026 (see page 14 and Appendix 2).",
    "We held 14 workshops and heard from 312 people in the first 6 months.",
    "The programme costs £3.2 million over 4 years, of which £750,000 is for 2026/27.",
    "Call 01642 526097 or write by 5 pm on 30 April.",
    "Section 3.2 sets out five priorities; Table 4 lists 27 wards.",
    "Children aged 5 to 11 and 16-year-olds can join from September.",
    "The A Fairer Stockton-on-Tees framework runs from 2021 to 2031.",
    "1. Agree the plan. 2. Publish it by 1 June 2026.",
    "In the second half of 2025 the three teams moved to one building within 300 metres of the station.",
)


@dataclass(frozen=True)
class Figure:
    """A figure with its area's name, for a sentence."""

    measure: str
    area: str
    period: str
    value: float
    unit: str

    def write(self, value: float | None = None) -> str:
        number = self.value if value is None else value
        decimals = 2 if self.unit in ("gbp", "score_out_of_10") else 1
        return UNITS[self.unit].format(f"{number:,.{decimals}f}")


@dataclass(frozen=True)
class Told:
    """A sentence, and the words in it that are wrong; none where it is true."""

    text: str
    wrong: str = ""
    kind: str = ""


class Writer:
    """Writes sentences around the figures of a table, by a seed."""

    def __init__(self, table: pd.DataFrame, gaps: pd.DataFrame, seed: int) -> None:
        self.chance = random.Random(seed)
        self.gaps = gaps
        self.figures: dict[tuple[str, str], list[Figure]] = {}
        shown = table[table["value"].notna() & (table["category"] == "all") & table["measure"].isin(WRITTEN)]
        for row in shown.sort_values("period", kind="stable").itertuples():
            self.figures.setdefault((row.measure, row.area_type), []).append(make_figure(row))

    def pick(self, measure: str, count: int = 1) -> list[Figure]:
        """Return the latest figures of so many wards and partnerships, whose values differ."""
        inside = [one for kind in ("ward", "community_partnership") for one in self.figures.get((measure, kind), [])]
        latest = max(one.period for one in inside)
        by_value = {one.value: one for one in inside if one.period == latest}
        return self.chance.sample([*by_value.values()], count)

    def borough(self, measure: str, area_type: str = "borough") -> list[Figure]:
        """Return the figures of the borough, oldest first."""
        return self.figures.get((measure, area_type), [])

    def true_and_wrong(self) -> Iterator[tuple[Told, list[Told]]]:
        """Yield true sentences without end, each with the same sentence spoilt in several ways."""
        while True:
            for write in (
                self.share,
                self.noun,
                self.pair,
                self.beside,
                self.course,
                self.gap,
                self.part,
                self.times,
                self.rounded,
            ):
                yield from write()

    def share(self) -> Iterator[tuple[Told, list[Told]]]:
        measure, (who, what) = self.chance.choice([*SHARES.items()])
        one, other = self.pick(measure, count=2)
        template = self.chance.choice(
            (
                f"In {{area}}, {{x}} of {who} {what}.",
                f"We know that {{x}} of {who} in {{area}} {what}.",
                f"{{x}} of {who} {what} in {{area}}, and this plan begins there.",
            )
        )
        yield self.vary(template, one, other)
        cause = f"{self.chance.choice(CAUSES)} {self.chance.choice(REASONS)}"
        text = f"In {one.area}, {one.write()} of {who} {what} {cause}."
        yield Told(f"In {one.area}, {one.write()} of {who} {what}."), [Told(text, cause.split()[0], "cause")]

    def noun(self) -> Iterator[tuple[Told, list[Told]]]:
        measure, noun = self.chance.choice([*NOUNS.items()])
        one, other = self.pick(measure, count=2)
        template = self.chance.choice(
            (
                f"{noun[0].upper()}{noun[1:]} in {{area}} was {{x}} in {one.period}.",
                f"In {{area}} {noun} stands at {{x}}.",
                f"The ward profile shows that {noun} is {{x}} in {{area}}.",
            )
        )
        yield self.vary(template, one, other)

    def pair(self) -> Iterator[tuple[Told, list[Told]]]:
        measure, noun = self.chance.choice([*NOUNS.items()])
        one, other = self.pick(measure, count=2)
        template = self.chance.choice(
            (
                "{noun} is {x} in {a} and {y} in {b}.",
                "{noun} was {x} in {a}, compared with {y} in {b}.",
                "In {a} {noun2} is {x}, while in {b} it is {y}.",
            )
        )
        words = {"noun": noun[0].upper() + noun[1:], "noun2": noun, "a": one.area, "b": other.area}
        true = template.format(x=one.write(), y=other.write(), **words)
        yield Told(true), [Told(template.format(x=other.write(), y=one.write(), **words), other.write(), "swapped")]

    def beside(self) -> Iterator[tuple[Told, list[Told]]]:
        measure, (who, what) = self.chance.choice([*SHARES.items()])
        (one,), borough, england = self.pick(measure), self.borough(measure)[-1:], self.borough(measure, "england")[-1:]
        if borough and england and england[0].period == one.period:
            template = f"In {one.area} {{x}} of {who} {what}, against {{y}} in the borough and {{z}} in England."
            x, y, z = one.write(), borough[0].write(), england[0].write()
            wrong = england[0].write(england[0].value + 3.3)
            yield Told(template.format(x=x, y=y, z=z)), [Told(template.format(x=x, y=y, z=wrong), wrong, "value")]

    def course(self) -> Iterator[tuple[Told, list[Told]]]:
        measure, noun = self.chance.choice([*OVER_TIME.items()])
        figures = self.borough(measure)
        first, last = figures[self.chance.randrange(len(figures) - 2)], figures[-1]
        if first.write() == last.write():
            return
        when = [one.period.replace("-M04", "") for one in (first, last)]
        template = self.chance.choice(
            (
                "{noun} in the borough moved from {x} in {p} to {y} in {q}.",
                "In {p} {noun2} was {x}; by {q} it was {y}.",
                "{noun} was {y} in {q}, and {x} in {p}.",
            )
        )
        words = {"noun": noun[0].upper() + noun[1:], "noun2": noun, "p": when[0], "q": when[1]}
        true = template.format(x=first.write(), y=last.write(), **words)
        stale = f"{noun[0].upper()}{noun[1:]} in Stockton-on-Tees is now {first.write()}."
        yield (
            Told(true),
            [
                Told(template.format(x=last.write(), y=last.write(), **words), last.write(), "year"),
                Told(stale, first.write(), "stale"),
            ],
        )
        yield Told(f"{noun[0].upper()}{noun[1:]} in Stockton-on-Tees is now {last.write()}."), []

    def gap(self) -> Iterator[tuple[Told, list[Told]]]:
        measure, noun = self.chance.choice([*GAPS.items()])
        rows = self.gaps[(self.gaps["measure"] == measure) & (self.gaps["gap_type"] == "most_v_least_fifth")]
        rows = rows[rows["value"].notna()].sort_values("period")
        if rows.empty:
            return
        value = abs(rows["value"].iloc[-1])
        template = f"The gap {noun} between the most and least deprived fifths is {{}} percentage points."
        wrong = f"{value + 4.2:.1f}"
        yield Told(template.format(f"{value:.1f}")), [Told(template.format(wrong), wrong, "gap")]

    def part(self) -> Iterator[tuple[Told, list[Told]]]:
        measure, (who, what) = self.chance.choice([*SHARES.items()])
        thirds = {"one in three": 100 / 3, "a third": 100 / 3}
        parts = {
            **thirds,
            "one in four": 25.0,
            "one in five": 20.0,
            "one in ten": 10.0,
            "half": 50.0,
            "a quarter": 25.0,
        }
        for one in self.pick(measure, count=6):
            near = [words for words, value in parts.items() if abs(value - one.value) < 2]
            far = [words for words, value in parts.items() if abs(value - one.value) > 6]
            if near:
                join = {
                    words: f"{words} of" if words in ("half", "a third", "a quarter") else f"{words}" for words in parts
                }
                yield (
                    Told(f"In {one.area} {join[near[0]]} {who} {what}."),
                    [Told(f"In {one.area} {join[far[0]]} {who} {what}.", far[0], "part")],
                )

    def times(self) -> Iterator[tuple[Told, list[Told]]]:
        measure = self.chance.choice(("fuel_poverty", "overcrowded_homes"))
        for one, other in zip(self.pick(measure, count=8), self.pick(measure, count=8), strict=True):
            ratio = one.value / other.value
            text = f"{NOUNS[measure][0].upper()}{NOUNS[measure][1:]} is {{}} as high in {one.area} as in {other.area}."
            if 1.9 < ratio < 2.1:
                yield Told(text.format("twice")), [Told(text.format("three times"), "three times", "times")]
            elif 2.85 < ratio < 3.15:
                yield Told(text.format("three times")), [Told(text.format("twice"), "twice", "times")]

    def rounded(self) -> Iterator[tuple[Told, list[Told]]]:
        measure, (who, what) = self.chance.choice([*SHARES.items()])
        (one,) = self.pick(measure)
        whole, low = round(one.value + 1e-9), int(one.value)
        text = f"Some {{}} per cent of {who} in {one.area} {what}, in paragraph 12 of the plan."
        text = text.replace("Some ", "")
        if abs(one.value % 1 - 0.5) > 0.1:
            yield (
                Told(text.format(whole)),
                [Told(text.format(low), f"{low} per cent", "rounding")] if low != whole else [],
            )
            yield (
                Told(f"More than {low}% of {who} in {one.area} {what}."),
                [Told(f"More than {whole + 7}% of {who} in {one.area} {what}.", f"{whole + 7}%", "value")],
            )

    def vary(self, template: str, one: Figure, other: Figure) -> tuple[Told, list[Told]]:
        """Return a sentence of one area, and it with another value, with the area of another, and in another unit."""
        slip = one.value + self.chance.choice((-1, 1)) * self.chance.choice((0.3, 1.0, 2.7, 9.0))
        slip = slip if slip > 0 else one.value + 9.0
        wrong = [
            Told(template.format(area=one.area, x=one.write(slip)), one.write(slip), "value"),
        ]
        if other.write() != one.write():
            wrong.append(Told(template.format(area=other.area, x=one.write()), one.write(), "area"))
        if one.unit == "percent":
            points = one.write().replace("%", " percentage points")
            wrong.append(Told(template.format(area=one.area, x=points), points, "unit"))
        elif one.unit == "per_100000":
            other_unit = one.write().replace("per 100,000", "per 1,000")
            wrong.append(Told(template.format(area=one.area, x=other_unit), other_unit, "unit"))
        return Told(template.format(area=one.area, x=one.write())), wrong


def make_figure(row: Any) -> Figure:
    """Return a row of the table as a figure."""
    return Figure(row.measure, row.name, row.period, row.value, row.unit)
