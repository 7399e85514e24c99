"""TOML of any shape: whatever stands under a key, a definition is read or refused in words."""

import copy
import random
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.claims import load_claims
from fairer_stockton.definitions.communities import load_six_gaps_and_communities
from fairer_stockton.definitions.comparators import load_comparators
from fairer_stockton.definitions.deprivation_weights import load_deprivation_facts
from fairer_stockton.definitions.disclosure_rules import load_disclosure_rules
from fairer_stockton.definitions.framework import load_breakdowns, load_framework
from fairer_stockton.definitions.gap_changes import load_gap_change_rules
from fairer_stockton.definitions.headlines import load_headline_rules
from fairer_stockton.definitions.maps import load_area_lookups
from fairer_stockton.definitions.measure_files import load_measure
from fairer_stockton.definitions.named_areas import load_named_areas
from fairer_stockton.definitions.priority_recipe import load_priority_recipe
from fairer_stockton.definitions.sources import load_sources
from fairer_stockton.definitions.units import load_least_differences
from fairer_stockton.run.council import load_council
from fairer_stockton.run.errors import FairerError
from fairer_stockton.run.package import COUNCIL, PACKAGE
from tests.conftest import DEFINITIONS

VALUES = (0, -1, 3.5, True, "", "x", [], ["x"], [1], {}, {"a": 1}, [{}], [[]], "9" * 400, float("nan"), 10**30)
READ_TOML = tomllib.loads
MUTATIONS = 150  # of each file: a few milliseconds each; thousands were tried when this was written
SOURCES = DEFINITIONS.sources
FRAMEWORK = (DEFINITIONS.framework, DEFINITIONS.breakdowns, DEFINITIONS.least_differences)
LOADERS: dict[Path, Callable[[Path], object]] = {
    COUNCIL / "council.toml": lambda path: load_council(path.parent),
    COUNCIL / "areas.toml": lambda path: load_named_areas(path, ("wd24cd", "lsoa21cd")),
    COUNCIL / "claims.toml": load_claims,
    COUNCIL / "communities.toml": load_six_gaps_and_communities,
    COUNCIL / "priorities.toml": load_priority_recipe,
    PACKAGE / "definitions/breakdowns.toml": load_breakdowns,
    PACKAGE / "definitions/comparators.toml": load_comparators,
    PACKAGE / "definitions/deprivation.toml": load_deprivation_facts,
    PACKAGE / "definitions/disclosure.toml": lambda path: load_disclosure_rules(path, SOURCES),
    PACKAGE / "definitions/framework.toml": load_framework,
    PACKAGE / "definitions/gap_changes.toml": load_gap_change_rules,
    PACKAGE / "definitions/headlines.toml": load_headline_rules,
    PACKAGE / "definitions/least_differences.toml": load_least_differences,
    PACKAGE / "definitions/maps.toml": load_area_lookups,
    PACKAGE / "sources/fuel_poverty.toml": lambda path: load_sources([path], (), None, None),
    **{
        DEFINITIONS.measures[name].path: lambda path: load_measure(path, *FRAMEWORK)
        for name in ("income_deprivation", "adult_obesity", "loneliness")
    },
}


class ChangedToml:
    """Reads TOML as the library does, but for one file, which it changes."""

    def __init__(self) -> None:
        self.read: dict[str, dict[str, Any]] = {}
        self.text, self.draws, self.change = "", random.Random(0), ""

    def loads(self, text: str) -> dict[str, Any]:
        if text not in self.read:
            self.read[text] = READ_TOML(text)
        content = copy.deepcopy(self.read[text])
        return self.mutate(content) if text == self.text else content

    def mutate(self, content: dict[str, Any]) -> dict[str, Any]:
        path = self.draws.choice([path for path in list_paths(content) if path])
        inner: Any = content
        for key in path[:-1]:
            inner = inner[key]
        value = self.draws.choice((None, *VALUES))
        if value is None:
            del inner[path[-1]]
        else:
            inner[path[-1]] = value
        self.change = f"{path} = {value!r}"
        return content


def list_paths(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(content, dict | list):
        for key, value in content.items() if isinstance(content, dict) else enumerate(content):
            yield from list_paths(value, (*path, key))


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> ChangedToml:
    changed = ChangedToml()
    monkeypatch.setattr(tomllib, "loads", changed.loads)
    return changed


@pytest.mark.parametrize("path", LOADERS, ids=lambda path: path.stem)
def test_definition_is_read_or_refused_in_words(path: Path, changed: ChangedToml) -> None:
    changed.text, changed.draws = path.read_text(encoding="utf-8"), random.Random(path.name)
    refused = 0
    for _ in range(MUTATIONS):
        try:
            LOADERS[path](path)
        except FairerError as refusal:
            refused += 1
            assert str(refusal)
        except Exception as fault:
            raise AssertionError(f"{path.name}: {changed.change}") from fault
    assert refused > MUTATIONS / 6  # the others are texts that may be anything
