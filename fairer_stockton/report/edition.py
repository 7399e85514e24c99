"""An edition: all that a report is made from, read once, and the few questions that pages ask of it."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.commentary import Commentary, find_commentary_file, load_commentary
from fairer_stockton.definitions.framework import Domain
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.named_areas import NamedArea
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.editions.published import list_checksums_of_definitions, list_earlier_editions
from fairer_stockton.editions.sums import InputFile, find_sum_key
from fairer_stockton.geography.areas import LARGER
from fairer_stockton.measure.results import find_versions_before, list_files_of_results, list_measured_table_paths
from fairer_stockton.observe.absences import explain_measures_without_figure
from fairer_stockton.places.priority_list import BOUNDARIES
from fairer_stockton.report.rows import GapRow, ObservationRow, read_rows_by_measure, select_rows_with_cells
from fairer_stockton.run.council import Council
from fairer_stockton.run.fingerprints import read_stamp
from fairer_stockton.run.look import Look
from fairer_stockton.run.vocabulary import AreaType, Status
from fairer_stockton.validate.verdicts import read_verdict

if TYPE_CHECKING:
    import pandas as pd
    from pandas.api.typing import DataFrameGroupBy

    from fairer_stockton.report.outlines import Outlines

POSTCODES = "postcodes"  # the source that the search by postcode rests on
STAMP = "SAMPLE – NOT FOR PUBLICATION"
MORE_BOUNDARIES = "lsoa_boundaries_of_councils"
ROW_KEY = ("measure", "period", "breakdown", "category")  # of the borough's figures


@dataclass(frozen=True)
class Confirmation:
    """One extract that looked unlikely when it was supplied, and that the council says is right."""

    period: str
    columns: tuple[str, ...]  # that were questioned; an empty name is the whole file
    why: str


@dataclass(frozen=True)
class Edition:
    """All that the report is made from: results, verdicts, and the words of the catalogue."""

    name: str
    authority: str
    council: Council  # in whose folder it is made
    definitions: Definitions
    observations: "pd.DataFrame"
    gaps: "pd.DataFrame"
    decompositions: "pd.DataFrame"
    communities: "pd.DataFrame"
    claims: "pd.DataFrame"
    measures: Mapping[str, Measure]
    framework: Mapping[str, Domain]
    sources: Mapping[str, Source]
    inputs: Mapping[str, tuple[InputFile, ...]]
    verdicts: Mapping[str, Mapping[str, Any]]
    memberships: "pd.DataFrame"
    deprivation: "pd.DataFrame"
    agreement: "pd.DataFrame"
    movements: "pd.DataFrame"
    comparators: "pd.DataFrame"
    priorities: "pd.DataFrame"
    targeting: "pd.DataFrame"
    standings: "pd.DataFrame"
    suppression: "pd.DataFrame"
    boundaries: "pd.DataFrame | None" = None
    postcodes: "pd.DataFrame | None" = None  # of the authority; None where no lookup is held
    named: tuple[NamedArea, ...] = ()
    profiles: tuple[str, ...] = ()
    at_home: bool = True  # whether it is that council's own report
    date: str = ""  # that it bears, where one is set
    earlier: tuple[Path, ...] = ()
    recorded: tuple[Path, ...] = ()  # the folders of all versions that were published before, of any name
    commentary: Commentary = field(default_factory=Commentary)
    confirmed: Mapping[str, tuple[Confirmation, ...]] = field(default_factory=dict)  # of each source's extracts
    absences: Mapping[str, str] = field(default_factory=dict)  # why a measure has no figure here, by name

    @cached_property
    def synthetic(self) -> bool:
        """Whether any figure, or any input behind a map, is the generated sample."""
        # Inputs too, not only figures: a sampled boundary file makes a map that must be stamped as well.
        sampled = any(file.synthetic for files in self.inputs.values() for file in files)
        return sampled or bool(self.observations["synthetic"].any()) or bool(self.gaps["synthetic"].any())

    @property
    def stamp(self) -> str:
        """What every page, sheet and picture says where a figure is not real; empty where all are."""
        return STAMP if self.synthetic else ""

    @cached_property
    def attributions(self) -> dict[str, str]:
        """Where each source that was read came from: the line that its licence asks for, or that it is invented."""
        return {
            name: self._compose_attribution(name, source)
            for name, source in self.sources.items()
            if self.inputs.get(name)
        }

    def _compose_attribution(self, source_name: str, source: Source) -> str:
        files = self.inputs[source_name]
        invented = sum(file.synthetic for file in files)
        if invented == len(files):
            return f"Generated sample with invented values, in the layout of: {source.publisher}, {source.title}."
        part = f" {invented} of {len(files)} files are generated sample with invented values." if invented else ""
        return source.make_attribution_line(self.council.supplied_by) + part

    @cached_property
    def outlines(self) -> "Outlines":
        """The shapes of the edition's areas."""
        from fairer_stockton.report.outlines import Outlines

        return Outlines(self.boundaries, self.memberships, self.definitions.national.maps.ward_vintages)

    @property
    def ward_vintage(self) -> str:
        """The map of the wards that are profiled and compared: the latest."""
        return self.definitions.national.maps.ward_vintage

    @cached_property
    def borough_name(self) -> str:
        """The borough's name."""
        names = self.observations.loc[self.observations["area_code"] == self.authority, "area_name"]
        return str(names.iloc[0]) if len(names) else self.authority

    @cached_property
    def definition_checksums(self) -> dict[str, str]:
        """The sum of each measure's definition, as the manifest records it."""
        return list_checksums_of_definitions(self.measures)

    @property
    def title(self) -> str:
        """What the report is called: the framework's own name, or that of another council's open-data part."""
        return self.council.title if self.at_home else f"A fairer {self.borough_name}: published figures"

    @property
    def short_name(self) -> str:
        """The borough's name where there is little room for it."""
        return self.council.short_name if self.at_home else self.borough_name

    @property
    def has_keyed_sums(self) -> bool:
        """Whether some input's sum is keyed, since its bytes are the council's own."""
        return any(file.known_as for files in self.inputs.values() for file in files)

    @property
    def has_partnerships(self) -> bool:
        """Whether the council names Community Partnerships, by which its pages and maps are then divided."""
        return any(area.area_type == AreaType.COMMUNITY_PARTNERSHIP for area in self.named)

    @property
    def has_communities(self) -> bool:
        """Whether the report is of a council that names its communities."""
        return self.at_home and bool(self.definitions.communities)

    @property
    def has_claims(self) -> bool:
        """Whether the report is of a council whose own published figures are recomputed."""
        return self.at_home and bool(self.definitions.claims)

    @property
    def has_story(self) -> bool:
        """Whether the report is of a council that says how its framework's story goes."""
        return self.at_home and self.definitions.story is not None

    @property
    def has_targets(self) -> bool:
        """Whether the report is of a council that has declared targets."""
        return self.at_home and bool(self.definitions.targets)

    @cached_property
    def has_splits(self) -> bool:
        """Whether some gap is split into its causes."""
        return bool(self.decompositions["value"].notna().any())

    @property
    def look(self) -> Look:
        """The council's logo and colours; another council's report has neither."""
        return self.council.look if self.at_home else Look()

    @property
    def created(self) -> datetime.datetime:
        """The time that files bear: the edition's day, else the first day of the year that its name begins with."""
        # Never the clock: the same input makes the same bytes.
        year = re.match(r"(?:19|20)\d\d", self.name)
        day = datetime.date.fromisoformat(self.date or f"{year[0] if year else 2000}-01-01")
        return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)

    @property
    def contact(self) -> str:
        """Whom readers may ask."""
        return self.council.contact if self.at_home else self.borough_name

    @cached_property
    def _standings_by_series(self) -> "DataFrameGroupBy[Any, Any]":
        """The standings of each measure, kind of area, map and period."""
        return self.standings.groupby(["measure", "area_type", "vintage", "period"], sort=False)

    def select_standings(self, measure_name: str, area_type: str, vintage: str, period: str) -> "pd.DataFrame":
        """Return the standings of a measure's areas of one kind and map, in one period."""
        key = (measure_name, area_type, vintage, period)
        groups = self._standings_by_series
        return groups.get_group(key) if key in groups.indices else self.standings.iloc[:0]

    def copy_without_suppressed_numbers(self) -> "Edition":
        """Return the same edition without any number that a suppressed row may hold."""
        from fairer_stockton.schemas.results.communities import COMMUNITY_NUMBERS
        from fairer_stockton.schemas.results.gaps import GAP_NUMBERS
        from fairer_stockton.schemas.results.observations import OBSERVATION_NUMBERS

        tables = {}
        hidden = {"observations": OBSERVATION_NUMBERS, "gaps": GAP_NUMBERS, "communities": COMMUNITY_NUMBERS}
        for name, numbers in hidden.items():
            table = getattr(self, name).copy()
            table.loc[table["status"] == Status.SUPPRESSED, list(numbers)] = float("nan")
            tables[name] = table
        return replace(self, **tables)

    @property
    def year(self) -> str:
        """The edition as people say it: without the code that keeps another council's apart."""
        return self.name.removesuffix(f"-{self.authority}")

    @cached_property
    def region(self) -> str:
        """The region's name."""
        names = self.observations.loc[self.observations["area_type"] == AreaType.REGION, "area_name"]
        return str(names.iloc[0]) if len(names) else "Region"

    @cached_property
    def measure_titles(self) -> dict[str, str]:
        """The title of each measure that has a figure of any area."""
        return {str(name): self.measures[name].title for name in self.observations["measure"].unique()}

    def list_measures_with_figures(self, domain_name: str) -> list[Measure]:
        """List a domain's measures that have an observation of the borough, in the order of the catalogue."""
        return [
            measure
            for measure in self.measures.values()
            if measure.domain == domain_name and self._has_borough_figure(measure)
        ]

    def missing(self, domain_name: str) -> tuple[str, ...]:
        """Return the titles of what a domain lacks.

        These are its framework measures without a figure, and measures without one where others answer the same.
        """
        met = {measure.framework for measure in self.list_measures_with_figures(domain_name)}
        unmet = [name for name in self.framework[domain_name].measures if name not in met]
        mine = [measure for measure in self.measures.values() if measure.domain == domain_name]
        return (
            *unmet,
            *(measure.title for measure in mine if measure.framework in met and not self._has_borough_figure(measure)),
        )

    def explain_missing_figure(self, domain_name: str, measure_title: str) -> str:
        """Return why a framework measure, or one of this title, has no figure; nothing where no file measures it."""
        names = {
            measure.name
            for measure in self.definitions.measures.values()
            if measure.domain == domain_name and measure_title in (measure.framework, measure.title)
        }
        return "; ".join(dict.fromkeys(why for measure, why in self.absences.items() if measure in names))

    def _has_borough_figure(self, measure: Measure) -> bool:
        return measure.name in self._measures_of_borough

    @cached_property
    def _measures_of_borough(self) -> frozenset[str]:
        return frozenset(self.observations.loc[self.observations["area_type"] == AreaType.BOROUGH, "measure"])

    @cached_property
    def comparable_observations(self) -> "pd.DataFrame":
        """The observations without those of larger areas that are of something else than the borough's."""
        unlike = [name for name, measure in self.measures.items() if measure.unlike_england]
        rows = self.observations
        return rows[~(rows["measure"].isin(unlike) & rows["area_type"].isin(LARGER))]

    def select_observations(self, measure_name: str, **wanted_cells: str) -> list[ObservationRow]:
        """Return a measure's observations that have these cells, oldest period first.

        They are of comparable areas only: see `comparable`.
        """
        if "area_type" in wanted_cells:
            return select_rows_with_cells(
                self._observations_by_measure_and_area_type.get((measure_name, wanted_cells.pop("area_type")), []),
                wanted_cells,
            )
        return select_rows_with_cells(self._observations_by_measure.get(measure_name, []), wanted_cells)

    def select_gaps(self, measure_name: str, **wanted_cells: str) -> list[GapRow]:
        """Return a measure's gaps that have these cells, oldest period first."""
        return select_rows_with_cells(self._gaps_by_measure.get(measure_name, []), wanted_cells)

    def find_csv_row_number(self, row: ObservationRow) -> int:
        """Return the row of its domain's CSV file that a figure of the borough is in, the header being row 1."""
        return self._csv_row_numbers_by_figure[row.measure, row.period, row.breakdown, row.category]

    @cached_property
    def _csv_row_numbers_by_figure(self) -> dict[tuple[str, ...], int]:
        # From 2: rows count from 1 and the header is the first. The file keeps the order of the observations.
        rows = self.observations.assign(row=self.observations.groupby("domain").cumcount() + 2)
        mine = rows.loc[rows["area_type"] == AreaType.BOROUGH, [*ROW_KEY, "row"]]
        return {tuple(key): int(row) for *key, row in mine.itertuples(index=False)}

    @cached_property
    def _observations_by_measure_and_area_type(self) -> dict[tuple[str, str], list[ObservationRow]]:
        """The observations of each measure and type of area: most questions are about few areas, most rows are not."""
        by_type: dict[tuple[str, str], list[ObservationRow]] = {}
        for measure, rows in self._observations_by_measure.items():
            for row in rows:
                by_type.setdefault((measure, row.area_type), []).append(row)
        return by_type

    @cached_property
    def _observations_by_measure(self) -> dict[str, list[ObservationRow]]:
        return read_rows_by_measure(self.comparable_observations, ObservationRow)

    @cached_property
    def _gaps_by_measure(self) -> dict[str, list[GapRow]]:
        return read_rows_by_measure(self.gaps, GapRow)


def load_edition(settings: Settings) -> Edition:
    """Read an edition from the processed folder: its results, verdicts and boundaries, and all that words it."""
    import pandas as pd

    from fairer_stockton.report.outlines import read_own_boundaries

    definitions = settings.definitions
    measures, sources = definitions.measures_with_sources, definitions.sources
    inputs = list_files_of_results(settings, find_sum_key(settings))
    tables = {name: pd.read_parquet(path) for name, path in list_measured_table_paths(settings.measures).items()}
    own = set(tables["memberships"]["lsoacd"])
    measured = tables["observations"].query("area_type == 'borough'")["measure"].unique()
    return Edition(
        name=settings.edition,
        date=settings.date,
        authority=settings.authority,
        council=settings.council,
        definitions=definitions,
        **tables,
        measures=measures,
        framework=definitions.framework,
        sources=sources,
        inputs=inputs,
        verdicts={
            name: read_verdict(settings.verdicts, name) for name, files in inputs.items() if files or settings.sample
        },
        boundaries=read_own_boundaries(
            settings.staged, [name for name in (BOUNDARIES, MORE_BOUNDARIES) if inputs.get(name)], own
        ),
        postcodes=_read_postcodes(settings.staged, tables["memberships"]) if inputs.get(POSTCODES) else None,
        named=definitions.named_areas,
        profiles=settings.profiles,
        at_home=settings.at_home,
        earlier=tuple(list_earlier_editions(settings)),
        recorded=tuple(version.folder for version in find_versions_before(settings)),
        commentary=load_commentary(find_commentary_file(settings), definitions.framework, measures),
        confirmed={
            name: _read_answers_on_supplied_extracts(settings.staged, name)
            for name, source in sources.items()
            if source.supplied
        },
        absences=explain_measures_without_figure(settings, measures, measured),
    )


def _read_postcodes(staged: Path, memberships: "pd.DataFrame") -> "pd.DataFrame":
    """Read the postcodes of the edition's own neighbourhoods out of those of all England."""
    import pandas as pd

    own = memberships.loc[memberships["lsoa_vintage"] == "2021", "lsoacd"].unique().tolist()
    columns = ["postcode", "lsoa21cd"]
    return pd.read_parquet(staged / f"{POSTCODES}.parquet", columns=columns, filters=[("lsoa21cd", "in", own)])


def _read_answers_on_supplied_extracts(staged: Path, source_name: str) -> tuple[Confirmation, ...]:
    """Read what was asked about a source's extracts when they were supplied, and the answers."""
    answers = read_stamp(staged / f"{source_name}.parquet").get("confirmed", ())
    return tuple(
        Confirmation(answer["period"], tuple(question["column"] for question in answer["questions"]), answer["why"])
        for answer in answers
    )
