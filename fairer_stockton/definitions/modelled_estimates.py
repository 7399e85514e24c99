"""Modelled estimates: what has no local source, worked out from national rates, and what tests how far off that is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.layers import DefinitionLayers
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_tables, read_table

MODELLED_ESTIMATES = "modelled.toml"
HIDDEN_ANSWERS = "hidden_answers.toml"
CODES_OF_AREAS = ("lsoa21cd", "msoa21cd", "ltla21cd")  # whose wards and councils are known


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
    layers: DefinitionLayers, measures: Mapping[str, Measure], source_names: Collection[str]
) -> tuple[tuple[ModelledEstimate, ...], tuple[HiddenAnswers, ...]]:
    """Read the measures that are modelled, and the questions by which they are tested."""
    return (
        load_modelled_estimates(layers.shared(MODELLED_ESTIMATES), measures, source_names),
        load_hidden_answers(layers.shared(HIDDEN_ANSWERS), source_names),
    )


def load_modelled_estimates(
    path: Path, measures: Mapping[str, Measure], source_names: Collection[str]
) -> tuple[ModelledEstimate, ...]:
    """Read the measures that are modelled, in the file's order.

    Args:
        path: the file.
        measures: the catalogue.
        source_names: every source that is declared, held or not.

    Raises:
        CatalogueError: a key is missing or unknown, or names a measure or source that there is not.
    """
    with open_toml_tables(path) as tables:
        return tuple(_read_estimate(name, entry, path.name, measures, source_names) for name, entry in tables.items())


def load_hidden_answers(path: Path, source_names: Collection[str]) -> tuple[HiddenAnswers, ...]:
    """Read the questions by which modelled estimates are tested, in the file's order.

    Args:
        path: the file.
        source_names: every source that is declared, held or not.

    Raises:
        CatalogueError: a key is missing or unknown, or the table is no source.
    """
    with open_toml_tables(path) as tables:
        questions = tuple(
            check_texts(HiddenAnswers(name, **read_table(HiddenAnswers, path.name, name, entry)))
            for name, entry in tables.items()
        )
    for question in questions:
        _refuse_unknown(path.name, question.name, "table", [question.table], source_names)
        _refuse_unknown(path.name, question.name, "area", [question.area], CODES_OF_AREAS)
    return questions


def _read_estimate(
    name: str, entry: object, file_name: str, measures: Mapping[str, Measure], source_names: Collection[str]
) -> ModelledEstimate:
    keys = read_table(ModelledEstimate, file_name, name, entry)
    bands = _read_bands(file_name, name, keys.pop("bands"))
    estimate: ModelledEstimate = check_texts(ModelledEstimate(name, bands=bands, **keys))
    tables = [estimate.residents, *([estimate.rates] if estimate.rates else [])]
    _refuse_unknown(file_name, name, "residents, rates", tables, source_names)
    _refuse_unknown(file_name, name, "measure, measured", [estimate.measure, *estimate.measured], measures)
    return estimate


def _read_bands(file_name: str, name: str, bands: object) -> dict[str, tuple[str, ...]]:
    lists = bands.values() if isinstance(bands, dict) else []
    if not lists or not all(isinstance(columns, list) and columns for columns in lists):
        raise CatalogueError(
            file=file_name, part=f"[{name}.bands]", found=repr(bands),
            expected="for each age band a list of columns", remedy='write it as in "16 to 24" = ["aged_16_24"]',
        )  # fmt: skip
    return {band: tuple(columns) for band, columns in bands.items()} if isinstance(bands, dict) else {}


def _refuse_unknown(file_name: str, name: str, key: str, words: Collection[str], known: Collection[str]) -> None:
    if unknown := [word for word in words if word not in known]:
        raise CatalogueError(
            file=file_name, part=f"[{name}] {key}", found=repr(unknown[0]),
            expected="a name of a file in sources/ or measures/; of areas, " + ", ".join(CODES_OF_AREAS),
            remedy="correct it",
        )  # fmt: skip
