"""The reader of measures: a TOML file each, with errors that name the file and the key."""

import dataclasses
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.measures import (
    GAPS,
    INDEX_NAMES,
    KINDS,
    POLARITIES,
    STATISTIC_UNITS,
    STATISTICS,
    Breakdown,
    CountedAnswer,
    Measure,
    MeasureOfSums,
    MeasureSum,
    Part,
    PublishedMeasure,
    PublishedValue,
    SurveyMeasure,
)
from fairer_stockton.definitions.sources import SeriesBreak
from fairer_stockton.definitions.units import UNITS, LeastDifference, read_least_difference
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_definition
from fairer_stockton.run.vocabulary import GapType, Polarity, Statistic

PART_KINDS: Mapping[str, type[Part]] = {
    "numerator": MeasureSum,
    "denominator": MeasureSum,
    "value": PublishedValue,
    "larger": PublishedValue,
    "answer": CountedAnswer,
}
TABLES = (*PART_KINDS, "breakdown")  # the keys that are tables, which messages put into brackets
REQUIRED_WORDS = ("title", "question", "framework", "unit")
OPTIONAL_WORDS = (
    "proxy_for",
    "headline",
    "part_of_index",
    "unlike_england",
    "not_over_time",
    "small_areas_not_over_time",
)
SWITCHES = ("interval", "nominal", "real_terms", "modelled", "estimated", "apportioned", "groups_of_borough")
NUMBERS = ("pool", "age")
OPTIONS: Mapping[str, type] = {
    **dict.fromkeys(SWITCHES, bool),
    **dict.fromkeys(NUMBERS, int),
    **dict.fromkeys(OPTIONAL_WORDS, str),
}
LISTS = ("caveats", "gaps", "breakdowns")
MODELLED = ("(modelled)", "(estimated)")
# The parts that a kind cannot do without, in the words of the refusal.
NEEDED_PARTS: Mapping[type[Measure], str] = {
    MeasureOfSums: "[numerator] and [denominator]",
    PublishedMeasure: "[value]",
    SurveyMeasure: "[answer]",
}


def load_measures(
    paths: Iterable[Path],
    framework: Mapping[str, Domain],
    breakdowns: Collection[str],
    least_differences: Mapping[str, LeastDifference],
) -> dict[str, Measure]:
    """Read every measure, by name: in the order of the domains, then of the file names.

    Args:
        paths: the files, each in the folder of its domain.
        framework: the domains, and the framework's own measures in each.
        breakdowns: the characteristics that figures can be broken down by.
        least_differences: the least difference that matters, by unit, for measures that have none of their own.

    Raises:
        CatalogueError: a file does not say what a measure must, or is in a folder that is no domain.
    """
    order = list(framework)
    measures: dict[str, Measure] = {}
    for path in sorted(paths, key=lambda file: (_position_of_domain(file, order), file.stem)):
        if path.stem in measures:
            raise CatalogueError(f"{path}: a measure of this name is in {measures[path.stem].path} too")
        measures[path.stem] = load_measure(path, framework, breakdowns, least_differences)
    return measures


def _position_of_domain(path: Path, order: list[str]) -> int:
    if path.parent.name not in order:
        raise CatalogueError(f"{path}: the folder {path.parent.name!r} is not a domain of framework.toml")
    return order.index(path.parent.name)


def read_framework_measure(path: Path) -> str:
    """Return which of the framework's own measures a file answers to."""
    return str(tomllib.loads(path.read_text(encoding="utf-8-sig")).get("framework", ""))


def load_measure(
    path: Path,
    framework: Mapping[str, Domain],
    breakdowns: Collection[str],
    least_differences: Mapping[str, LeastDifference],
) -> Measure:
    """Read one measure file; its arguments are those of `load_measures`.

    Raises:
        CatalogueError: a key is missing, unknown, of another kind of measure, or has a value it cannot have.
    """
    with open_toml_definition(path) as raw:
        fields = _read_fields(path, raw)
    problems = [*_list_problems(fields), *_list_unknown_names(fields, framework, breakdowns, least_differences)]
    if problems:
        raise CatalogueError("\n".join(f"{path.name}: {problem}" for problem in problems))
    fields.setdefault("least_difference", least_differences[fields["unit"]])
    return KINDS[fields["statistic"]](**fields)


def _read_fields(path: Path, raw: dict[str, Any]) -> dict[str, Any]:
    """Take every key that a measure of any kind can have out of a file, and return them as fields."""
    fields: dict[str, Any] = {key: check_texts(kind(**raw.pop(key))) for key, kind in PART_KINDS.items() if key in raw}
    if "breakdown" in raw:
        value = raw.pop("breakdown")
        fields["breakdown"] = Breakdown(value["name"], value["category"], tuple(value["compare"]))
    if "break" in raw:
        fields["breaks"] = tuple(SeriesBreak(**entry) for entry in raw.pop("break"))
    for key in LISTS:
        if key in raw:
            value = raw.pop(key)
            if not isinstance(value, list):
                raise TypeError(f"{key} must be a list, found {value!r}")
            fields[key] = (
                tuple(_convert_to_enum_member(GapType, gap) for gap in value) if key == "gaps" else tuple(value)
            )
    if "least_difference" in raw:
        fields["least_difference"] = read_least_difference(raw["unit"], raw.pop("least_difference"), path.name)
    return {
        **fields,
        **{key: raw.pop(key) for key in OPTIONS if key in raw},
        "name": path.stem,
        "domain": path.parent.name,
        "examples": tuple(raw.pop("example", ())),
        "path": path,
        "statistic": _convert_to_enum_member(Statistic, _take_text(raw, "statistic")),
        "polarity": _convert_to_enum_member(Polarity, _take_text(raw, "polarity")),
        **{key: _take_text(raw, key) for key in REQUIRED_WORDS},
    }


def _take_text(raw: dict[str, Any], key: str) -> str:
    if type(text := raw.pop(key)) is not str:
        raise TypeError(f"{key} must be text between quotation marks, found {text!r}")
    return text


def _convert_to_enum_member(enum_class: type[StrEnum], word: Any) -> Any:
    """Return the member of a closed set that a word is; any other as it is, for `_list_problems` to refuse."""
    return enum_class(word) if word in tuple(enum_class) else word


def _list_problems(fields: Mapping[str, Any]) -> list[str]:
    """List what is wrong with the fields of a measure that has the keys of every measure."""
    statistic, unit = fields["statistic"], fields["unit"]
    closed = (("statistic", STATISTICS), ("polarity", POLARITIES), ("unit", tuple(UNITS)))
    problems = [
        f"{key} {fields[key]!r} is not one of {', '.join(allowed)}"
        for key, allowed in closed
        if fields[key] not in allowed
    ]
    if unit not in STATISTIC_UNITS.get(statistic, UNITS):
        problems.append(f"a {statistic} is in {' or '.join(STATISTIC_UNITS[statistic])}, not {unit}")
    problems += [
        f"{key} must be of kind {kind.__name__}"
        for key, kind in OPTIONS.items()
        if key in fields and type(fields[key]) is not kind
    ]
    if problems:  # the rest asks what only values of the right kind can answer
        return problems
    if fields.get("real_terms") and (unit != "gbp" or fields.get("nominal")):
        problems.append("a measure in real terms is in gbp and is not nominal: it is in pounds of one year")
    if fields.get("part_of_index") and fields["part_of_index"] not in INDEX_NAMES:
        problems.append(f"part_of_index {fields['part_of_index']!r} is not one of {', '.join(INDEX_NAMES)}")
    if fields.get("estimated") and not fields["title"].endswith(MODELLED):
        problems.append(f"an estimated measure says so wherever it is used: its title ends in {' or '.join(MODELLED)}")
    problems += [f"gap {gap!r} is not one of {', '.join(GAPS)}" for gap in fields.get("gaps", ()) if gap not in GAPS]
    if statistic in KINDS:
        problems += _list_keys_of_other_kinds(fields)
    if not fields["examples"]:
        problems.append("no [[example]]: it is the measure's test")
    parts = [fields[key] for key in PART_KINDS if key in fields]
    words = " ".join(str(getattr(part, key)) for part in parts for key in type(part).__slots__)
    if re.search(r"\bselect\b", words, re.IGNORECASE):
        problems.append("an expression holds a select: make it a column of the staged table")
    return problems


def _list_keys_of_other_kinds(fields: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a measure lacks of the parts that its kind is made of, and its keys that belong to other kinds."""
    kind = KINDS[fields["statistic"]]
    own = {field.name: field for field in dataclasses.fields(kind)}
    if any(key not in fields for key, field in own.items() if key in PART_KINDS and _is_required(field)):
        needed = next(parts for family, parts in NEEDED_PARTS.items() if issubclass(kind, family))
        yield f"a {fields['statistic']} {'measure ' * (kind is PublishedMeasure)}needs {needed}"
    for key in fields:
        if key not in own:
            yield f"[{key}] goes with [value]" if key == "larger" else _write_kinds_of_key(key)


def _is_required(field: "dataclasses.Field[Any]") -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _write_kinds_of_key(key: str) -> str:
    """Write with which statistics a key goes."""
    statistics = [
        statistic for statistic, kind in KINDS.items() if key in {field.name for field in dataclasses.fields(kind)}
    ]
    return (
        f"{f'[{key}]' if key in TABLES else key} goes with {' or '.join(f'a {statistic}' for statistic in statistics)}"
    )


def _list_unknown_names(
    fields: Mapping[str, Any],
    framework: Mapping[str, Domain],
    breakdowns: Collection[str],
    least_differences: Collection[str],
) -> Iterator[str]:
    """Yield which names of a measure the other definitions do not know."""
    for name in fields.get("breakdowns", ()):
        if name not in breakdowns:
            yield f"breakdown {name!r} is not in breakdowns.toml"
    measures = framework[fields["domain"]].measures
    if fields["framework"] not in measures:
        yield f"framework {fields['framework']!r} is not one of {', '.join(map(repr, measures))}"
    if fields["unit"] in UNITS and fields["unit"] not in least_differences:
        yield f"least_differences.toml has no entry for the unit {fields['unit']}"
