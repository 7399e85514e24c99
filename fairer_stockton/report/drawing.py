"""The pictures of an edition: each drawn for a wide page and for a telephone, or taken as it was drawn before."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fairer_stockton.report.charts.comparators import draw_councils_chart
from fairer_stockton.report.charts.drawing import draw_chart
from fairer_stockton.report.charts.gap_drawing import draw_gap_picture
from fairer_stockton.report.charts.headline_panels import draw_headline_picture
from fairer_stockton.report.charts.movement import draw_movement_between_tenths
from fairer_stockton.report.charts.priorities import draw_priority_chart
from fairer_stockton.report.charts.splits import draw_split_chart
from fairer_stockton.report.charts.style import save_svg, use_chart_style
from fairer_stockton.report.charts.targeting import draw_targeting_chart
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.drawing import draw_choropleth, pair_choropleths_with_base_maps
from fairer_stockton.report.maps.most_deprived_tenth import draw_most_deprived_tenth_map
from fairer_stockton.report.pages.views import PageViews
from fairer_stockton.run.cache import FileCache
from fairer_stockton.run.progress import Progress

FILE_ENDINGS = {"": False, "-narrow": True}  # what the files' names end in


@dataclass(frozen=True)
class PictureToDraw:
    """One picture: what it shows (which has a name, a title and words for those who do not see it), and its drawer."""

    shows: Any
    draw: Callable[..., Any]
    drawn_on: tuple[Any, ...] = ()  # what it is drawn on
    on_paper: bool = False  # maps, of which darker means worse, keep their white ground everywhere


def list_pictures_to_draw(edition: Edition, views: PageViews) -> Iterator[PictureToDraw]:
    """Yield the pictures of an edition."""
    yield from (PictureToDraw(chart, draw_chart) for charts in views.charts.values() for chart in charts)
    yield from (PictureToDraw(chart, draw_gap_picture) for chart in views.gaps)
    single_charts: tuple[tuple[Any, Callable[..., Any]], ...] = (
        (views.deprivation.chart, draw_movement_between_tenths),
        (views.priorities and views.priorities.chart, draw_priority_chart),
        (views.targeting and views.targeting.chart, draw_targeting_chart),
        (views.why and views.why.chart, draw_split_chart),
        (views.headline_picture, draw_headline_picture),
        *((councils.chart, draw_councils_chart) for councils in views.councils),
    )  # fmt: skip
    yield from (PictureToDraw(chart, drawer) for chart, drawer in single_charts if chart)
    if views.tenth:
        yield PictureToDraw(views.tenth, draw_most_deprived_tenth_map, on_paper=True)
    yield from (
        PictureToDraw(choropleth, draw_choropleth, (base_map,), on_paper=True)
        for choropleth, base_map in pair_choropleths_with_base_maps(edition, views.choropleths)
    )


def write_pictures(
    pictures: Iterable[PictureToDraw],
    folder: Path,
    sample_warning: str,
    progress: Progress,
    file_cache: FileCache | None = None,
) -> None:
    """Write each picture as `<name>.svg` and `<name>-narrow.svg` into a folder, which is made."""
    file_cache, drawn, whole_list = file_cache or FileCache(), 0, list(pictures)
    folder.mkdir(parents=True, exist_ok=True)
    with use_chart_style():
        for picture in progress.track_steps("draw", whole_list, lambda picture: picture.shows.name, is_recorded=False):
            targets = {folder / f"{picture.shows.name}{ending}.svg": narrow for ending, narrow in FILE_ENDINGS.items()}
            content = (picture.draw.__module__, picture.draw.__name__, picture.shows, picture.drawn_on, sample_warning)
            drawn += file_cache.restore_or_make(
                content, list(targets), partial(_draw_and_save_picture, picture, targets, sample_warning)
            )
    progress.say(f"drew {drawn} of {len(whole_list)} charts; the rest have not changed")


def _draw_and_save_picture(picture: PictureToDraw, narrow_by_path: dict[Path, bool], sample_warning: str) -> None:
    for path, narrow in narrow_by_path.items():
        save_svg(
            picture.draw(picture.shows, *picture.drawn_on, sample_warning, narrow),
            path,
            picture.shows.title,
            picture.shows.alt,
            picture.on_paper,
        )
