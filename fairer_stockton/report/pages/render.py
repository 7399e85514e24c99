"""The templates of pages, and how one is filled."""

from functools import cache
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.sources import LICENCE_PAGES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.site import maps_of, page_of, site
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.figures import SAMPLE_WORDS
from fairer_stockton.report.words.reading import NEIGHBOURHOOD
from fairer_stockton.run.package import PACKAGE

if TYPE_CHECKING:
    import jinja2

TEMPLATES = PACKAGE / "report" / "templates"


@cache
def environment() -> "jinja2.Environment":
    """Give the templates' environment: everything escaped, and a name that is not given is an error."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["dashed"] = lambda name: name.replace("_", "-")
    made.filters["page"] = page_of
    made.filters["maps"] = maps_of
    made.globals["no_measure"] = narrative.no_measure
    made.globals["licence_pages"] = LICENCE_PAGES
    made.globals["sample_words"] = SAMPLE_WORDS
    made.globals["neighbourhood"] = NEIGHBOURHOOD
    return made


def render_page(template: str, edition: Edition, **given: Any) -> str:
    """Return a page: its template, filled."""
    return (
        environment().get_template(template).render(edition=edition, stamp=edition.stamp, site=site(edition), **given)
    )
