"""The borough's neighbourhoods, as an audit counts people in them: those of a measure, and everyone else counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from fairer_stockton.definitions.measures import Measure, SummedMeasure
from fairer_stockton.definitions.service_audits import ServiceAudit
from fairer_stockton.geography.grid import project_to_national_grid
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.areas import PROFILED_LSOAS
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import is_known
from fairer_stockton.run.errors import CatalogueError, ValidationError
from fairer_stockton.run.vocabulary import AreaType, Polarity, Statistic

if TYPE_CHECKING:
    from fairer_stockton.statistics.estimate import Floats


@dataclass(frozen=True)
class CountedPeople:
    """People, or homes, whom a measure counts in each neighbourhood, and out of how many."""

    measure: Measure
    period: str
    people: "Floats"
    out_of: "Floats"
    synthetic: bool
    sources: str

    @property
    def noun(self) -> str:
        """What it counts: people or homes."""
        is_of_homes = isinstance(self.measure, SummedMeasure) and "household" in self.measure.denominator.sum
        return "homes" if is_of_homes else "people"

    @property
    def others(self) -> "Floats":
        """Everyone else whom the measure counts among."""
        return np.maximum(self.out_of - self.people, 0.0)


@dataclass(frozen=True)
class Neighbourhoods:
    """The neighbourhoods of 2021 of an edition's borough, in the order of their codes."""

    edition: Edition

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Their codes."""
        held = self.edition.memberships
        is_own = (held["area_type"] == AreaType.BOROUGH) & (held["lsoa_vintage"] == PROFILED_LSOAS)
        return tuple(sorted(set(held.loc[is_own, "lsoacd"])))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What each is called, with its ward."""
        of_wards, own = (self.edition.outlines.names(kind, PROFILED_LSOAS) for kind in (AreaType.WARD, AreaType.LSOA))
        return tuple(f"{own.get(code, code)} ({of_wards.get(code, 'no ward')})" for code in self.codes)

    @cached_property
    def outlines(self) -> Any:
        """Their outlines on the British National Grid, as an array of polygons.

        Raises:
            ValidationError: the edition lacks some.
        """
        rows = self.edition.boundaries
        column = f"lsoa{PROFILED_LSOAS[-2:]}cd"
        drawn = set() if rows is None else set(rows[column].dropna())
        if rows is None or not drawn >= set(self.codes):
            raise ValidationError(
                edition=self.edition.name,
                found=f"no outline of {len(set(self.codes) - drawn)} of the {len(self.codes)} neighbourhoods",
                expected="the outline of each, by which distances are measured",
                remedy="run `make fetch`, which downloads the boundaries, then this again",
            )
        by_code = rows.dropna(subset=[column]).set_index(column).loc[list(self.codes), "geometry"]
        return project_to_national_grid(by_code).make_valid().to_numpy()

    def count_people(self, measure_name: str) -> CountedPeople | None:
        """Return whom a measure counts in each neighbourhood, in its latest period that has them all; None without one.

        Only counts of published sources are used: those of the council's own extracts are hidden in part.
        """
        measure = self.edition.measures.get(measure_name)
        # What counts neighbourhoods and no people is not shared out over them.
        if (
            not isinstance(measure, SummedMeasure)
            or measure.statistic != Statistic.PROPORTION
            or not measure.apportioned
        ):
            return None
        if self.edition.definitions.supplied & set(measure.tables):
            return None
        by_period: dict[str, list[ObservationRow]] = {}
        cells = {"area_type": AreaType.LSOA, "vintage": PROFILED_LSOAS, "breakdown": "all"}
        for row in self.edition.select_observations(measure_name, **cells):
            by_period.setdefault(row.period, []).append(row)
        for period in sorted(by_period, reverse=True):
            if counted := self._gather_counts(measure, period, by_period[period]):
                return counted
        return None

    def _gather_counts(self, measure: Measure, period: str, rows: Sequence[ObservationRow]) -> CountedPeople | None:
        by_code = {row.area_code: row for row in rows if is_known(row.numerator) and is_known(row.denominator)}
        if not set(self.codes) <= set(by_code):
            return None
        own = [by_code[code] for code in self.codes]
        people, out_of = (np.array([getattr(row, part) for row in own]) for part in ("numerator", "denominator"))
        if not people.sum() > 0:
            return None
        return CountedPeople(
            measure, period, people, out_of,
            synthetic=any(row.synthetic for row in own),
            sources=" ".join(sorted({name for row in own for name in row.sources.split()})),
        )  # fmt: skip

    def count_people_in_need(self, measure_name: str, file_name: str = "the audit") -> CountedPeople:
        """Return those who need a service.

        Args:
            measure_name: that of the measure that counts them.
            file_name: where that is declared.

        Raises:
            CatalogueError: the measure does not count them in every neighbourhood, or counts those who are well off.
        """
        counted = self.count_people(measure_name)
        if counted and _is_of_need(counted):
            return counted
        names = sorted(
            name for name in self.edition.measures if (people := self.count_people(name)) and _is_of_need(people)
        )
        raise CatalogueError(
            file=file_name,
            part="`need`",
            found=f"{measure_name!r}, which counts those who are better off"
            if counted
            else f"{measure_name!r}, of which this edition has no published count in every neighbourhood",
            expected=f"one of {', '.join(names) or 'none: fetch the published data first'}",
            remedy="name one of these, or leave `need` out: income_deprivation is then taken",
        )


def _is_of_need(counted: CountedPeople) -> bool:
    """Return whether those counted may need a service: a group of neither better nor worse may, as older people do."""
    return counted.measure.polarity != Polarity.HIGHER_IS_BETTER


@dataclass(frozen=True)
class NeedOfService:
    """What every audit has: what was declared, the borough's neighbourhoods, and who in them needs the service."""

    audit: ServiceAudit
    neighbourhoods: Neighbourhoods

    @property
    def edition(self) -> Edition:
        """The edition whose figures it has."""
        return self.neighbourhoods.edition

    @cached_property
    def need(self) -> CountedPeople:
        """Those who need the service."""
        return self.neighbourhoods.count_people_in_need(self.audit.need)
