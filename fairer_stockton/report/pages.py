"""The pages: what the templates are given, and the HTML that comes of it."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.report import narrative
from fairer_stockton.report.chart_choice import Chart
from fairer_stockton.report.claim_tables import claim_tables, claims_sentence
from fairer_stockton.report.community_tables import communities_view
from fairer_stockton.report.dictionary import columns, entries
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.glance import glance, summary
from fairer_stockton.report.maps import TenthMap
from fairer_stockton.report.section_tables import fifths_overview
from fairer_stockton.report.sections import Section, section

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "templates"
STYLE = TEMPLATES / "style.css"
LICENCE_PAGES = {
    "OGL-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "OGL-3.0-OS": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}


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
    made.globals["no_measure"] = narrative.no_measure
    made.globals["licence_pages"] = LICENCE_PAGES
    return made


def index_page(edition: Edition, charts: dict[str, list[Chart]], tenth: TenthMap | None) -> str:
    """Make the report's page."""
    domains = glance(edition)
    sections = [section(edition, name) for name in edition.framework]
    return _render(
        "index.html.j2",
        edition,
        glance=domains,
        summary=summary(edition, domains),
        focus=[part for part in sections if part.domain.focus],
        sections=[part for part in sections if not part.domain.focus],
        charts=charts,
        tenth=tenth,
        fifths=fifths_overview(edition),
        attributions=_attributions(edition, sections),
    )


def quality_page(edition: Edition) -> str:
    """Make the page of verdicts and inputs."""
    verdicts = [
        (source, edition.verdicts.get(name, {}), edition.inputs.get(name, ()))
        for name, source in edition.sources.items()
    ]
    checks = Counter(bool(check["passed"]) for _, verdict, _ in verdicts for check in verdict.get("checks", ()))
    return _render("quality.html.j2", edition, verdicts=verdicts, passed=checks[True], failed=checks[False])


def communities_page(edition: Edition) -> str:
    """Make the page of the communities and the six gaps."""
    return _render("communities.html.j2", edition, view=communities_view(edition))


def claims_page(edition: Edition) -> str:
    """Make the page of the council's own figures."""
    documents = list(dict.fromkeys(edition.claims["document"]))
    tables = claim_tables(edition)
    return _render("claims.html.j2", edition, sentence=claims_sentence(edition), documents=documents, tables=tables)


def dictionary_page(edition: Edition) -> str:
    """Make the data dictionary."""
    sources = [(source, columns(source)) for source in edition.sources.values()]
    return _render("dictionary.html.j2", edition, entries=entries(edition), sources=sources)


def _render(template: str, edition: Edition, **given: Any) -> str:
    return environment().get_template(template).render(edition=edition, stamp=edition.stamp, **given)


def _attributions(edition: Edition, sections: list[Section]) -> list[str]:
    """Give the line that each source's licence asks for, once, lookups and boundaries among them."""
    cited = {citation.source.name for part in sections for view in part.measures for citation in view.citations}
    ordered = sorted(edition.sources.values(), key=lambda source: (source.name not in cited, source.name))
    return list(dict.fromkeys(source.attribution for source in ordered))
