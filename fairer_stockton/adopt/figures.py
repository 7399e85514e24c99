"""The figures of the measures that rest on a source, without a new file and with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fairer_stockton.adopt.checks import StagedChange
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Source
from fairer_stockton.definitions.units import write_with_unit
from fairer_stockton.run.errors import CatalogueError, MissingSourceError
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

SHOWN_CATEGORIES = 3  # of a measure that has no figure of everyone
NONE = "–"


@dataclass(frozen=True)
class MeasureFigures:
    """One measure, or one group of it: the borough, England and how many areas have a figure, before and after."""

    title: str
    periods: tuple[str, str]
    borough: tuple[str, str]
    england: tuple[str, str]
    areas: tuple[str, str]

    def lines(self) -> Iterator[tuple[str, str, str]]:
        """Yield the lines of the measure in the table."""
        yield f"{self.title}", *self.periods
        yield "  the borough", *self.borough
        yield "  England", *self.england
        yield "  areas with a figure", *self.areas


def compare_measures(
    settings: Settings, progress: Progress, source: Source, change: StagedChange
) -> list[MeasureFigures]:
    """Return figures of each measure that rests on a source and on nothing that the council supplies.

    They are of the new file's latest period, beside the same period or the last one before it.

    Raises:
        CatalogueError: a measure asks for rows that the source would not hold any more.
    """
    new_period = max(change.new["period"].dropna())
    definitions = _select_measures(settings.definitions, source)
    if not definitions.measures:
        return []
    try:
        _stage_what_measures_need(settings, progress, definitions, source)
    except MissingSourceError:
        progress.say("the measures cannot be compared: an extract that they rest on is not here yet")
        return []
    now, refusals = _observe(settings, definitions, source, change.after)
    then, refused_before = (
        (None, {}) if change.before is None else _observe(settings, definitions, source, change.before)
    )
    if lost := [words for name, words in refusals.items() if name not in refused_before]:
        raise CatalogueError("\n\n".join(lost))
    return [figures for name in definitions.measures for figures in _compare(definitions, name, then, now, new_period)]


def _select_measures(definitions: Definitions, source: Source) -> Definitions:
    own = definitions.supplied
    definitions = replace(definitions, sources={**definitions.sources, source.name: source}, claims=())
    measures = {
        name: measure
        for name, measure in definitions.measures_with_sources.items()
        if source.name in measure.tables and not own & {*measure.tables}
    }
    return replace(definitions, measures=measures)


def _list_needed_tables(definitions: Definitions) -> set[str]:
    tables = {table for measure in definitions.measures.values() for table in measure.tables}
    return tables | set(definitions.national.maps.place_tables)


def _stage_what_measures_need(settings: Settings, progress: Progress, definitions: Definitions, source: Source) -> None:
    from fairer_stockton.ingest.stage import ingest_source

    for name in sorted(_list_needed_tables(definitions) - {source.name}):
        ingest_source(settings, progress, definitions.sources[name])


def _observe(
    settings: Settings, definitions: Definitions, source: Source, rows: "pd.DataFrame"
) -> "tuple[pd.DataFrame, dict[str, str]]":
    """Return the observations that there would be, were these the rows of the source, and what measures would lack."""
    from fairer_stockton.engine.duckdb import open_staged_tables
    from fairer_stockton.geography.memberships import create_area_membership_tables
    from fairer_stockton.measure.observations import compute_observations
    from fairer_stockton.observe.absences import check_measures_find_rows

    tables = _list_needed_tables(definitions)
    with TemporaryDirectory() as folder:
        for table in tables - {source.name}:
            (Path(folder) / f"{table}.parquet").symlink_to((settings.staged / f"{table}.parquet").resolve())
        rows.to_parquet(Path(folder) / f"{source.name}.parquet", index=False)
        with open_staged_tables(Path(folder), tables) as connection:
            refusals = {}
            for name, measure in definitions.measures.items():
                try:
                    check_measures_find_rows(connection, [measure], definitions.sources)
                except CatalogueError as refusal:
                    refusals[name] = str(refusal)
            create_area_membership_tables(connection, settings.authority, definitions)
            return compute_observations(connection, definitions, dict.fromkeys(tables, False)), refusals


def _compare(
    definitions: Definitions, measure_name: str, before: "pd.DataFrame | None", after: "pd.DataFrame", new_period: str
) -> Iterator[MeasureFigures]:
    unit, title = definitions.measures[measure_name].unit, definitions.measures[measure_name].title
    now = _select_rows(after, measure_name)
    then = None if before is None else _select_rows(before, measure_name)
    groups = list(dict.fromkeys(zip(now["breakdown"], now["category"], strict=True)))
    for breakdown, category in groups[:SHOWN_CATEGORIES]:
        pair = [_read_figures(table, breakdown, category, unit, new_period) for table in (then, now)]
        yield MeasureFigures(
            title if category == "all" else f"{title}: {category}",
            **{key: (pair[0][key], pair[1][key]) for key in ("periods", "borough", "england", "areas")},
        )


def _select_rows(observations: "pd.DataFrame", measure_name: str) -> "pd.DataFrame":
    """Return the rows of a measure: of everyone, or where there are none of each group that the publisher has."""
    rows = observations[(observations["measure"] == measure_name) & (observations["breakdown"] != "deprivation_fifth")]
    everyone = rows[rows["breakdown"] == "all"]
    return everyone if len(everyone) else rows


def _read_figures(
    rows: "pd.DataFrame | None", breakdown: str, category: str, unit: str, new_period: str
) -> Mapping[str, str]:
    if rows is None or rows.empty:
        return dict.fromkeys(("periods", "borough", "england", "areas"), NONE)
    group = rows[(rows["breakdown"] == breakdown) & (rows["category"] == category)].dropna(subset=["value"])
    if group.empty:
        return dict.fromkeys(("periods", "borough", "england", "areas"), NONE)
    periods = sorted(set(group["period"]))
    wanted = max((period for period in periods if period <= new_period), default=periods[-1])
    latest = group[group["period"] == wanted]

    def value_of(kind: AreaType) -> str:
        figures: Sequence[float] = latest.loc[latest["area_type"] == kind, "value"].tolist()
        return write_with_unit(figures[0], unit) if figures else NONE

    return {
        "periods": str(latest["period"].iloc[0]),
        "borough": value_of(AreaType.BOROUGH),
        "england": value_of(AreaType.ENGLAND),
        "areas": f"{latest['area_code'].nunique():,}",
    }
