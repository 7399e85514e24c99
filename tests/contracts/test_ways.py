"""How the published files are had: each source says it, cites its publisher, and its module does."""

import inspect
from typing import Any

import pytest

from docs_generator.keys import read_toml
from fairer_stockton.definitions.ways import WAYS, ByHand, DirectFile, FeatureService, read_way
from fairer_stockton.fetch.publishers.kinds import PUBLISHERS
from fairer_stockton.fetch.publishers.service_list import read_service_name
from tests.conftest import DEFINITIONS

PUBLISHED = {name: source for name, source in DEFINITIONS.sources.items() if not source.supplied}


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_published_source_says_how_it_is_had(name: str) -> None:
    source = PUBLISHED[name]
    content = read_toml(source.definition)
    assert "way" in content or all("way" in entry for entry in content["file"])
    for extract in source.extracts:
        way = extract.way
        assert isinstance(way, ByHand | DirectFile) or way.documentation.startswith("https://")
        assert not way.unconfirmed.endswith("."), "it stands within a sentence"
        if isinstance(way, DirectFile):
            assert extract.url != source.page, "a page is no file: say how it leads there"
    ways = {
        extract.name: {other.way for other in source.extracts if other.name == extract.name}
        for extract in source.extracts
    }
    assert all(len(of_file) == 1 for of_file in ways.values()), "a file comes one way"


def test_each_source_says_when_its_next_release_comes_or_why_that_is_not_known() -> None:
    assert [
        name for name, source in DEFINITIONS.sources.items() if not (source.calendar and source.calendar.basis)
    ] == []


def test_a_rule_of_service_names_fits_the_service_that_is_declared() -> None:
    ways = {extract.way for source in PUBLISHED.values() for extract in source.extracts}
    rules = [way for way in ways if isinstance(way, FeatureService) and way.service]
    assert rules
    for way in rules:
        assert read_service_name(way.service, way.address.split("/rest/services/")[1].split("/")[0])


def test_each_kind_has_a_module_that_cites_its_publisher() -> None:
    assert PUBLISHERS.keys() == set(WAYS.values()) - {ByHand}
    for kind, publisher in PUBLISHERS.items():
        words = inspect.getmodule(publisher.bring_file).__doc__ or ""
        assert kind is DirectFile or "https://" in words


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({}, "kind of .way. is None"),
        ({"kind": "ftp"}, "is 'ftp', which is none of file, landing_page"),
        ({"kind": "landing_page", "address": "https://a.org"}, "missing 1 required keyword-only key: 'title'"),
        ({"kind": "by_hand", "why": "x", "where": "y"}, "unexpected keyword key 'where'"),
        ({"kind": "nomis", "address": "x"}, "wants a table .way.parameters."),
        ({"kind": "nomis", "address": "x", "parameters": {"age": 0}}, "between quotation marks"),
        ({"kind": "fingertips", "address": "x", "indicators": ["1"]}, "a list of whole numbers"),
        ({"kind": "landing_page", "address": 5, "title": "x"}, "address must be text"),
        ({"kind": ["file"]}, "which is none of file"),
        ("file", "must be a table"),
        ({"kind": "file", "auto": "yes"}, "must be true or false"),
    ],
)
def test_a_way_that_is_not_as_it_must_be_is_refused(table: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_way(table)


def test_one_publisher_wants_a_key() -> None:
    held = {getattr(extract.way, "key_variable", "") for source in PUBLISHED.values() for extract in source.extracts}
    assert held == {"", "STATXPLORE_KEY"}
