"""What protection rests on besides the figures: the extracts, the rules, and what is public already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.definitions.maps import AreaMaps
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.project import Definitions

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

AnyMeasure = TypeVar("AnyMeasure", bound=Measure)


@dataclass(frozen=True)
class ProtectionInputs:
    """All that decides what is hidden; nothing here is changed by protecting.

    Attributes:
        connection: staged tables, with `memberships`; it is only read from.
        definitions: of which measures, from which sources, and by which rules.
        earlier: the folders of editions that were published before.
        file_sums: the sums of the files that each source was read from.
        counts_of_files: the counts of files that were published and are not those of now, as `earlier` has them.
        sample: whether figures of the generated sample are published, and so counted in the suppression table.
    """

    connection: "duckdb.DuckDBPyConnection"
    definitions: Definitions
    earlier: Sequence[Path] = ()
    file_sums: Mapping[str, Collection[str]] = field(default_factory=dict)
    sample: bool = True
    counts_of_files: Mapping[str, "pd.DataFrame"] = field(default_factory=dict)

    @property
    def measures(self) -> dict[str, Measure]:
        """The measures of the report."""
        return self.definitions.measures_with_sources

    @property
    def supplied(self) -> set[str]:
        """The sources that are not open."""
        return self.definitions.supplied

    @property
    def rules(self) -> DisclosureRules:
        """The rules in force."""
        return self.definitions.rules

    @property
    def maps(self) -> AreaMaps:
        """The maps of the areas that figures are of."""
        return self.definitions.national.maps

    def select_confidential_measures(self) -> dict[str, Measure]:
        """Return the measures that rest on a source that is not open."""
        return {name: measure for name, measure in self.measures.items() if set(measure.tables) & self.supplied}

    def find_strictest_rules(self, measures: Iterable[Measure]) -> DisclosureRules:
        """Return the strictest rules of all the sources that measures rest on."""
        return self.rules.of({table for measure in measures for table in measure.tables} & self.supplied)

    def list_all_rules(self) -> list[DisclosureRules]:
        """Return the general rules, and those of each source that has its own."""
        return [self.rules, *self.rules.sources.values()]


def group_measures_by_closed_table(
    measures: Iterable[AnyMeasure], closed_tables: Collection[str]
) -> list[list[AnyMeasure]]:
    """Group the measures that count rows of the same confidential table, whose figures tell of each other."""
    groups: dict[str, list[AnyMeasure]] = {}
    for measure in measures:
        groups.setdefault(min(set(measure.tables) & set(closed_tables)), []).append(measure)
    return list(groups.values())


def list_measure_names(measures: Iterable[Measure]) -> list[str]:
    """Return the names of measures."""
    return [measure.name for measure in measures]
