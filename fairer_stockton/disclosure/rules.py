"""The rules of disclosure control, from `rules.toml`: for everything that is not open, and for single sources."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from fairer_stockton.errors import CatalogueError

PATH = Path(__file__).parent / "rules.toml"
CHOICES = {"method": ("suppression", "rounding"), "zeros": ("shown", "hidden")}
KINDS = ("borough", "group", "community_partnership", "target_area", "ward", "older_ward", "lsoa")
LEAST = {"fewest_counted": 1, "fewest_respondents": 2, "few_respondents": 2, "dominant": 1, "rounding_base": 2}


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force; `sources` holds those of single sources, by name, and `why` their reason."""

    method: str
    fewest_counted: int
    zeros: str
    fewest_respondents: int
    few_respondents: int
    dominant: int
    dominant_share: float
    p_ratio: float
    rounding_base: int
    importance: Mapping[str, float]
    why: str = ""
    sources: Mapping[str, "Rules"] = field(default_factory=dict)

    def of(self, sources: Iterable[str]) -> "Rules":
        """Give the rules of a figure that rests on these sources, none of them open: the strictest number of each."""
        given = [self.sources.get(name, self) for name in sources] or [self]
        numbers = {name: max(getattr(one, name) for one in given) for name in LEAST}
        return replace(
            self,
            **numbers,
            zeros="hidden" if any(one.zeros == "hidden" for one in given) else "shown",
            dominant_share=min(one.dominant_share for one in given),
            p_ratio=max(one.p_ratio for one in given),
        )


@cache
def load_rules(path: Path = PATH) -> Rules:
    """Read the rules.

    Raises:
        CatalogueError: a key is missing, unknown, or has a value that it cannot have.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = Rules(**raw.pop("rules"), importance=raw.pop("importance"))
        own = {name: replace(rules, **given) for name, given in raw.pop("source", {}).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise CatalogueError(f"{path.name}: not TOML: {wrong}") from None
    except KeyError as missing:
        raise CatalogueError(f"{path.name}: the key {missing} is missing") from None
    except (TypeError, AttributeError) as wrong:
        raise CatalogueError(f"{path.name}: {wrong}") from None
    if raw:
        raise CatalogueError(f"{path.name}: unknown key {sorted(raw)[0]!r}")
    for place, one in {"rules": rules, **{f"source.{name}": given for name, given in own.items()}}.items():
        if problems := _problems(one):
            raise CatalogueError("\n".join(f"{path.name}: [{place}] {problem}" for problem in problems))
        if place != "rules" and (not one.why or one.method != rules.method):
            raise CatalogueError(f"{path.name}: [{place}] needs `why`, and one method serves all sources")
    return replace(rules, sources=own)


def _problems(rules: Rules) -> list[str]:
    given: dict[str, Any] = {one.name: getattr(rules, one.name) for one in fields(rules)}
    problems = [
        f"{key} {given[key]!r} is not one of {', '.join(allowed)}"
        for key, allowed in CHOICES.items()
        if given[key] not in allowed
    ]
    problems += [
        f"{key} must be a whole number of {least} or more, found {given[key]!r}"
        for key, least in LEAST.items()
        if type(given[key]) is not int or given[key] < least
    ]
    if any(type(weight) not in (int, float) or weight <= 0 for weight in rules.importance.values()):
        problems.append(f"importance must be numbers above zero, found {dict(rules.importance)!r}")
    if set(rules.importance) != set(KINDS):
        problems.append(f"importance must name {', '.join(KINDS)}")
    problems += [
        f"{key} must lie between 0 and 1, found {given[key]!r}"
        for key in ("dominant_share", "p_ratio")
        if type(given[key]) not in (int, float) or not 0 < given[key] < 1
    ]
    return problems
