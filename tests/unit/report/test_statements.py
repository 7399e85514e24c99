"""Sentences that state a fact of the edition say what is so in this one."""

import re
from dataclasses import replace
from pathlib import Path

from fairer_stockton.report.edition import Edition, Input
from fairer_stockton.report.pages import sources_page
from fairer_stockton.report.reading import NEIGHBOURHOOD

PROJECT = Path(__file__).parents[3]
SIZE = r"about 1,[0-9]00 (?:residents|people)"


def test_a_source_is_credited_where_it_is_real(edition: Edition) -> None:
    (line,) = edition.attributions.values()
    assert line == edition.sources["homes"].attribution
    assert line in sources_page(edition)


def test_invented_values_are_credited_to_nobody(sampled: Edition) -> None:
    (line,) = sampled.attributions.values()
    assert line.startswith("Generated sample with invented values")
    assert "Supplied by" not in line
    assert "Licence" not in line


def test_a_source_of_which_some_files_are_invented_says_how_many(edition: Edition) -> None:
    (real,) = edition.inputs["homes"]
    invented = Input("other.csv", real.period, real.sha256, synthetic=True)
    (line,) = replace(edition, inputs={"homes": (real, invented)}).attributions.values()
    assert line.startswith(edition.sources["homes"].attribution)
    assert line.endswith("1 of 2 files are generated sample with invented values.")


def test_the_size_of_a_neighbourhood_is_given_in_one_way() -> None:
    texts = [PROJECT / "GLOSSARY.md", *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("fairer_stockton/**/*.j2")]
    texts += PROJECT.glob("fairer_stockton/**/*.py")
    other = [path.name for path in texts if re.search(SIZE, path.read_text(encoding="utf-8"))]
    assert not other
    assert "1,000 to 3,000 residents" in NEIGHBOURHOOD
    assert "1,000 to 3,000 residents" in (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8")
