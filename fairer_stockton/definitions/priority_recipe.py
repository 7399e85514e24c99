"""Priority recipe: what the ranking of neighbourhoods is made of, with which weights, and what is varied in it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError

COMPONENTS = ("deprivation", "persistence", "domains", "people")
VARIED = ("weights", "position", "rate", "residents")


@dataclass(frozen=True, slots=True)
class RecipeComponent:
    """One part of the recipe: what it means, and how much it weighs."""

    name: str
    title: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class DeclaredVariation:
    """One thing that varies from trial to trial, and how far."""

    name: str
    size: float
    words: str


@dataclass(frozen=True, slots=True)
class VerdictLimits:
    """How often a place must be among the first to be called probably there, or close."""

    probably: float
    close: float


@dataclass(frozen=True, slots=True)
class GroupRule:
    """What makes a natural group, and how many count as first priorities."""

    words: str
    shared_metres: float
    gap_metres: float
    top: int


@dataclass(frozen=True, slots=True)
class PriorityRecipe:
    """The whole recipe, as the council declares it."""

    status: str
    top: int
    draws: int
    seed: int
    components: tuple[RecipeComponent, ...]
    vary: tuple[DeclaredVariation, ...]
    verdict: VerdictLimits
    group: GroupRule


def load_priority_recipe(path: Path) -> PriorityRecipe:
    """Read the recipe.

    Raises:
        CatalogueError: a key is missing, unknown or of another kind, or the weights do not add up to one.
    """
    entry = "the file"
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        entry = "component"
        components = _make_entries_in_order(raw.pop("component"), COMPONENTS, RecipeComponent)
        entry = "vary"
        vary = _make_entries_in_order(raw.pop("vary"), VARIED, DeclaredVariation)
        entry = "verdict"
        verdict = VerdictLimits(**raw.pop("verdict"))
        entry = "group"
        group = GroupRule(**raw.pop("group"))
        entry = "the file's own keys"
        recipe = PriorityRecipe(**raw, components=components, vary=vary, verdict=verdict, group=group)
        entry = "component"
        if abs(sum(component.weight for component in components) - 1) > 1e-9 or any(
            component.weight < 0 for component in components
        ):
            raise ValueError("no weight may be below zero, and they must add up to one")
    except KeyError as missing:
        raise CatalogueError(f"{path.name}: {entry}: the key {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as wrong:
        raise CatalogueError(f"{path.name}: {entry}: {wrong}") from None
    return recipe


def _make_entries_in_order(
    entries: dict[str, Any], names_in_order: Sequence[str], entry_class: type[Any]
) -> tuple[Any, ...]:
    """Make one of a kind for each name, in that order; all must be there and no other."""
    if unknown := sorted(set(entries) - set(names_in_order)):
        raise ValueError(f"unknown key {unknown[0]!r}; expected {', '.join(names_in_order)}")
    return tuple(entry_class(name, **entries[name]) for name in names_in_order)
