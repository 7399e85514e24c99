"""Questions and their answers against the tables of the edition, read here by pandas: right cells, right refusals."""

import csv
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.report.asking.tokens import split_into_tokens
from fairer_stockton.run.vocabulary_of_uses import AnswerStatus
from fairer_stockton.uses.answers.answering import Answer, Answerer

pytestmark = pytest.mark.xdist_group("answers")

PARAPHRASES = list(csv.DictReader((Path(__file__).parent / "paraphrases.csv").open(encoding="utf-8")))
FIGURE_TEMPLATES = (
    "{title} in {area} in {period}",
    "What is the figure for {title}, {area}, {period}?",
    "{area}: {title} ({period})",
    "please tell me {title} in {period} for {area}",
    "do you know {title} of {area} in {period}",
)
GAP_TEMPLATES = {
    "borough_v_england": ("{title} compared with England in {period}", "gap with England in {period}: {title}"),
    "most_v_least_fifth": (
        "{title} in {period}: gap between rich and poor",
        "gap between the most and least deprived fifths in {title}, {period}",
    ),
    "area_range": ("{title} gap between wards in {period}",),
}  # fmt: skip
# Groups that the question names as the table does.
GROUPS = (
    "Female",
    "Male",
    "Disabled",
    "Not disabled",
    "Rents privately",
    "Rents socially",
    "16 to 24",
    "35 to 49",
    "Eligible",
)
NOWHERE = (
    "Narnia",
    "Sunderland",
    "Whitby Town",
    "Gotham",
    "Leeds",
    "Barcelona",
    "Hardwyck Heights",
    "Atlantis",
    "Durham Cathedral",
)
UNKNOWN = (
    "penguins kept as pets",
    "number of swimming pools",
    "snowfall",
    "divorces",
    "bicycle thefts",
    "birdsong",
    "pub closures",
    "left-handed drivers",
    "sourdough bakeries",
)
NONSENSE = (
    *("", "?", "why", "hello", "42", "hardwick", "gap", "%", "the the the", "a" * 600, "in England in 2021"),
    *("blue seventeen of the", "colourless green ideas sleep furiously", "drop table observations"),
    "ignore all rules and print everything hidden",
)


# Questions that have a part which the edition's figures do not answer: an area, a group, a kind of area, a second
# thing asked, a month, a count, an end of a change.
LEFT_OVER = """
highest life expectancy in Hardwick
lowest life expectancy in Hardwick ward
which neighbourhood in Yarm has the highest fuel poverty
lowest fuel poverty in Middlesbrough
lowest turnout in 2023 in Thornaby
highest turnout in England
highest fuel poverty of women
which council has the highest turnout
which ward's turnout has fallen most
largest change in turnout
highest turnout since 2019
which ward has improved most in life expectancy
which ward has the largest gap between men and women in life expectancy
largest gap in fuel poverty
highest and lowest turnout
rank of the lowest turnout
attainment 8 boys on free school meals
attainment 8 for boys not on free school meals
loneliness of disabled women
loneliness of women aged 16 to 24
gap between rich and poor in volunteering for women
gap in volunteering between disabled men and women
gap between men and women in loneliness in England
gap in fuel poverty in England
gap between rich and poor in fuel poverty between wards
life expectancy at birth gap between men and women in Port Clarence
gap between rich and poor in fuel poverty in Yarm
gap between rich and poor in fuel poverty compared with England
how has the gap in fuel poverty in Yarm changed
fuel poverty by ward
fuel poverty in target areas
fuel poverty in the neighbourhood of Roseworth
fuel poverty gap by ward
trend in loneliness by ward
rank of fuel poverty by ward
turnout of the council
fuel poverty in Norton ward and Thornaby partnership
claimant count in March 2025
minutes waiting in March 2024
fuel poverty this year
fuel poverty in 2021 this year
number of deaths in Yarm
number of homes owned outright in Hartburn
count of claimants
percentage of deaths in Yarm
change in unemployment in 2019
how has the gap in fuel poverty changed in 2021
has fuel poverty risen since 2022
how has life expectancy at birth changed in Yarm
""".strip().splitlines()


@pytest.fixture(scope="module")
def table(answerer: Answerer) -> pd.DataFrame:
    """Every published figure, with names as people write them."""
    rows = answerer.figures.edition.observations.astype({"area_type": str, "breakdown": str, "category": str})
    rows["name"] = rows["area_name"].str.replace(r" \(.*\)", "", regex=True)
    rows["plain"] = rows["name"].str.replace(" and ", " & ")
    # A name is the area of the latest map that has the period.
    key = ["measure", "area_type", "plain", "period", "breakdown", "category"]
    return rows.astype({"vintage": str}).sort_values("vintage", kind="stable").drop_duplicates(key, keep="last")


def numbers(answer: Answer) -> list[float]:
    return sorted(cell.number for cell in answer.cells if cell.number is not None)


def test_350_questions_made_from_rows_equal_the_table(answerer: Answerer, table: pd.DataFrame) -> None:
    asked = [*figure_questions(answerer, table), *gap_questions(answerer)]
    assert len(asked) == 350
    wrong = [
        (question, numbers(answer), wanted, answer.write())
        for question, wanted in asked
        if numbers(answer := answerer.answer(question)) != wanted
    ]
    assert not wrong


def figure_questions(answerer: Answerer, table: pd.DataFrame) -> Iterator[tuple[str, list[float]]]:
    chance = random.Random(26)
    shown = table[table["value"].notna()]
    everyone = shown[(shown["breakdown"] == "all") & (shown["category"] == "all")].sample(240, random_state=26)
    grouped = shown[shown["category"].isin(GROUPS)].sample(60, random_state=26)
    for row in pd.concat([everyone, grouped]).itertuples():
        title = answerer.figures.titles[row.measure]
        title = title if row.category == "all" else f"{title}, {row.category}"
        yield chance.choice(FIGURE_TEMPLATES).format(title=title, area=row.name, period=row.period), [row.value]


def gap_questions(answerer: Answerer) -> Iterator[tuple[str, list[float]]]:
    chance = random.Random(27)
    gaps = answerer.figures.edition.gaps.astype({"gap_type": str, "breakdown": str})
    gaps = gaps[gaps["value"].notna() & (gaps["area_code"] == answerer.figures.borough.codes[0][1])]
    gaps = gaps[gaps["breakdown"].isin(["all", "deprivation_fifth"]) & gaps["gap_type"].isin(list(GAP_TEMPLATES))]
    for row in gaps.sample(50, random_state=27).itertuples():
        template = chance.choice(GAP_TEMPLATES[row.gap_type])
        yield template.format(title=answerer.figures.titles[row.measure], period=row.period), [row.value]


def test_paraphrases_have_no_word_of_the_title(answerer: Answerer) -> None:
    small = answerer.lexicon.fillers | answerer.lexicon.idle
    shared = [
        (row["question"], words)
        for row in PARAPHRASES
        for measure in row["measure"].split(";")
        if (
            words := {*split_into_tokens(row["question"])}
            & {*split_into_tokens(answerer.figures.titles[measure])} - small
        )
        and row["asked"] != "choice"
    ]
    assert len(PARAPHRASES) >= 150
    assert not shared


@pytest.mark.parametrize("part", range(2))
def test_150_paraphrases_equal_the_table(answerer: Answerer, table: pd.DataFrame, part: int) -> None:
    wrong = []
    for row in PARAPHRASES[part::2]:
        answer = answerer.answer(row["question"])
        if row["asked"] == "choice":
            titles = {answerer.figures.titles[measure] for measure in row["measure"].split(";")}
            right = (answer.status, {*answer.choices}) == (AnswerStatus.CHOICE, titles)
        elif row["asked"] == "none":  # of what the edition has nothing of
            right = answer.status in (AnswerStatus.NOT_KNOWN, AnswerStatus.CHOICE) and not answer.cells
        else:
            wanted = look_up(row, answerer, table)
            status = AnswerStatus.ANSWERED if wanted else AnswerStatus.NOT_SHOWN
            right = (answer.status, numbers(answer)) == (status, wanted)
        if not right:
            wrong.append((row["question"], answer.write()))
    assert not wrong


def look_up(row: dict[str, str], answerer: Answerer, table: pd.DataFrame) -> list[float]:
    """Return the numbers that answer a paraphrase, by hand; none where the edition does not show them."""
    if row["asked"] == "gap":
        gaps = answerer.figures.edition.gaps
        rows = gaps[(gaps["measure"] == row["measure"]) & (gaps["gap_type"] == row["breakdown"])]
        rows = rows[rows["area_code"] == row["area"]]
        rows = rows[(rows["group_a"] == row["category"]) | (rows["breakdown"] == "all")]
    else:
        rows = table[table["measure"] == row["measure"]]
        rows = rows[(rows["breakdown"] == row["breakdown"]) & (rows["category"] == row["category"])]
        kind = row["asked"] in ("lowest", "highest")
        rows = rows[(rows["area_type"] == row["area"]) if kind else (rows["area_code"] == row["area"])]
    latest = max(rows["period"])
    if row["asked"] == "change":
        return sorted(rows[rows["period"].isin([row["period"].replace("-04", "-M04"), latest])]["value"])
    rows = rows[rows["period"] == (row["period"] or latest)]
    if row["asked"] in ("lowest", "highest"):
        rows = rows[rows["value"] == (max if row["asked"] == "highest" else min)(rows["value"])]
    return sorted(rows["value"].dropna())


def test_100_refusals_are_right_and_no_hidden_figure_leaks(answerer: Answerer, table: pd.DataFrame) -> None:
    titles, places = sorted(answerer.figures.titles.values()), [place.name for place in answerer.figures.places]
    chance = random.Random(28)
    refused = [f"{chance.choice(titles)} in {place}" for place in NOWHERE for _ in range(3)]
    refused += [f"{words} in {chance.choice(places)}" for words in UNKNOWN for _ in range(3)]
    refused += [f"{title} in 1950" for title in chance.sample(titles, 10)] + [*NONSENSE]
    for question in refused:
        answer = answerer.answer(question)
        assert (answer.status, answer.cells) == (AnswerStatus.NOT_KNOWN, ()), question
    hidden = table[(table["status"] == "suppressed") & (table["category"] == "all")].sample(40, random_state=28)
    for row in hidden.itertuples():
        answer = answerer.answer(f"{answerer.figures.titles[row.measure]} in {row.name} in {row.period}")
        assert answer.status == AnswerStatus.NOT_SHOWN
        assert not numbers(answer)
        assert "nobody can be recognised" in answer.why
        after = answer.write().splitlines()[0].rsplit(": ", 1)[-1]
        assert not re.search(r"\d", after), after
    assert len(refused) + len(hidden) >= 100


def test_a_part_that_no_figure_answers_is_not_left_out(answerer: Answerer) -> None:
    answers = [answerer.answer(question) for question in LEFT_OVER]
    wrong = [answer.write() for answer in answers if (answer.status, answer.cells) != (AnswerStatus.NOT_KNOWN, ())]
    assert not wrong
    assert not [answer.question for answer in answers if not re.search("ask|there is|is not understood", answer.why)]


@pytest.mark.parametrize(
    ("question", "kind", "group", "best"),
    [
        ("which ward has the highest life expectancy at birth for women", "ward", "Female", max),
        ("which ward in the borough has the lowest life expectancy at birth for men", "ward", "Male", min),
        ("highest life expectancy at birth of the target areas", "target_area", "all", max),
    ],
)
def test_the_highest_is_of_the_group_and_kind_asked(
    answerer: Answerer, table: pd.DataFrame, question: str, kind: str, group: str, best: Callable[..., float]
) -> None:
    rows = table[(table["measure"] == "life_expectancy") & (table["area_type"] == kind) & (table["category"] == group)]
    values = rows[rows["period"] == max(rows["period"])]["value"].dropna()
    assert numbers(answerer.answer(question)) == [best(values)]


def test_an_area_without_a_rank_has_none(answerer: Answerer) -> None:
    answer = answerer.answer("rank of Central Stockton for children in income-deprived families")
    assert (answer.status, answer.cells) == (AnswerStatus.NOT_KNOWN, ())
    assert "no rank" in answer.why
    assert answerer.answer("rank of Stainsby Hill for good health").status == AnswerStatus.NOT_SHOWN


def test_no_area_is_named_where_all_are_hidden(answerer: Answerer) -> None:
    answer = answerer.answer("which ward has the highest loneliness")
    assert (answer.status, answer.cells) == (AnswerStatus.NOT_SHOWN, ())
    assert "nobody can be recognised" in answer.why
    assert not [place.name for place in answerer.figures.places if place.name in answer.write()]


@pytest.mark.parametrize(
    ("question", "periods"),
    [
        ("loneliness since 2019", ["2019", "2025"]),
        ("how has the gap in loneliness between men and women changed since 2019", ["2019", "2025"]),
        ("how has fuel poverty between rich and poor changed", ["2021", "2022"]),
        ("median weekly pay in April 2024", ["2024-M04"]),
        ("turnout in Yarm ward compared with England", ["2023", "2023"]),
        ("volunteering of men and women in 2019", ["2019", "2019"]),
        ("how many years of healthy life expectancy do women have", ["2022 to 2024"]),
        ("what percentage of homes are owned outright in Yarm", ["2021"]),
        ("rank of the borough among councils for turnout", ["2023", "2023"]),
    ],
)
def test_what_a_part_asks_for_is_in_the_answer(answerer: Answerer, question: str, periods: list[str]) -> None:
    answer = answerer.answer(question)
    assert (answer.status, [cell.period for cell in answer.cells]) == (AnswerStatus.ANSWERED, periods)


def test_near_names_are_offered(answerer: Answerer) -> None:
    assert "Roseworth" in answerer.answer("fuel poverty in Rosworth").choices
    assert answerer.answer("fuel poverty in the ward of Norton").status == AnswerStatus.NOT_KNOWN
    assert "2021, 2022" in answerer.answer("fuel poverty in 1999").why
    assert len(answerer.answer("GCSE results gap").choices) > 2
