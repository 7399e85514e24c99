"""The attacks on surveys work: on small waves that are published as nobody should, they find what is hidden."""

from pathlib import Path

import pandas as pd

from tests.conftest import DEFINITIONS
from tests.pipeline.attack.editions import list_changed_shares
from tests.pipeline.attack.published import Published
from tests.pipeline.attack.surveys import (
    Survey,
    attack_bases_by_other_measures,
    attack_links,
    find_fingerprints,
    list_figures_of_few,
)

SOURCE, FIRST, SECOND = "residents_survey", "good_health", "loneliness"
WARDS = [f"W{number}" for number in range(1, 8)]


def survey(*figures: tuple[str, str, float | None, float | None], respondents: int) -> Survey:
    """Return a wave with these figures: measure, area, base and share, both missing where they are hidden."""
    rows = pd.DataFrame(figures, columns=["measure", "area_code", "base", "value"])
    rows = rows.astype({"base": float, "value": float})
    area_type = rows["area_code"].str[0].map({"B": "borough", "W": "ward"})
    rows = rows.assign(
        area_type=area_type, vintage="2024", period="2025", breakdown="all", category="all", statistic="survey_share",
        status=rows["value"].notna().map({True: "published", False: "suppressed"}),
    )  # fmt: skip
    places = [(f"L{ward}", kind, code) for ward in WARDS for kind, code in (("borough", "B"), ("ward", ward))]
    memberships = pd.DataFrame(places, columns=["lsoacd", "area_type", "area_code"])
    memberships = memberships.assign(lsoa_vintage="2021", vintage="2024", share="1")
    measures = {name: DEFINITIONS.measures[name] for name in (FIRST, SECOND)}
    return Survey(Published(rows, memberships, measures, {SOURCE: "2021"}, {}), SOURCE, {"2025": respondents})


def test_a_hidden_base_is_told_by_another_where_nearly_all_answered() -> None:
    """Two left the first question out and three the second: the 31 of one tell that the other has from 28 to 33."""
    wards = [(measure, ward, 60.0, 50.0) for measure in (FIRST, SECOND) for ward in WARDS[2:]]
    few = [(FIRST, "W1", 31.0, 50.0), (SECOND, "W1", None, None), (FIRST, "W2", 40.0, 50.0), (SECOND, "W2", None, None)]
    borough = [(FIRST, "B", 371.0, 50.0), (SECOND, "B", 370.0, 50.0)]
    found = attack_links(survey(*borough, *few, *wards, respondents=373))
    assert {finding.target.name.split(" 2025")[0]: (finding.low, finding.high) for finding in found} == {
        f"base of {SECOND}": (28, 33)
    }


def test_a_hidden_base_stays_open_where_many_answered_only_one_question() -> None:
    few = [(FIRST, "W1", 31.0, 50.0), (SECOND, "W1", None, None), (SECOND, "W2", None, None)]
    borough = [(FIRST, "B", 340.0, 50.0), (SECOND, "B", 300.0, 50.0)]
    assert attack_links(survey(*borough, *few, respondents=400)) == []


def test_answers_on_one_side_are_told_by_subtraction() -> None:
    """All but one ward show their share: so the borough's tells who said yes in the ward that is hidden."""
    wards = [(FIRST, ward, 60.0, 50.0) for ward in WARDS[1:]]
    wave = survey((FIRST, "B", 400.0, 45.5), (FIRST, "W1", None, None), *wards, respondents=400)

    def count(row: dict[str, object], _: object) -> tuple[float, float]:
        number = round(float(str(row["base"])) * float(str(row["value"])) / 100)
        return number, number

    names = {finding.target.name.split()[0]: finding.high for finding in attack_links(wave, count)}
    assert names == {"yes": 2}, "of 182 in the borough 180 live in other wards; two may have no neighbourhood"


def test_who_said_no_is_told_by_who_was_asked_more() -> None:
    """Of 60 who took part in a ward 57 were asked what those who said yes are asked: three or fewer said no."""
    wards = [(FIRST, ward, 60.0, 50.0) for ward in WARDS[1:]]
    hidden = [(FIRST, "W1", None, None), (FIRST, "B", 420.0, 55.0), (SECOND, "W1", 57.0, 50.0)]
    wave = survey(*wards, *hidden, respondents=420)
    assert attack_links(wave) == []
    found = attack_links(wave, asked_of={SECOND: FIRST})
    assert {finding.target.name.split()[0]: (finding.low, finding.high) for finding in found} == {"no": (0, 3)}


def test_who_said_yes_to_one_question_is_who_answers_another() -> None:
    wards = [(FIRST, ward, 80.0, 50.0 + number) for number, ward in enumerate(WARDS[:6])]
    asked = [(SECOND, ward, round(0.8 * (50.0 + number)), 10.0) for number, ward in enumerate(WARDS[:6])]
    wave = survey(*wards, *asked, (FIRST, "W7", 40.0, 50.0), (SECOND, "W7", None, None), respondents=600)
    (told,) = attack_bases_by_other_measures(wave, {SECOND: FIRST})
    assert (told.row["area_code"], told.through) == ("W7", FIRST)
    assert 18 < told.low <= 20 <= told.high < 22


def test_figures_of_few_and_single_weights_are_found(tmp_path: Path) -> None:
    wave = survey((FIRST, "W1", 60.0, 5.0), (FIRST, "W2", 60.0, 50.0), respondents=120)
    counts = {"W1": (3, 57), "W2": (30, 30)}
    assert list_figures_of_few(wave, lambda row: counts[row["area_code"]]) == [f"{FIRST} 2025 ward W1 all all"]
    (tmp_path / "communities.csv").write_text(f"{FIRST},1.0973,12\nother,1.0974,5\n", encoding="utf-8")
    assert find_fingerprints(tmp_path, [1.0973, 1.0974, 0.5], [FIRST]) == ["communities.csv: 1.0973"]


def test_a_base_that_grew_by_one_is_found() -> None:
    before = survey((FIRST, "W1", 60.0, 50.0), (FIRST, "W2", 60.0, 50.0), (FIRST, "W3", 60.0, 50.0), respondents=200)
    after = survey((FIRST, "W1", 61.0, 50.8), (FIRST, "W2", 60.0, 50.0), (FIRST, "W3", 70.0, 50.0), respondents=211)
    assert list_changed_shares(before.published, after.published, SOURCE) == [f"{FIRST} ward W1 2024 all all 2025"]
