"""An edition: all that a report is made from, read once, and the few questions that pages ask of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairer_stockton.catalogue import Domain, Measure, load_catalogue, load_framework
from fairer_stockton.fingerprints import read_stamp
from fairer_stockton.settings import Settings
from fairer_stockton.sources import Source, load_sources
from fairer_stockton.validation import read_verdict

if TYPE_CHECKING:
    import pandas as pd

STAMP = "SAMPLE – NOT FOR PUBLICATION"
BOUNDARIES = "lsoa_boundaries"
ENGLAND = "England"


@dataclass(frozen=True)
class Input:
    """One raw file that a source was read from."""

    name: str
    period: str
    sha256: str
    synthetic: bool


@dataclass(frozen=True)
class Edition:
    """What the report stage is given: results, verdicts, and the words of the catalogue."""

    name: str
    authority: str
    observations: "pd.DataFrame"
    gaps: "pd.DataFrame"
    measures: Mapping[str, Measure]
    framework: Mapping[str, Domain]
    sources: Mapping[str, Source]
    inputs: Mapping[str, tuple[Input, ...]]
    verdicts: Mapping[str, Mapping[str, Any]]
    boundaries: "pd.DataFrame | None" = None

    @cached_property
    def synthetic(self) -> bool:
        """Whether any figure, or any input behind a map, is the generated sample."""
        sampled = any(file.synthetic for files in self.inputs.values() for file in files)
        return sampled or bool(self.observations["synthetic"].any()) or bool(self.gaps["synthetic"].any())

    @property
    def stamp(self) -> str:
        """What every page, sheet and picture says where a figure is not real; empty where all are."""
        return STAMP if self.synthetic else ""

    @cached_property
    def place(self) -> str:
        """The borough's name."""
        names = self.observations.loc[self.observations["area_code"] == self.authority, "area_name"]
        return str(names.iloc[0]) if len(names) else self.authority

    def of_domain(self, domain: str) -> list[Measure]:
        """List a domain's measures that have an observation, in the order of the catalogue."""
        present = set(self.observations["measure"].unique())
        return [measure for measure in self.measures.values() if measure.domain == domain and measure.name in present]

    def observed(self, measure: str, **wanted: str) -> list[dict[str, Any]]:
        """Give a measure's observations that have these cells, oldest period first."""
        return _rows(self._by_measure[0].get(measure), wanted)

    def gaps_of(self, measure: str, **wanted: str) -> list[dict[str, Any]]:
        """Give a measure's gaps that have these cells, oldest period first."""
        return _rows(self._by_measure[1].get(measure), wanted)

    @cached_property
    def _by_measure(self) -> tuple[dict[str, "pd.DataFrame"], dict[str, "pd.DataFrame"]]:
        both = (self.observations, self.gaps)
        grouped = [{str(name): rows for name, rows in table.groupby("measure", sort=False)} for table in both]
        return grouped[0], grouped[1]


def _rows(table: "pd.DataFrame | None", wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    if table is None:
        return []
    for column, cell in wanted.items():
        table = table[table[column] == cell]
    return [
        {str(key): cell for key, cell in row.items()}
        for row in table.sort_values("period", kind="stable").to_dict("records")
    ]


def load_edition(settings: Settings) -> Edition:
    """Read an edition from the processed folder."""
    import pandas as pd

    sources = load_sources()
    stamps = {name: read_stamp(settings.staged / f"{name}.parquet") for name in sources}
    boundaries = settings.staged / f"{BOUNDARIES}.parquet"
    return Edition(
        name=settings.edition,
        authority=settings.authority,
        observations=pd.read_parquet(settings.measures / "observations.parquet"),
        gaps=pd.read_parquet(settings.measures / "gaps.parquet"),
        measures=load_catalogue(),
        framework=load_framework(),
        sources=sources,
        inputs={name: tuple(Input(*entry) for entry in stamp.get("inputs", ())) for name, stamp in stamps.items()},
        verdicts={name: read_verdict(settings, name) for name in sources},
        boundaries=pd.read_parquet(boundaries) if boundaries.exists() else None,
    )
