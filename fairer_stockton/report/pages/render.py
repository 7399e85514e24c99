"""The templates of pages, and how one is filled."""

from functools import cache
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.sources import LICENCE_PAGES, LICENCE_TITLES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.area_search import make_area_search
from fairer_stockton.report.pages.site import (
    find_page_in_menu,
    list_page_groups,
    make_maps_page_name_of_domain,
    make_page_name_of_domain,
)
from fairer_stockton.report.table import gather_columns
from fairer_stockton.report.words.figures import SAMPLE_WORDS
from fairer_stockton.report.words.missing import explain_missing_figure
from fairer_stockton.report.words.reading import NEIGHBOURHOOD_SIZE
from fairer_stockton.report.words.replay import can_recompute
from fairer_stockton.run.package import PACKAGE

if TYPE_CHECKING:
    import jinja2

TEMPLATES = PACKAGE / "report" / "templates"


@cache
def make_template_environment() -> "jinja2.Environment":
    """Return the templates' environment: everything is escaped, and a name without a value is an error."""
    import jinja2  # slow to import, and only a run that writes pages needs it

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,  # a misspelt name stops the report; it never leaves an empty cell
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["dashed"] = lambda name: name.replace("_", "-")
    environment.filters["gathered"] = gather_columns
    environment.filters["page"] = make_page_name_of_domain
    environment.filters["maps"] = make_maps_page_name_of_domain
    environment.globals["explain_missing_figure"] = explain_missing_figure
    environment.globals["can_recompute"] = can_recompute
    environment.globals["licence_pages"] = LICENCE_PAGES
    environment.globals["licence_titles"] = LICENCE_TITLES
    environment.globals["sample_words"] = SAMPLE_WORDS
    environment.globals["neighbourhood"] = NEIGHBOURHOOD_SIZE
    environment.globals["make_area_search"] = make_area_search
    return environment


def render_page(template_name: str, edition: Edition, *, page_name: str = "", **values: Any) -> str:
    """Return a page: its template, filled; `page_name` is its file where that is not named as the template is."""
    here, is_below_here = find_page_in_menu(template_name)
    frame = {"site": list_page_groups(edition), "here": page_name or here, "is_below_here": is_below_here}
    template = make_template_environment().get_template(template_name)
    return template.render(edition=edition, stamp=edition.stamp, **frame, **values)
