"""Residents' survey of three waves, each in the layout and codes of its own codebook."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from fairer_stockton.definitions.codebooks import Codebook, load_codebook
from fairer_stockton.sample.draws import RandomDraws
from fairer_stockton.sample.extracts import GeneratedExtract, csv_bytes, workbook_bytes
from fairer_stockton.sample.model import SampleAreas, logistic
from fairer_stockton.schemas.staged.residents_survey import AGES, TENURES

SOURCE = "residents_survey"
RESPONDENTS, STRATA, POINTS = 900, 6, 42
Cut = tuple[float, ...]

ETHNIC = ("White", "Asian", "Black", "Mixed", "Other")
WORKING = ("In work", "Unemployed", "Looking after home or family", "Long-term sick or disabled", "Other")

# Answers from the best to the worst, and the latent scores between them; need pushes a score up.
SCALES: dict[str, tuple[tuple[str, ...], Cut]] = {
    "agreement": (("strongly_agree", "agree", "neither", "disagree", "strongly_disagree"), (-0.9, 0.4, 1.0, 1.9)),
    "strength": (("very_strongly", "fairly_strongly", "not_very_strongly", "not_at_all_strongly"), (-0.5, 0.8, 1.6)),
    "tendency": (("definitely_agree", "tend_to_agree", "tend_to_disagree", "definitely_disagree"), (-0.8, 0.5, 1.4)),
    "often": (("never", "hardly_ever", "occasionally", "some_of_the_time", "often_or_always"), (-0.8, 0.0, 0.7, 1.6)),
    "yes_no": (("yes", "no"), (0.0,)),
    "qualification": (("level_4_or_above", "level_3", "below_level_3", "none"), (-0.5, 0.3, 1.2)),
}
# Question → scale, shift (higher is worse, or for yes and no rarer), pull of need.
OPINIONS = {
    "control_over_life": ("agreement", 0.0, 0.35),
    "influence_decisions": ("agreement", 1.0, 0.2),
    "chance_to_progress": ("agreement", 0.4, 0.25),
    "belong_local_area": ("strength", 0.0, 0.2),
    "belong_borough": ("strength", 0.3, 0.15),
    "get_on_well": ("tendency", 0.1, 0.3),
    "pull_together": ("tendency", 0.4, 0.25),
    "lonely": ("often", 0.0, 0.3),
    "volunteered": ("yes_no", 0.6, 0.25),
    "arts": ("yes_no", 0.0, 0.4),
    "library": ("yes_no", 0.3, 0.1),
    "museum": ("yes_no", 0.3, 0.35),
    "savings": ("yes_no", -0.5, 0.5),
    "problem_debt": ("yes_no", 1.5, -0.4),
    "arrears": ("yes_no", 1.6, -0.45),
    "permanent_contract": ("yes_no", -1.0, 0.25),
    "good_health": ("yes_no", -0.7, 0.3),
    "highest_qualification": ("qualification", 0.0, 0.4),
    "warm_dry_home": ("yes_no", -1.1, 0.3),
    "services_easy": ("yes_no", -0.5, 0.25),
}
# Flag → share at average need, pull of need on its log odds.
FLAGS = {
    "unpaid_care": (0.16, 0.15),
    "acute_homeless_or_domestic_abuse": (0.03, 0.5),
    "acute_substance_misuse": (0.025, 0.5),
    "acute_sex_working": (0.006, 0.4),
    "learning_disability": (0.04, 0.25),
    "physical_disability": (0.16, 0.2),
    "mental_health": (0.17, 0.3),
    "sensory_impairment": (0.08, 0.15),
    "refugee_or_asylum_seeker": (0.02, 0.4),
    "english_additional_language": (0.06, 0.25),
    "adult_social_care": (0.05, 0.3),
    "child_in_need_or_protection": (0.03, 0.5),
    "young_carer": (0.025, 0.4),
}
ONLY_IN_WORK = ("chance_to_progress", "permanent_contract")
NEVER_UNSURE = ("lonely", "good_health", *FLAGS)


def generate_extracts(sample_areas: SampleAreas) -> Iterator[GeneratedExtract]:
    """Yield a file a wave of the council's own survey, by its codebooks: CSV, the latest a workbook."""
    source = sample_areas.sources.get(SOURCE)
    waves = source.extracts if source else ()
    for wave_number, wave_extract in enumerate(waves):
        wave = wave_extract.period
        book = load_codebook(SOURCE, wave, source.codebook_folder if source else None)
        if book is None:
            raise LookupError(wave)
        rows = _convert_answers_to_wave_codes(
            _draw_respondents_with_answers(sample_areas, wave, wave_number, book),
            book,
            RandomDraws(f"{SOURCE} {wave} codes"),
        )
        name = wave_extract.name
        if wave_extract is waves[-1]:
            workbook = workbook_bytes({"Responses": rows})
            yield GeneratedExtract(SOURCE, wave, f"{SOURCE}_{wave}.xlsx", workbook, published_as=name)
        else:
            yield GeneratedExtract(SOURCE, wave, name, csv_bytes(rows))


def _draw_respondents_with_answers(
    sample_areas: SampleAreas, wave: str, wave_number: int, codebook: Codebook
) -> pd.DataFrame:
    """Draw respondents in the answers that all waves share; an empty string where there is none."""
    draw = RandomDraws(f"{SOURCE} {wave}")
    people = _draw_residents_with_weights(
        sample_areas, draw, with_sampling_points="cluster" not in codebook.answers_not_asked
    )
    need = people["need"].to_numpy() + draw.normal(0, 0.5, len(people))
    people["respondent"] = [f"R{wave[2:]}-{number:04d}" for number in range(1, len(people) + 1)]
    people = people.assign(
        **_draw_personal_characteristics(need, draw), **_draw_household_sizes_and_income(need, draw, codebook)
    )
    for name, (share, pull) in FLAGS.items():
        odds = np.log(share / (1 - share)) + pull * need
        people[name] = np.where(draw.random(len(people)) < logistic(odds), "yes", "no")
    for name, (scale, shift, pull) in OPINIONS.items():
        answers, cuts = SCALES[scale]
        score = shift + pull * need - 0.06 * wave_number + draw.normal(0, 1, len(people))
        answered = np.array(answers)[np.searchsorted(cuts, score)]
        unsure = (draw.random(len(people)) < 0.02) & (name not in NEVER_UNSURE)
        people[name] = np.where(unsure, "dont_know", answered)
    asked = (*OPINIONS, *FLAGS, "ethnic_group", "disability", "tenure")
    for name in asked:
        people[name] = people[name].where(draw.random(len(people)) >= 0.015, "")
    for name in ONLY_IN_WORK:
        people[name] = people[name].where(people["working_status"] == "In work", "")
    return people


def _draw_residents_with_weights(
    sample_areas: SampleAreas, draw: RandomDraws, with_sampling_points: bool
) -> pd.DataFrame:
    """Draw equally from six strata of neighbourhoods by need; weights undo that, and that the needy answer less."""
    areas = sample_areas.own21.reset_index(drop=True)
    stratum = areas["need"].rank(method="first").sub(1).floordiv(len(areas) / STRATA).astype(int)
    areas_by_stratum, clusters = [], []
    for number in range(STRATA):
        inside = np.flatnonzero(stratum == number)
        each = RESPONDENTS // STRATA
        if with_sampling_points:
            places = draw.choice(inside, POINTS // STRATA, replace=False)
            drawn = np.sort(draw.choice(places, each))
        else:
            drawn = np.sort(
                draw.choice(inside, each, probabilities=(size := areas["residents"].to_numpy()[inside]) / size.sum())
            )
        areas_by_stratum.append(drawn)
        clusters.append([f"P{area:03d}" for area in drawn])
    area_of_respondent = np.concatenate(areas_by_stratum)
    people = areas.loc[area_of_respondent, ["code", "need"]].reset_index(drop=True).rename(columns={"code": "lsoa21cd"})
    population = areas["residents"].groupby(stratum).sum().to_numpy()
    weight = population[stratum.to_numpy()[area_of_respondent]] / (RESPONDENTS // STRATA)
    weight *= np.exp(0.1 * people["need"].to_numpy() + draw.normal(0, 0.2, len(people)))
    names = np.array([f"S{number + 1}" for number in range(STRATA)])[stratum.to_numpy()[area_of_respondent]]
    return people.assign(weight=(weight / weight.mean()).round(4), stratum=names, cluster=np.concatenate(clusters))


def _draw_personal_characteristics(need: np.ndarray, draw: RandomDraws) -> dict[str, np.ndarray]:
    count = len(need)
    age = draw.choice(len(AGES), count, probabilities=(0.09, 0.14, 0.23, 0.27, 0.15, 0.12))
    ethnic = _draw_categories(
        ETHNIC, np.stack([0 * need + 2.6, 0.3 * need, 0.4 * need - 1, 0 * need - 1, 0 * need - 1]), draw
    )
    tenure = _draw_categories(TENURES, np.stack([0.9 - 0.5 * need, 0.6 * need, 0.3 * need - 0.1, 0 * need - 2.5]), draw)
    working = _draw_categories(
        WORKING, np.stack([1.8 - 0.2 * need, 0.5 * need - 0.6, 0.2 * need - 0.5, 0.5 * need - 0.5, 0 * need - 2]), draw
    )
    working = np.where((age >= 4) & (draw.random(count) < 0.85), "Retired", working)
    working = np.where((age == 0) & (draw.random(count) < 0.45), "Student", working)
    disabled = draw.random(count) < logistic(-1.9 + 0.3 * need + 0.35 * age)
    return {
        "age_band": np.array(AGES)[age],
        "sex": np.where(draw.random(count) < 0.515, "Female", "Male"),
        "ethnic_group": ethnic,
        "disability": np.where(disabled, "Disabled", "Not disabled"),
        "tenure": tenure,
        "working_status": working,
    }


def _draw_household_sizes_and_income(need: np.ndarray, draw: RandomDraws, codebook: Codebook) -> dict[str, np.ndarray]:
    """Draw a household and its weekly income to whole pounds; about one in eight keeps the income to itself."""
    older = 1 + draw.binomial(np.full(len(need), 3), 0.3)
    children = draw.binomial(np.full(len(need), 5), 0.09)
    middle = codebook.constants["median_weekly_income_gbp"].value * (0.67 + 0.33 * (older - 1) + 0.2 * children)
    income = np.rint(middle * np.exp(0.05 - 0.3 * need + draw.normal(0, 0.45, len(need)))).astype(int)
    stated_income = np.where(draw.random(len(need)) < 0.12, "", income.astype(str))
    return {"people_14_and_over": older, "children_under_14": children, "weekly_income_gbp": stated_income}


def _draw_categories(categories: Sequence[str], log_odds: np.ndarray, draw: RandomDraws) -> np.ndarray:
    """Choose one name each with odds exp(score): the highest of score and Gumbel noise."""
    return np.array(categories)[np.argmax(log_odds + draw.gumbel(size=log_odds.shape), axis=0)]


def _convert_answers_to_wave_codes(
    respondents: pd.DataFrame, codebook: Codebook, draw: RandomDraws
) -> list[list[object]]:
    """Turn shared answers into the wave's own codes; where several mean the same, any of them."""
    columns: list[list[object]] = []
    for name, _, kind in codebook.carried:
        columns.append(
            respondents[name].tolist()
            if kind in ("record", "code")
            else [_convert_digits_to_number(value) for value in respondents[name].tolist()]
        )
    for question in codebook.questions:
        codes: dict[str, list[str]] = {"": [""]}
        for code, answer in question.answers.items():
            codes.setdefault(answer, []).append(code)
        spread = draw.random(len(respondents)).tolist()
        answers_of_wave = respondents[question.name].tolist()
        columns.append(
            [
                (codes_of_answer := codes[answer])[int(part * len(codes_of_answer))]
                for answer, part in zip(answers_of_wave, spread, strict=True)
            ]
        )
    header: list[object] = [header for _, header, _ in codebook.columns]
    return [header, *map(list, zip(*columns, strict=True))]


def _convert_digits_to_number(value: object) -> object:
    """Keep numbers as numbers, so that a workbook holds them as such."""
    return int(value) if isinstance(value, str) and value else value
