"""Weights of the Indices of Deprivation, as declared: which people each index counts, by edition."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.run.toml_file import check_texts, open_toml_definition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

GENERAL = {"census_disability": "residents of the Census 2021", "population_by_age": "residents of mid-2020"}


@dataclass(frozen=True, slots=True)
class DeprivationIndex:
    """One index of the Indices of Deprivation: its title, the residents that weight it, whether it counts people."""

    title: str
    population: str = "population"
    counts: bool = False


INDICES = {
    "imd": DeprivationIndex("Index of Multiple Deprivation"),
    "income": DeprivationIndex("Income", counts=True),
    "employment": DeprivationIndex("Employment", "population_working_age", counts=True),
    "education": DeprivationIndex("Education, skills and training"),
    "health": DeprivationIndex("Health and disability"),
    "crime": DeprivationIndex("Crime"),
    "barriers": DeprivationIndex("Barriers to housing and services"),
    "living_environment": DeprivationIndex("Living environment"),
    "idaci": DeprivationIndex("Income deprivation affecting children (IDACI)", "population_0_15"),
    "idaopi": DeprivationIndex("Income deprivation affecting older people (IDAOPI)", "population_60_plus"),
}


@dataclass(frozen=True, slots=True)
class DeclaredWeight:
    """A declared count of people for some indices of an edition; with `rate`, people divided by a rate."""

    edition: str
    indices: tuple[str, ...]
    table: str
    people: str
    words: str
    rate: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class RecountedEdition:
    """An edition whose published ranks are held for other councils than its own, and one rank as first published."""

    edition: str
    councils: str
    summary: str
    area_code: str
    first_published: int
    first_councils: int


@dataclass(frozen=True, slots=True)
class DeprivationFacts:
    """What is declared of editions of the Indices: by whom each is weighted, and whose ranks were recounted."""

    weights: tuple[DeclaredWeight, ...]
    recounted: tuple[RecountedEdition, ...]

    def weights_of(self, edition: str) -> dict[str, DeclaredWeight]:
        """Return the declared weight of each index of an edition that has one, by the name of the index."""
        return {name: weight for weight in self.weights if weight.edition == edition for name in weight.indices}


def load_deprivation_facts(path: Path) -> DeprivationFacts:
    """Read the declared weights, and the editions whose published ranks are held for other councils.

    Raises:
        CatalogueError: a key is missing, unknown or of the wrong kind.
    """
    with open_toml_definition(path) as raw:
        weights = tuple(
            check_texts(DeclaredWeight(**{**entry, "indices": tuple(entry["indices"])})) for entry in raw.pop("weight")
        )
        recounted = tuple(check_texts(RecountedEdition(**entry)) for entry in raw.pop("recounted"))
        return DeprivationFacts(weights, recounted)
