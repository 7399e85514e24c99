"""Sentences that state a fact of the edition say what is so in this one."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from fairer_stockton.definitions.maps import WEIGHTS
from fairer_stockton.editions.sums import InputFile
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.all_pages import make_sources_page
from fairer_stockton.report.pages.dictionary import _list_facts_of_measure
from fairer_stockton.report.pages.domain import Citation
from fairer_stockton.report.words.reading import NEIGHBOURHOOD_SIZE
from tests.conftest import DEFINITIONS

PROJECT = Path(__file__).parents[3]
SIZE = r"about 1,[0-9]00 (?:residents|people)"


def test_a_source_is_credited_where_it_is_real(edition: Edition) -> None:
    (line,) = edition.attributions.values()
    assert line == edition.sources["homes"].make_attribution_line("")
    assert line in make_sources_page(edition)


def test_invented_values_are_credited_to_nobody(sampled: Edition) -> None:
    (line,) = sampled.attributions.values()
    assert line.startswith("Generated sample with invented values")
    assert "Supplied by" not in line
    assert "Licence" not in line


def test_a_source_of_which_some_files_are_invented_says_how_many(edition: Edition) -> None:
    (real,) = edition.inputs["homes"]
    invented = InputFile("other.csv", real.period, real.checksum, synthetic=True)
    (line,) = replace(edition, inputs={"homes": (real, invented)}).attributions.values()
    assert line.startswith(edition.sources["homes"].make_attribution_line(""))
    assert line.endswith("1 of 2 files are generated sample with invented values.")


def test_a_source_that_was_not_read_is_credited_with_nothing(edition: Edition) -> None:
    unread = replace(edition.sources["homes"], name="turnout", title="Turnout", licence="council")
    other = replace(edition, sources={**edition.sources, "turnout": unread})
    assert list(other.attributions) == ["homes"]
    page = make_sources_page(other)
    assert unread.make_attribution_line("") not in page
    assert "Where every figure comes from: 1 source, each" in page
    assert page.index("Not in this edition") < page.index('id="turnout"')
    assert "Not in this edition" not in make_sources_page(edition)


def test_a_source_that_shares_out_is_not_one_that_sorts(edition: Edition) -> None:
    homes = edition.sources["homes"]
    assert Citation(homes, "2021", False, measured=False).role == f"Neighbourhoods are sorted by the {homes.title}"
    for name in WEIGHTS:
        role = Citation(replace(homes, name=name), "2021", False, measured=False).role
        assert role == f"Figures of split neighbourhoods are shared out by the residents of: {homes.title}"


def test_the_size_of_a_neighbourhood_is_given_in_one_way() -> None:
    texts = [PROJECT / "GLOSSARY.md", *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("fairer_stockton/**/*.j2")]
    texts += PROJECT.glob("fairer_stockton/**/*.py")
    other = [path.name for path in texts if re.search(SIZE, path.read_text(encoding="utf-8"))]
    assert not other
    assert "1,000 to 3,000 residents" in NEIGHBOURHOOD_SIZE
    assert "1,000 to 3,000 residents" in (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "interval"),
    [
        ("fuel_poverty", "None"),
        ("income_deprivation", "None"),
        ("average_deprivation_score", "None"),
        ("unemployment_rate", "The publisher’s"),
        ("claimant_count", "None"),
        ("gigabit_broadband", "None: the publisher gives neither limits nor the count"),
        ("personal_insolvencies", "Byar’s; exact for small counts"),
        ("private_outdoor_space", "Wilson’s"),
        ("overcrowded_homes", "Wilson’s"),
        ("permanent_contract", "From the survey’s design (Korn and Graubard)"),
    ],
)
def test_the_dictionary_names_the_interval_that_a_measure_has(name: str, interval: str) -> None:
    assert dict(_list_facts_of_measure(DEFINITIONS.measures[name], DEFINITIONS.breakdowns))["Interval"] == interval
