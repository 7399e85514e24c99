"""The rules of disclosure control, from `disclosure.toml`: for everything that is not open, and for single sources."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition
from fairer_stockton.run.vocabulary import AreaType, DisclosureMethod, Zeros

METHODS, ZEROS = tuple(DisclosureMethod), tuple(Zeros)
WEIGHED_KINDS = (
    AreaType.BOROUGH,
    "group",
    AreaType.COMMUNITY_PARTNERSHIP,
    AreaType.TARGET_AREA,
    AreaType.WARD,
    "older_ward",
    AreaType.LSOA,
    "unplaced",
)
LEAST = {
    "fewest_counted": 1,
    "fewest_respondents": 2,
    "few_respondents": 2,
    "fewest_answers": 1,
    "dominant": 1,
    "rounded_to": 2,
}


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """The rules in force; `sources` holds those of single sources, by name, and `why` their reason."""

    method: str
    rounded_to: int
    fewest_counted: int
    zeros: str
    fewest_respondents: int
    few_respondents: int
    fewest_answers: int
    dominant: int
    dominant_share: float
    p_ratio: float
    importance: Mapping[str, float]
    why: str = ""
    sources: Mapping[str, "DisclosureRules"] = field(default_factory=dict)

    def of(self, sources: Iterable[str]) -> "DisclosureRules":
        """Return the rules of a figure that rests on these sources, none of them open: the strictest number of each."""
        rules_of_sources = [self.sources.get(name, self) for name in sources] or [self]
        numbers = {name: max(getattr(rules, name) for rules in rules_of_sources) for name in LEAST}
        return replace(
            self,
            **numbers,
            method=DisclosureMethod.ROUNDING
            if all(rules.method == DisclosureMethod.ROUNDING for rules in rules_of_sources)
            else DisclosureMethod.SUPPRESSION,
            zeros=Zeros.HIDDEN if any(rules.zeros == Zeros.HIDDEN for rules in rules_of_sources) else Zeros.SHOWN,
            dominant_share=min(rules.dominant_share for rules in rules_of_sources),
            p_ratio=max(rules.p_ratio for rules in rules_of_sources),
        )


def load_disclosure_rules(path: Path, source_names: Collection[str]) -> DisclosureRules:
    """Read the rules.

    Args:
        path: the TOML file.
        source_names: the names of all sources.

    Raises:
        CatalogueError: a key is missing, unknown, or has a value that it cannot have.
    """
    with open_toml_definition(path) as raw:
        general = raw.pop("rules")
        rules = DisclosureRules(**general, importance=raw.pop("importance"))
        if own_only := {"why", "sources"} & set(general):
            raise TypeError(f"[rules] unknown key {min(own_only)!r}")
        if rules.method == DisclosureMethod.ROUNDING:
            raise CatalogueError(f"{path.name}: [rules] method 'rounding' is for single sources: name them")
        own = {name: replace(rules, **rules_of_source) for name, rules_of_source in raw.pop("source", {}).items()}
        for section, rules_of_section in {
            "rules": rules,
            **{f"source.{name}": rules_of_source for name, rules_of_source in own.items()},
        }.items():
            if problems := _list_problems_of_rules(rules_of_section):
                raise CatalogueError("\n".join(f"{path.name}: [{section}] {problem}" for problem in problems))
        for name, rules_of_source in own.items():
            if not rules_of_source.why or type(rules_of_source.why) is not str:
                raise CatalogueError(f"{path.name}: [source.{name}] needs `why`, in words")
            if name not in source_names:
                raise CatalogueError(f"{path.name}: [source.{name}] is no source")
    return replace(rules, sources=own)


def _list_problems_of_rules(rules: DisclosureRules) -> list[str]:
    values: dict[str, Any] = {rule.name: getattr(rules, rule.name) for rule in fields(rules)}
    problems = [
        f"{key} {values[key]!r} is not one of {', '.join(allowed)}"
        for key, allowed in (("zeros", ZEROS), ("method", METHODS))
        if values[key] not in allowed
    ]
    problems += [
        f"{key} must be a whole number of {least} or more, found {values[key]!r}"
        for key, least in LEAST.items()
        if type(values[key]) is not int or values[key] < least
    ]
    if type(rules.few_respondents) is int and rules.few_respondents < rules.fewest_respondents:
        problems.append(f"few_respondents {rules.few_respondents} is below fewest_respondents")
    whole = type(rules.rounded_to) is type(rules.fewest_counted) is int
    if rules.method == DisclosureMethod.ROUNDING and whole and rules.rounded_to < rules.fewest_counted:
        problems.append(
            f"rounded_to {rules.rounded_to} is below fewest_counted, so that small counts could be worked out"
        )
    if any(type(weight) not in (int, float) or weight <= 0 for weight in rules.importance.values()):
        problems.append(f"importance must be numbers above zero, found {dict(rules.importance)!r}")
    if set(rules.importance) != set(WEIGHED_KINDS):
        problems.append(f"importance must name {', '.join(WEIGHED_KINDS)}")
    problems += [
        f"{key} must lie between 0 and 1, found {values[key]!r}"
        for key in ("dominant_share", "p_ratio")
        if type(values[key]) not in (int, float) or not 0 < values[key] < 1
    ]
    return problems
