"""The index page of England: each council's headline gaps, and the way to its report where there is one."""

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.manifests import read_manifest
from fairer_stockton.editions.published import list_edition_links
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines import words
from fairer_stockton.report.headlines.choice import HeadlineGap, answers_framework, choose_headlines
from fairer_stockton.report.pages.render import TEMPLATES, make_template_environment
from fairer_stockton.report.pages.site import make_page_name_of_domain
from fairer_stockton.report.words.figures import begin_with_capital
from fairer_stockton.run.fingerprints import compute_file_checksum, read_record_of_output
from fairer_stockton.run.record import TrackedOutput
from fairer_stockton.run.vocabulary import AreaType

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "england"  # among the reports
INDEX, STYLE = "index.html", "style.css"
RECORD = "index.json"  # among the tables of England: what the page was made from


@dataclass(frozen=True)
class IndexLine:
    """One headline gap: what it is of and who is compared, how it stands, and where more is said of it."""

    topic: str
    sizes: str
    direction: str
    link: str  # empty where there is no report


@dataclass(frozen=True)
class IndexEntry:
    """A council and its headline gaps, best first; no link where it has no report."""

    code: str
    name: str
    link: str
    lines: tuple[IndexLine, ...]

    @property
    def letter(self) -> str:
        """Under which letter it is listed."""
        return self.name[0].upper()


def find_reports_of_councils(reports_folder: Path) -> dict[str, str]:
    """Return the folder of the latest report of each council that has one, by the council's code.

    An edition that shows the generated sample is no report of a council: its figures are invented.
    """
    manifests = {path.name: read_manifest(path) for path in list_edition_links(reports_folder)}
    return {
        str(manifest.get("authority")): name for name, manifest in manifests.items() if not manifest.get("synthetic")
    }


def list_attributions_of_headlines(definitions: Definitions, supplier: str) -> list[str]:
    """Return the line that the licence of each source asks for: of the figures first, then of the places.

    Args:
        definitions: those of all councils alike.
        supplier: who supplies what is not published.
    """
    measures = _select_followed_measures(definitions).values()
    names = (*sorted({table for measure in measures for table in measure.tables}), *definitions.place_tables)
    return list(dict.fromkeys(definitions.sources[name].make_attribution_line(supplier) for name in names))


def _select_followed_measures(definitions: Definitions) -> dict[str, Measure]:
    """Return the measures that headline gaps may be of."""
    measures = definitions.measures_with_sources.items()
    return {name: measure for name, measure in measures if answers_framework(definitions.framework, measure)}


def write_name_of_edition(name: str, date: str) -> str:
    """Return the name of an edition, with its day where it bears one, such as 2026-11-29."""
    if not date:
        return f"Edition {name}"
    day = datetime.date.fromisoformat(date)
    return f"Edition {name}, of {day.day} {day:%B %Y}"


def describe_index_of_england(settings: Settings, definitions: Definitions, content_of_gaps: str) -> TrackedOutput:
    """Return the page and all that it rests on: the gaps, which councils have a report, and what its foot says."""
    foot = [
        write_name_of_edition(settings.edition, settings.date),
        list_attributions_of_headlines(definitions, settings.council.supplied_by),
    ]
    return TrackedOutput(
        "index of England",
        (settings.reports / FOLDER / INDEX,),
        code=("report/pages/england.py", "report/templates"),
        choices=[content_of_gaps, find_reports_of_councils(settings.reports), foot],
        recorded=partial(read_record_of_output, settings.national / RECORD),
    )


def write_index_of_england(
    settings: Settings,
    output: TrackedOutput,
    definitions: Definitions,
    observations: "pd.DataFrame",
    gaps: "pd.DataFrame",
) -> int:
    """Write the page with its style beside it, and return of how many councils it is.

    Args:
        settings: those of the run.
        output: the page.
        definitions: those of all councils alike.
        observations: those of boroughs and of England that the gaps are between.
        gaps: those of all councils, and of England.
    """
    reports = find_reports_of_councils(settings.reports)
    entries = sorted(_list_entries(settings, definitions, observations, gaps, reports), key=lambda entry: entry.name)
    template = make_template_environment().get_template("england.html.j2")
    folder = settings.reports / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    page = template.render(
        entries=entries,
        number=definitions.headlines.number,
        attributions=list_attributions_of_headlines(definitions, settings.council.supplied_by),
        edition=write_name_of_edition(settings.edition, settings.date),
    )
    for name, text in ((STYLE, (TEMPLATES / STYLE).read_text(encoding="utf-8")), (INDEX, page)):
        unfinished = folder / f".{name}.unfinished"
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(folder / name)
    record = {"content": output.content(), "output": compute_file_checksum(folder / INDEX)}
    (settings.national / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return len(entries)


def _list_entries(
    settings: Settings,
    definitions: Definitions,
    observations: "pd.DataFrame",
    gaps: "pd.DataFrame",
    reports: Mapping[str, str],
) -> Iterator[IndexEntry]:
    import pandas as pd

    # Only these can be headlines, and a row of the others would be read for each council in vain.
    gaps = gaps[gaps["gap_type"].isin(definitions.headlines.gaps)]
    followed = _select_followed_measures(definitions)
    gaps, observations = (table[table["measure"].isin(followed)] for table in (gaps, observations))
    england = observations[observations["area_type"] == AreaType.ENGLAND]
    gaps_by_council = dict(tuple(gaps.groupby("area_code", sort=False)))
    for code, rows in observations[observations["area_type"] == AreaType.BOROUGH].groupby("area_code", sort=True):
        figures = pd.concat([rows, england[england["measure"].isin(rows["measure"])]], ignore_index=True)
        own_gaps = gaps_by_council.get(code, gaps.iloc[:0])
        edition = _make_edition_of_council(settings, definitions, str(code), figures, own_gaps)
        folder = reports.get(str(code), "")
        lines = tuple(_make_line(gap, definitions, folder) for gap in choose_headlines(edition).shown)
        yield IndexEntry(str(code), edition.borough_name, f"../{folder}/index.html" if folder else "", lines)


def _make_edition_of_council(
    settings: Settings, definitions: Definitions, code: str, observations: "pd.DataFrame", gaps: "pd.DataFrame"
) -> Edition:
    """Return of an edition as much as headline gaps are chosen from: figures, gaps and what is declared."""
    import pandas as pd

    nothing = pd.DataFrame()
    return Edition(
        name=settings.edition,
        authority=code,
        council=settings.council,
        definitions=definitions,
        observations=observations,
        gaps=gaps,
        decompositions=nothing,
        communities=nothing,
        claims=nothing,
        measures=definitions.measures_with_sources,
        framework=definitions.framework,
        sources=definitions.sources,
        inputs={},
        verdicts={},
        memberships=nothing,
        deprivation=nothing,
        agreement=nothing,
        movements=nothing,
        comparators=nothing,
        priorities=nothing,
        targeting=nothing,
        standings=nothing,
        suppression=nothing,
        at_home=False,
    )


def _make_line(gap: HeadlineGap, definitions: Definitions, folder: str) -> IndexLine:
    page = make_page_name_of_domain(definitions.framework[gap.measure.domain])
    anchor = gap.measure.name.replace("_", "-")
    return IndexLine(
        topic=f"{begin_with_capital(gap.topic)}: {words.write_who(gap)}",
        sizes=words.write_then_and_now(gap),
        direction=words.write_direction(gap),
        link=f"../{folder}/{page}#{anchor}" if folder else "",
    )
