"""The edition before this one, read back from its own files: the borough's figures, their files and definitions."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.editions.manifests import read_manifest
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.editions.sums import InputFile
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import ObservationRow, find_latest_row_with_value, read_rows_by_measure
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class EarlierEdition:
    """An earlier edition: what it said of the borough, and what it was made from."""

    published: PublishedEdition
    authority: str

    @property
    def year(self) -> str:
        """The edition as people say it."""
        return self.published.folder.name.removesuffix(f"-{self.authority}")

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        return read_manifest(self.published.folder)

    @cached_property
    def inputs(self) -> dict[str, tuple[InputFile, ...]]:
        """The files of each source."""
        by_source: dict[str, tuple[InputFile, ...]] = {}
        for entry in self._manifest.get("inputs", ()):
            file = InputFile(entry["file"], entry["period"], entry["sha256"], entry["synthetic"])
            by_source[entry["source"]] = (*by_source.get(entry["source"], ()), file)
        return by_source

    @property
    def definitions(self) -> Mapping[str, str]:
        """The sum of each measure's definition; none where the edition was made before they were recorded."""
        recorded: dict[str, str] = self._manifest.get("measures", {})
        return recorded

    @cached_property
    def rows(self) -> dict[str, list[ObservationRow]]:
        """The borough's figures by measure, oldest period first."""
        every = self.published.observations
        return read_rows_by_measure(every[every["area_type"] == AreaType.BOROUGH], ObservationRow)

    def find_headline_figure(self, measure: Measure, category: str) -> ObservationRow | None:
        """Return the figure that this edition gave for the borough: the latest that it showed."""
        return find_latest_row_with_value([row for row in self.rows.get(measure.name, ()) if row.category == category])

    def titles(self, measure_names: set[str]) -> list[str]:
        """Return the titles of measures as this edition wrote them, in their order."""
        if not measure_names:
            return []
        every = self.published.read_observations_of_domains()
        return list(every.loc[every["measure"].isin(measure_names), "measure_title"].unique())

    def table(self, table_name: str) -> "pd.DataFrame | None":
        """Return one of its tables; None where it has no such table."""
        file = self.published.folder / "csv" / f"{table_name}.csv"
        return self.published.table(table_name) if file.is_file() else None


def find_earlier_edition(edition: Edition) -> EarlierEdition | None:
    """Return the edition before this one; none where this is the first."""
    return EarlierEdition(PublishedEdition(edition.earlier[-1]), edition.authority) if edition.earlier else None
