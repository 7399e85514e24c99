"""Questions and their answers against the tables of the edition, read here by pandas: right cells, right refusals."""

import csv
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.run.vocabulary_of_uses import AnswerStatus
from fairer_stockton.uses.answers.answering import Answer, Answerer
from fairer_stockton.uses.answers.tokens import split_into_tokens

pytestmark = pytest.mark.xdist_group("answers")

PARAPHRASES = list(csv.DictReader((Path(__file__).parent / "paraphrases.csv").open(encoding="utf-8")))
FIGURE_TEMPLATES = (
    "{title} in {area} in {period}",
    "What is the figure for {title}, {area}, {period}?",
    "{area}: {title} ({period})",
    "please tell me {title} in {period} for {area}",
    "how many: {title} of {area} in {period}",
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


@pytest.fixture(scope="module")
def table(answerer: Answerer) -> pd.DataFrame:
    """Every published figure, with names as people write them."""
    rows = answerer.figures.edition.frame("observations").astype({"area_type": str, "breakdown": str, "category": str})
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
    gaps = answerer.figures.edition.frame("gaps").astype({"gap_type": str, "breakdown": str})
    gaps = gaps[gaps["value"].notna() & (gaps["area_code"] == answerer.figures.borough.codes[0][1])]
    gaps = gaps[gaps["breakdown"].isin(["all", "deprivation_fifth"]) & gaps["gap_type"].isin(list(GAP_TEMPLATES))]
    for row in gaps.sample(50, random_state=27).itertuples():
        template = chance.choice(GAP_TEMPLATES[row.gap_type])
        yield template.format(title=answerer.figures.titles[row.measure], period=row.period), [row.value]


def test_paraphrases_have_no_word_of_the_title(answerer: Answerer) -> None:
    small = answerer.lexicon.fillers | answerer.lexicon.soft
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
        gaps = answerer.figures.edition.frame("gaps")
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


def test_near_names_are_offered(answerer: Answerer) -> None:
    assert "Roseworth" in answerer.answer("fuel poverty in Rosworth").choices
    assert answerer.answer("fuel poverty in the ward of Norton").status == AnswerStatus.NOT_KNOWN
    assert "2021, 2022" in answerer.answer("fuel poverty in 1999").why
    assert len(answerer.answer("GCSE results gap").choices) > 2
