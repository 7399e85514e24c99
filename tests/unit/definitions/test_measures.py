"""A measure file that does not say what it must is refused, by file and key."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.measure_files import load_measures
from fairer_stockton.definitions.measures import KINDS
from fairer_stockton.definitions.units import UNITS, write_with_unit
from fairer_stockton.run.errors import CatalogueError
from tests.conftest import DEFINITIONS, measure_in

GOOD = """
title     = "No qualifications"
question  = "Who left school with nothing?"
framework = "Highest level of skills"
statistic = "proportion"
unit      = "percent"
polarity  = "lower_is_better"
[numerator]
table = "census_ts067"
sum   = "no_qualifications"
[denominator]
table = "census_ts067"
sum   = "residents_16_plus"
[[example]]
expect = {}
"""


def written(folder: Path, text: str, domain: str = "learning") -> Path:
    path = folder / domain / "a_measure.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_name_is_the_file_and_domain_the_folder(tmp_path: Path) -> None:
    measure = measure_in(written(tmp_path, GOOD))
    assert (measure.name, measure.domain, measure.tables) == ("a_measure", "learning", ("census_ts067",))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('question  = "Who left school with nothing?"', "", "'question' is missing"),
        ('unit      = "percent"', 'unit = "percent"\ncolour = "red"', "unknown key 'colour'"),
        ('"proportion"', '"average"', "statistic 'average' is not one of proportion, rate"),
        ('"lower_is_better"', '"low"', "polarity 'low'"),
        ('"percent"', '"furlongs"', "unit 'furlongs'"),
        ("[denominator]", "[below]", "unknown key 'below'"),
        ('"no_qualifications"', '"(select 1)"', "holds a select"),
        ('"proportion"', '"published"', "needs [value]"),
        ("[[example]]\nexpect = {}", "", "no [[example]]"),
        ('"Highest level of skills"', '"Happiness"', "framework 'Happiness' is not one of"),
        ('unit      = "percent"', 'unit = "percent"\ngaps = ["chasm"]', "gap 'chasm'"),
        ('title     = "No', "title = No", "not TOML"),
        ('sum   = "no_qualifications"', 'total = "x"', "total"),
        ('unit      = "percent"', 'unit = "percent"\npart_of_index = "joy"', "part_of_index 'joy' is not one of imd"),
        ('unit      = "percent"', 'unit = "percent"\nestimated = true', "title ends in (modelled) or (estimated)"),
        ('unit      = "percent"', 'unit = "percent"\nunlike_england = true', "unlike_england must be of kind str"),
        ('unit      = "percent"', 'unit = "percent"\nleast_difference = 2', "needs absolute and relative"),
        ('"percent"', '"percentage_points"', "least_differences.toml has no entry for the unit percentage_points"),
        ("[denominator]", '[larger]\ntable = "x"\ncolumn = "y"\n[denominator]', "[larger] goes with [value]"),
        ('unit      = "percent"', 'unit = "percent"\npool = 2', "pool goes with a survey_share"),
        ('unit      = "percent"', 'unit = "percent"\nage = 65', "age goes with a life_expectancy"),
        ("[denominator]", '[answer]\ntable = "x"\nyes = "y"\n[denominator]', "[answer] goes with a survey_share"),
        (
            '[denominator]\ntable = "census_ts067"\nsum   = "residents_16_plus"',
            "",
            "needs [numerator] and [denominator]",
        ),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError) as caught:
        measure_in(written(tmp_path, GOOD.replace(old, new)))
    assert said in str(caught.value)
    assert "a_measure.toml" in str(caught.value)


def test_a_measure_has_the_fields_of_its_kind_and_no_others() -> None:
    kinds = {measure.statistic: type(measure) for measure in DEFINITIONS.measures.values()}
    assert kinds == dict(KINDS)
    life, survey = (DEFINITIONS.measures[name] for name in ("life_expectancy", "in_work"))
    assert (hasattr(life, "age"), hasattr(survey, "age")) == (True, False)
    assert (hasattr(life, "answer"), hasattr(survey, "answer")) == (False, True)


def test_folder_that_is_no_domain(tmp_path: Path) -> None:
    written(tmp_path, GOOD, domain="weather")
    with pytest.raises(CatalogueError, match="'weather' is not a domain"):
        load_measures(
            tmp_path.glob("*/*.toml"), DEFINITIONS.framework, DEFINITIONS.breakdowns, DEFINITIONS.least_differences
        )


def test_name_used_twice(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    written(tmp_path, GOOD.replace("Highest level of skills", "Share of people in work"), domain="work")
    with pytest.raises(CatalogueError, match="a measure of this name is in "):
        load_measures(
            tmp_path.glob("*/*.toml"), DEFINITIONS.framework, DEFINITIONS.breakdowns, DEFINITIONS.least_differences
        )


@pytest.mark.parametrize(
    ("figure", "unit", "text"),
    [
        (12.34, "percent", "12.3%"),
        (-12.34, "percentage_points", "−12.3 percentage points"),
        (579.5, "gbp", "£579.50"),
        (-5216, "gbp", "−£5,216.00"),
        (-0.01, "percent", "0.0%"),
        (54.9, "years", "54.9 years"),
    ],
)
def test_figures_as_people_write_them(figure: float, unit: str, text: str) -> None:
    assert write_with_unit(figure, unit) == text


def test_every_unit_is_used_in_words() -> None:
    assert all("{" in unit.form and unit.words for unit in UNITS.values())
