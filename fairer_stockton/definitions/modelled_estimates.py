"""Modelled estimates: what has no local source, worked out from national rates, and what tests how far off that is."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.layers import DefinitionLayers
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_tables, read_table
from fairer_stockton.run.vocabulary import Statistic

MODELLED_ESTIMATES = "modelled.toml"
HIDDEN_ANSWERS = "hidden_answers.toml"
CODES_OF_AREAS = ("lsoa21cd", "msoa21cd", "ltla21cd")  # whose wards and councils are known
SHARES = (Statistic.PROPORTION, Statistic.PUBLISHED, Statistic.SURVEY_SHARE)  # what can be a share of people
AGES = re.compile(r"\D*(\d+)_(\d+|plus)")  # of a column of residents


@dataclass(frozen=True, slots=True)
class ModelledEstimate:
    """One measure without a local source, and the national rates that are applied to local people.

    Attributes:
        measure: the measure that it is an estimate of; England's figure of it is the rate where none by age are held.
        people: who is counted, in words.
        residents: the staged table of residents by age, by neighbourhood of 2011.
        bands: the age bands of the rates, each with the columns of residents that make it up.
        rates: the staged table of England's rates by age; empty where no publisher has any.
        measured: measures of the same subject that are measured here.
    """

    name: str
    measure: str
    people: str
    residents: str
    bands: Mapping[str, tuple[str, ...]]
    rates: str = ""
    measured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HiddenAnswers:
    """A question that a census answers for each area, by which modelled estimates are tested.

    Attributes:
        title: what was asked.
        table: the staged table.
        area: its column of codes.
        yes: the sum of those who answer so, and `of` that of all.
        age: its column of age bands; empty where it has none.
    """

    name: str
    title: str
    table: str
    area: str
    yes: str
    of: str
    age: str = ""


def load_what_is_modelled(
    layers: DefinitionLayers, measures: Mapping[str, Measure], open_sources: Collection[str]
) -> tuple[tuple[ModelledEstimate, ...], tuple[HiddenAnswers, ...]]:
    """Read the measures that are modelled, and the questions by which they are tested."""
    return (
        load_modelled_estimates(layers.shared(MODELLED_ESTIMATES), measures, open_sources),
        load_hidden_answers(layers.shared(HIDDEN_ANSWERS), open_sources),
    )


def load_modelled_estimates(
    path: Path, measures: Mapping[str, Measure], open_sources: Collection[str]
) -> tuple[ModelledEstimate, ...]:
    """Read the measures that are modelled, in the file's order.

    Args:
        path: the file.
        measures: the catalogue.
        open_sources: every source that is declared, held or not, but for those that a council supplies itself.

    Raises:
        CatalogueError: a key is missing or unknown, names a measure or source that there is not, or one of the
            council's own extracts; the measure is no share of people; or age bands overlap.
    """
    with open_toml_tables(path) as tables:
        return tuple(_read_estimate(name, entry, path.name, measures, open_sources) for name, entry in tables.items())


def load_hidden_answers(path: Path, open_sources: Collection[str]) -> tuple[HiddenAnswers, ...]:
    """Read the questions by which modelled estimates are tested, in the file's order.

    Args:
        path: the file.
        open_sources: every source that is declared, held or not, but for those that a council supplies itself.

    Raises:
        CatalogueError: a key is missing or unknown, or the table is no source that a publisher made open.
    """
    with open_toml_tables(path) as tables:
        questions = tuple(
            check_texts(HiddenAnswers(name, **read_table(HiddenAnswers, path.name, name, entry)))
            for name, entry in tables.items()
        )
    for question in questions:
        _refuse_closed(path.name, question.name, "table", [question.table], open_sources)
        _refuse_unknown(path.name, question.name, "area", [question.area], CODES_OF_AREAS, "a column of codes")
    return questions


def _read_estimate(
    name: str, entry: object, file_name: str, measures: Mapping[str, Measure], open_sources: Collection[str]
) -> ModelledEstimate:
    keys = read_table(ModelledEstimate, file_name, name, entry)
    bands = _read_bands(file_name, name, keys.pop("bands"))
    estimate: ModelledEstimate = check_texts(ModelledEstimate(name, bands=bands, **keys))
    tables = [estimate.residents, *([estimate.rates] if estimate.rates else [])]
    _refuse_closed(file_name, name, "residents, rates", tables, open_sources)
    _refuse_unknown(
        file_name, name, "measure, measured", [estimate.measure, *estimate.measured], measures, "a file in measures/"
    )
    _refuse_what_is_no_share(file_name, name, measures[estimate.measure])
    return estimate


def _read_bands(file_name: str, name: str, bands: object) -> dict[str, tuple[str, ...]]:
    lists = bands if isinstance(bands, dict) else {}
    if not lists or not all(map(_is_list_of_columns, lists.values())):
        raise CatalogueError(
            file=file_name, part=f"[{name}.bands]", found=repr(bands),
            expected="for each age band a list of columns", remedy='write it as in "16 to 24" = ["aged_16_24"]',
        )  # fmt: skip
    if twice := sorted(_find_ages_counted_twice([column for columns in lists.values() for column in columns])):
        raise CatalogueError(
            file=file_name, part=f"[{name}.bands]", found=f"{', '.join(twice)}: people of one age in two of them",
            expected="each age in one column of one band", remedy="leave one of them out",
        )  # fmt: skip
    return {band: tuple(columns) for band, columns in lists.items()}


def _is_list_of_columns(columns: object) -> bool:
    return isinstance(columns, list) and bool(columns) and all(type(column) is str and column for column in columns)


def _find_ages_counted_twice(columns: Collection[str]) -> Iterator[str]:
    """Yield the columns that stand twice or, by the ages in their names, hold people whom another holds as well."""
    yield from (column for column, times in Counter(columns).items() if times > 1)
    ages = sorted((int(read[1]), read[2], read[0]) for column in columns if (read := AGES.fullmatch(column)))
    for (_, last, column), (first, _, next_column) in zip(ages, ages[1:], strict=False):
        if column != next_column and (last == "plus" or int(last) >= first):
            yield f"{column} and {next_column}"


def _refuse_what_is_no_share(file_name: str, name: str, measure: Measure) -> None:
    """Refuse a measure whose figure is no share of people: rates in percent are what is applied to residents."""
    if measure.unit != "percent" or measure.statistic not in SHARES:
        raise CatalogueError(
            file=file_name, part=f"[{name}] measure", found=f"{measure.name}: {measure.statistic} in {measure.unit}",
            expected="a share of people, in percent", remedy="model no other: leave this out",
        )  # fmt: skip


def _refuse_closed(file_name: str, name: str, key: str, words: Collection[str], open_sources: Collection[str]) -> None:
    """Refuse a table that is none, or the council's own: what is modelled does not go through disclosure control."""
    expected = "a source that a publisher has made open, by its name in sources/; never one that the council supplies"
    _refuse_unknown(file_name, name, key, words, open_sources, expected)


def _refuse_unknown(
    file_name: str, name: str, key: str, words: Collection[str], known: Collection[str], expected: str
) -> None:
    if unknown := [word for word in words if word not in known]:
        listed = f": {', '.join(known)}" if len(known) < 9 else ""
        raise CatalogueError(
            file=file_name, part=f"[{name}] {key}", found=repr(unknown[0]), expected=expected + listed,
            remedy="correct it",
        )  # fmt: skip
