"""National check: every English council measured from the same staged tables, and what came of each, in one table."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.definitions.maps import AreaMap
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.results import list_measuring_outputs
from fairer_stockton.observe.inputs import mark_synthetic_tables
from fairer_stockton.run.errors import MissingSourceError, ValidationError
from fairer_stockton.run.fingerprints import compute_content_checksum, read_json
from fairer_stockton.run.progress import Progress
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

# Measures one council, whose summaries of England are computed already: every table, held to its contract.
MeasureCouncil = Callable[[Settings, "pd.DataFrame"], "dict[str, pd.DataFrame]"]
SummariseEngland = Callable[[], "pd.DataFrame"]
TABLE = Path("docs") / "national-check.md"  # where the command is run: in the checkout
EDUCATION_SOURCE = "lait"
TABLE_HEADER = (
    "| code | council | neighbourhoods | fifths | measures | of education | observations | gaps | rank of score |",
    "|---|---|---:|---|---:|---:|---:|---:|---:|",
)


@dataclass(frozen=True, slots=True)
class CouncilOutcome:
    """What came of measuring one council; `failure` is empty where it was measured."""

    code: str
    name: str
    neighbourhoods: int = 0
    fifths: bool = False
    measures: int = 0
    education: int = 0
    observations: int = 0
    gaps: int = 0
    rank: str = ""
    failure: str = ""

    @property
    def line(self) -> str:
        """Return the council's row of the table."""
        if self.failure:
            return f"| {self.code} | {self.name} | **not measured**: {self.failure} |"
        figures = (self.measures, self.education or "none", f"{self.observations:,}", f"{self.gaps:,}", self.rank)
        fifths = "yes" if self.fifths else "too few"
        return f"| {self.code} | {self.name} | {self.neighbourhoods:,} | {fifths} | {' | '.join(map(str, figures))} |"


def measure_all_councils_and_write_page(
    settings: Settings,
    progress: Progress,
    measure_council: MeasureCouncil,
    summarise_england: SummariseEngland,
    page_file: Path = TABLE,
) -> None:
    """Measure each council that has not been measured from these tables by this code, and write the table.

    A council's outcome is written once it is known, so that an interrupted check goes on where it stopped.

    Args:
        settings: where the staged tables lie, and where outcomes are written.
        progress: takes a line for each council.
        measure_council: the recipe of measuring one council.
        summarise_england: computes what is the same for every council, and is asked for it once.
        page_file: the page to write.

    Raises:
        ValidationError: councils could not be measured; the table says why.
    """
    councils = _read_english_councils(settings.staged, settings.declared_definitions.national.maps.latest_wards)
    outcomes = list(_measure_each_council(settings, progress, councils, measure_council, cache(summarise_england)))
    page_file.write_text(make_national_check_page(outcomes), encoding="utf-8")
    progress.say(f"wrote {page_file}")
    if failed := [f"{outcome.code} {outcome.name}: {outcome.failure}" for outcome in outcomes if outcome.failure]:
        raise ValidationError("councils  could not be measured:\n          " + "\n          ".join(failed))


def require_published(staged: Path, definitions: Definitions) -> None:
    """Refuse to go on where a published source is not fetched, so that the table would hold invented figures.

    Raises:
        MissingSourceError: at least one is of the generated sample.
    """
    synthetic = mark_synthetic_tables(staged, definitions)
    sampled = [name for name, source in definitions.sources.items() if not source.supplied and synthetic[name]]
    if sampled:
        raise MissingSourceError(
            found=f"only the generated sample of {', '.join(sampled)}",
            expected="the published extracts, since the table is of every English council",
            remedy="run `make fetch` (or `make fetch MIRROR=folder`)",
        )


def _read_english_councils(staged: Path, wards: AreaMap) -> dict[str, str]:
    """Read the councils of England on the latest map, by code."""
    import pandas as pd

    columns = [wards.holder, wards.holder_name]
    rows = pd.read_parquet(staged / f"{wards.lookup}.parquet", columns=columns).drop_duplicates()
    rows = rows[rows[wards.holder].str.startswith("E")].sort_values(wards.holder)
    return dict(zip(rows[wards.holder], rows[wards.holder_name], strict=True))


def _measure_each_council(
    settings: Settings,
    progress: Progress,
    councils: dict[str, str],
    measure_council: MeasureCouncil,
    england: SummariseEngland,
) -> "Iterator[CouncilOutcome]":
    folder = settings.processed / "national_check"
    folder.mkdir(parents=True, exist_ok=True)
    for code, name in progress.track_steps("national check", councils.items(), lambda council: council[1]):
        # Published figures alone, under the definitions that hold for that council.
        own = replace(settings, authority=code, areas=None, jobs=1, sample=False, handed_definitions=None)
        content = compute_content_checksum([], [output.content() for output in list_measuring_outputs(own)])
        path = folder / f"{code}.json"
        record = read_json(path)
        if record.get("content") != content:
            record = {"content": content, "outcome": asdict(_measure_council(own, name, measure_council, england))}
            path.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            progress.say(f"checked {code} {name}: {record['outcome']['failure'] or 'measured'}")
        yield CouncilOutcome(**record["outcome"])


def _measure_council(
    settings: Settings, council_name: str, measure_council: MeasureCouncil, get_england_summaries: SummariseEngland
) -> CouncilOutcome:
    """Measure one council; whatever stops it is what the check is there to find."""
    try:
        tables = measure_council(settings, get_england_summaries())
    except Exception as failure:  # of any kind: it is named in the table, and the check goes on
        first = next(iter(str(failure).splitlines()), "")
        return CouncilOutcome(settings.authority, council_name, failure=f"{type(failure).__name__}: {first}")
    return _count_figures_of_council(tables, settings.authority, council_name)


def _count_figures_of_council(
    tables: "dict[str, pd.DataFrame]", council_code: str, council_name: str
) -> CouncilOutcome:
    memberships, rows = tables["memberships"], tables["observations"]
    homes = memberships[(memberships["area_type"] == AreaType.BOROUGH) & (memberships["lsoa_vintage"] == "2021")]
    own = rows[(rows["area_type"] == AreaType.BOROUGH) & rows["value"].notna()]
    scores = tables["deprivation"].query(
        "area_type == 'authority' and index_name == 'imd' and area_code == @council_code"
    )
    rank = scores.sort_values("period")["rank_of_average_score"].dropna().tail(1)
    return CouncilOutcome(
        council_code,
        council_name,
        neighbourhoods=int(homes["lsoacd"].nunique()),
        fifths=bool((memberships["area_type"] == "deprivation_fifth").any()),
        measures=int(own["measure"].nunique()),
        education=int(own.loc[own["sources"].str.contains(EDUCATION_SOURCE), "measure"].nunique()),
        observations=len(rows),
        gaps=len(tables["gaps"]),
        rank=f"{rank.item():.0f}" if len(rank) else "none",
    )


def make_national_check_page(outcomes: list[CouncilOutcome]) -> str:
    """Write the table, and what it comes to."""
    failed = sum(bool(outcome.failure) for outcome in outcomes)
    small = [outcome.name for outcome in outcomes if not outcome.failure and not outcome.fifths]
    return "\n".join((
        "# Every English council, measured",
        "",
        "Written by `make national-check`: each council measured from the same staged tables, its results held to",
        "their contracts. Run again, it measures only councils not done yet, or all if a table or the code changed.",
        "",
        f"{len(outcomes)} councils, {len(outcomes) - failed} measured, {failed} not.",
        f"Without fifths, because they have too few neighbourhoods: {', '.join(small) or 'none'}.",
        "Education figures are those of councils that run schools: those of a county district are its county's.",
        "The rank is that of the average score in the latest Index of Multiple Deprivation, 1 the most deprived.",
        "",
        *TABLE_HEADER,
        *(outcome.line for outcome in outcomes),
        "",
    ))  # fmt: skip
