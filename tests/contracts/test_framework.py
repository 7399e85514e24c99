"""Every measure of the framework has at least one file that measures it; every council extract has its guide."""

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
