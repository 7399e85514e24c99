"""Every measure of the framework has at least one file that measures it; every council extract has its guide."""

import re
from pathlib import Path

import pytest

from tests.conftest import DEFINITIONS

PROJECT = Path(__file__).parent.parent.parent
PROMISED = [(name, title) for name, domain in DEFINITIONS.framework.items() for title in domain.measures]


@pytest.mark.parametrize(("domain", "title"), PROMISED)
def test_framework_measure_is_measured(domain: str, title: str) -> None:
    assert [m.name for m in DEFINITIONS.measures.values() if m.domain == domain and m.framework == title]


@pytest.mark.parametrize("source", [name for name, source in DEFINITIONS.sources.items() if source.supplied])
def test_council_extract_has_its_guide(source: str) -> None:
    guide = PROJECT / "docs/extracts" / f"{source}.md"
    assert guide.is_file(), "how to supply this extract"


def test_a_measure_with_a_long_title_has_a_short_topic_for_the_first_page() -> None:
    lacking = [
        measure.name
        for measure in DEFINITIONS.measures.values()
        if measure.framework in DEFINITIONS.framework[measure.domain].measures
        and not DEFINITIONS.framework[measure.domain].context
        and re.search("[,(]", measure.title)
        and not (measure.headline or measure.nominal or measure.polarity == "neutral")
    ]
    assert not lacking, "give each a `headline`, as the first page goes on after “gaps in”"
