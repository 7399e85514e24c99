"""Writing an edition: pictures, pages and tables in every form into one folder."""

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from fairer_stockton.progress import Progress
from fairer_stockton.report.chart_choice import Chart, charts_of
from fairer_stockton.report.chart_style import save_both, styled
from fairer_stockton.report.choropleths import choropleths_of
from fairer_stockton.report.comparator_chart import draw_comparators
from fairer_stockton.report.comparator_tables import comparator_sets
from fairer_stockton.report.csv_files import write_csv_files
from fairer_stockton.report.deprivation_tables import deprivation_view
from fairer_stockton.report.disclosure_tables import audit_edition
from fairer_stockton.report.drawing import draw
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.explorer.data import Explorer
from fairer_stockton.report.gap_charts import draw_gap_picture, gap_pictures
from fairer_stockton.report.map_drawing import save_choropleths
from fairer_stockton.report.maps import TenthMap, draw_map, tenth_map
from fairer_stockton.report.movement_chart import draw_movement
from fairer_stockton.report.open_document import write_open_document
from fairer_stockton.report.pages import (
    COPIED,
    area_page,
    areas_page,
    changes_page,
    claims_page,
    communities_page,
    comparators_page,
    deprivation_page,
    dictionary_page,
    domain_page,
    explorer_page,
    gaps_page,
    glossary_page,
    index_page,
    maps_page,
    methods_page,
    priorities_page,
    quality_page,
    sources_page,
)
from fairer_stockton.report.papers.cabinet import Views
from fairer_stockton.report.papers.writing import write_papers
from fairer_stockton.report.parquet_files import write_parquet_files
from fairer_stockton.report.priority_chart import draw_priorities
from fairer_stockton.report.priority_tables import priorities_view
from fairer_stockton.report.profiles import Profiles
from fairer_stockton.report.site import page_of
from fairer_stockton.report.workbook import write_workbook


def write(edition: Edition, folder: Path, progress: Progress) -> None:
    """Write the whole edition into an existing, empty folder."""
    every, edition = edition, edition.without_hidden()
    profiles = Profiles(edition)  # first, since it refuses to profile areas that there are not
    write_csv_files(every, folder / "csv")
    write_parquet_files(every, folder / "csv", folder / "parquet")
    write_workbook(edition, folder / "tables.xlsx")
    write_open_document(folder / "tables.xlsx", folder / "tables.ods")
    audited = audit_edition(edition, folder)
    progress.say(f"audited {audited.figures:,} figures, {audited.hidden:,} of them hidden: none can be told")
    charts = {name: charts_of(edition, name) for name in edition.framework}
    tenth, choropleths = tenth_map(edition), choropleths_of(edition)
    councils, explorer = comparator_sets(edition), Explorer(edition, profiles.areas)
    deprivation, priorities = deprivation_view(edition), priorities_view(edition)
    write_pictures(edition, charts, tenth, folder / "charts", progress)
    save_choropleths(edition, choropleths, folder / "charts", progress)
    single: tuple[tuple[Any, Any], ...] = (
        (draw_movement, deprivation.chart),
        (draw_priorities, priorities.chart),
        *((draw_comparators, one.chart) for one in councils),
        *((draw_gap_picture, chart) for chart in gap_pictures(edition)),
    )
    with styled():
        for draw_one, chart in single:
            if chart:
                stem = folder / "charts" / chart.name
                save_both(partial(draw_one, chart, edition.stamp), stem, chart.title, chart.alt)
    write_papers(edition, Views(charts, tenth, deprivation, priorities), folder, progress)
    pages = {
        "index.html": index_page(edition),
        **{page_of(one): domain_page(edition, one, charts[name], tenth) for name, one in edition.framework.items()},
        "gaps.html": gaps_page(edition),
        "deprivation.html": deprivation_page(edition, deprivation),
        "priorities.html": priorities_page(edition, priorities),
        "areas.html": areas_page(edition, profiles.areas),
        "comparators.html": comparators_page(edition, councils),
        "explorer.html": explorer_page(edition, explorer),
        "maps.html": maps_page(edition, choropleths, tenth),
        "methods.html": methods_page(edition),
        "sources.html": sources_page(edition),
        "glossary.html": glossary_page(edition),
        "changes.html": changes_page(edition),
        "dictionary.html": dictionary_page(edition),
        "quality.html": quality_page(edition, audited),
    }
    if edition.at_home:
        pages |= {"communities.html": communities_page(edition), "claims.html": claims_page(edition)}
    for area in progress.each("profile", profiles.areas, lambda area: area.name):
        pages[area.page] = area_page(edition, profiles.profile(area))
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    (folder / "explorer-data.js").write_text(explorer.data, encoding="utf-8", newline="\n")
    for file in COPIED:
        shutil.copyfile(file, folder / file.name)
    stamped = f", stamped {edition.stamp}" if edition.stamp else ""
    progress.say(f"reported edition {edition.name}: {len(pages)} pages, workbook and CSV{stamped}")


def write_pictures(
    edition: Edition, charts: dict[str, list[Chart]], tenth: TenthMap | None, folder: Path, progress: Progress
) -> None:
    """Draw every chart and the map, each for a wide page and for a telephone."""
    every = [chart for chosen in charts.values() for chart in chosen]
    with styled():
        for chart in progress.each("draw", every, lambda chart: chart.name):
            save_both(partial(draw, chart, edition.stamp), folder / chart.name, chart.title, chart.alt)
        if tenth:
            title = f"Neighbourhoods of {edition.place} among the most deprived tenth of England"
            save_both(partial(draw_map, tenth, edition.stamp), folder / tenth.name, title, tenth.alt)
