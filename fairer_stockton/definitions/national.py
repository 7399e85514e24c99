"""National facts: what holds for every council of England and changes with the country, not with a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.deprivation_weights import DeprivationFacts, load_deprivation_facts
from fairer_stockton.definitions.layers import DefinitionLayers
from fairer_stockton.definitions.maps import AreaMaps, load_area_lookups
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition


@dataclass(frozen=True, slots=True)
class NationalFacts:
    """The maps of England, the codes that councils go by, and what is declared of the Indices of Deprivation.

    Attributes:
        maps: the lookups from neighbourhoods to larger areas.
        dfe_numbers: ONS codes of councils that the department's lookup lacks, by their DfE number.
        recoded_councils: today's code of a council whose code changed while it did not, by its former or later one.
        deprivation: by whom editions of the Indices are weighted, and which ranks were recounted.
    """

    maps: AreaMaps
    dfe_numbers: Mapping[int, str]
    recoded_councils: Mapping[str, str]
    deprivation: DeprivationFacts


def load_national_facts(layers: DefinitionLayers) -> NationalFacts:
    """Read the national facts that are in force.

    Raises:
        CatalogueError: a file is not as it must be; the message names it and the key.
    """
    return NationalFacts(
        maps=load_area_lookups(layers.shared("maps.toml")),
        dfe_numbers=load_dfe_numbers(layers.shared("dfe_numbers.toml")),
        recoded_councils=load_recoded_councils(layers.shared("recoded_councils.toml")),
        deprivation=load_deprivation_facts(layers.shared("deprivation.toml")),
    )


def load_dfe_numbers(path: Path) -> dict[int, str]:
    """Read the DfE numbers of councils that the department's lookup does not have under their code of today.

    Raises:
        CatalogueError: a number or code is missing, or a number stands twice.
    """
    with open_toml_definition(path) as raw:
        councils = [(int(entry["la_number"]), str(entry["code"])) for entry in raw.pop("council")]
    if len({number for number, _ in councils}) < len(councils):
        raise CatalogueError(f"{path.name}: a DfE number stands twice")
    return dict(councils)


def load_recoded_councils(path: Path) -> dict[str, str]:
    """Read the codes of councils that changed while the councils did not: by the former or later code, today's.

    Raises:
        CatalogueError: the file is not as it must be.
    """
    with open_toml_definition(path) as raw:
        return dict(raw.pop("recoded"))
