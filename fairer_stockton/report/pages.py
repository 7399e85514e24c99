"""The pages: what the templates are given, and the HTML that comes of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.auditor.audit import Audit
from fairer_stockton.catalogue import Domain
from fairer_stockton.report import narrative
from fairer_stockton.report.changes.view import changes_view
from fairer_stockton.report.claim_tables import claim_tables, claims_sentence
from fairer_stockton.report.community_tables import communities_view
from fairer_stockton.report.dictionary import columns, entries
from fairer_stockton.report.disclosure_tables import audit_sentence, rules_in_words, suppression_table
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.explorer.data import Explorer
from fairer_stockton.report.figures import SAMPLE_WORDS
from fairer_stockton.report.gap_tables import gaps_view
from fairer_stockton.report.glance import TILES, domain_said, glance, summary
from fairer_stockton.report.glossary import load_glossary
from fairer_stockton.report.map_sections import by_domain, maps_view
from fairer_stockton.report.methods import methods
from fairer_stockton.report.papers.document import FOR_OFFICERS, Document
from fairer_stockton.report.pictures.choropleths import Choropleth
from fairer_stockton.report.pictures.inline_maps import PATTERNS, can_be_drawn
from fairer_stockton.report.pictures.outlines import ATTRIBUTION
from fairer_stockton.report.profile_words import KINDS, Area
from fairer_stockton.report.profiles import Profiles
from fairer_stockton.report.quality_tables import agreement_sentence, agreement_table, confirmed_table
from fairer_stockton.report.reading import NEIGHBOURHOOD, READING
from fairer_stockton.report.section_tables import fifths_overview
from fairer_stockton.report.sections import section
from fairer_stockton.report.site import maps_of, page_of, site
from fairer_stockton.report.source_tables import sources_view
from fairer_stockton.report.views import Views
from fairer_stockton.sources import LICENCE_PAGES

if TYPE_CHECKING:
    import jinja2
    import pandas as pd

TEMPLATES = Path(__file__).parent / "templates"
COPIED = (TEMPLATES / "style.css", TEMPLATES / "explorer.js")  # as they are, beside the pages


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


def pages_of(
    edition: Edition, views: Views, profiles: Profiles, explorer: Explorer, audited: Callable[[], Audit]
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Name the file of every page, with what makes it; last the one that says what the auditor found."""
    with_views = {
        "gaps.html": gaps_page, "deprivation.html": deprivation_page, "priorities.html": priorities_page,
        "comparators.html": comparators_page, "maps.html": maps_page,
    }  # fmt: skip
    plain = {
        "index.html": index_page, "changes.html": changes_page, "methods.html": methods_page,
        "sources.html": sources_page, "glossary.html": glossary_page, "dictionary.html": dictionary_page,
    }  # fmt: skip
    if edition.at_home:
        plain |= {"communities.html": communities_page, "claims.html": claims_page}
    yield from ((name, partial(make, edition)) for name, make in plain.items())
    yield from ((name, partial(make, edition, views)) for name, make in with_views.items())
    yield from ((page_of(one), partial(domain_page, edition, one, views)) for one in edition.framework.values())
    mapped = by_domain(edition, views.choropleths)
    yield from ((maps_of(one), partial(domain_maps_page, edition, one, found)) for one, found in mapped)
    yield "areas.html", partial(areas_page, edition, profiles.areas)
    yield "explorer.html", partial(explorer_page, edition, explorer)
    yield from ((area.page, partial(area_page, edition, profiles, area)) for area in profiles.areas)
    yield "quality.html", lambda: quality_page(edition, audited())


def index_page(edition: Edition) -> str:
    """Make the report's first page."""
    domains = glance(edition)
    said = summary(edition, domains)
    return _render(
        "index.html.j2",
        edition,
        glance=domains,
        summary=said,
        tiles=TILES,
        comparisons=narrative.COMPARISONS,
        reading=READING,
        attributions=_attributions(edition),
    )


def domain_page(edition: Edition, domain: Domain, views: Views) -> str:
    """Make a domain's page: its pictures, its measures one by one, and what it lacks."""
    part = section(edition, domain.name)
    cited = {edition.attributions[citation.source.name] for view in part.measures for citation in view.citations}
    return _render(
        "domain.html.j2",
        edition,
        part=part,
        said=domain_said(edition, domain.name),
        charts=views.charts[domain.name],
        tenth=views.tenth,
        fifths=fifths_overview(edition) if domain.focus else None,
        mapped=any(one.measure.domain == domain.name for one in views.choropleths),
        attributions=sorted(cited),
    )


def gaps_page(edition: Edition, views: Views) -> str:
    """Make the page of every gap and how it moves."""
    return _render("gaps.html.j2", edition, view=gaps_view(edition), charts=views.gaps)


def methods_page(edition: Edition) -> str:
    """Make the page of methods."""
    figures, comparisons = methods(edition)
    return _render("methods.html.j2", edition, figures=figures, comparisons=comparisons, reading=READING)


def sources_page(edition: Edition) -> str:
    """Make the page of sources and licences."""
    return _render("sources.html.j2", edition, views=sources_view(edition))


def glossary_page(edition: Edition) -> str:
    """Make the page of words."""
    return _render("glossary.html.j2", edition, terms=load_glossary())


def quality_page(edition: Edition, audited: Audit) -> str:
    """Make the page of verdicts and inputs."""
    verdicts = [
        (source, edition.verdicts.get(name, {}), edition.inputs.get(name, ()))
        for name, source in edition.sources.items()
    ]
    checks = Counter(bool(check["passed"]) for _, verdict, _ in verdicts for check in verdict.get("checks", ()))
    return _render(
        "quality.html.j2",
        edition,
        verdicts=verdicts,
        passed=checks[True],
        failed=checks[False],
        confirmed=confirmed_table(edition),
        agreement=agreement_table(edition),
        agreed=agreement_sentence(edition),
        suppression=suppression_table(edition),
        rules=rules_in_words(edition),
        audited=audit_sentence(audited),
    )


def communities_page(edition: Edition) -> str:
    """Make the page of the communities and the six gaps."""
    return _render("communities.html.j2", edition, view=communities_view(edition))


def maps_page(edition: Edition, views: Views) -> str:
    """Make the page of all maps, still and small."""
    domains = by_domain(edition, views.choropleths)
    drawn = [one.name for one in views.choropleths if can_be_drawn(edition, one)]
    return _render("maps.html.j2", edition, domains=domains, drawn=drawn, tenth=views.tenth, attribution=ATTRIBUTION)


def domain_maps_page(edition: Edition, domain: Domain, choropleths: Sequence[Choropleth]) -> str:
    """Make the page on which a domain's maps can be explored, neighbourhood by neighbourhood."""
    view = maps_view(edition, domain, choropleths)
    return _render("domain_maps.html.j2", edition, view=view, attribution=ATTRIBUTION)


def deprivation_page(edition: Edition, views: Views) -> str:
    """Make the page of the Indices' summaries."""
    view = views.deprivation
    return _render("deprivation.html.j2", edition, view=view, attribution=_attribution(edition, edition.deprivation))


def comparators_page(edition: Edition, views: Views) -> str:
    """Make the page of councils like the authority and near it."""
    attribution = _attribution(edition, edition.comparators)
    return _render("comparators.html.j2", edition, sets=views.councils, attribution=attribution)


def priorities_page(edition: Edition, views: Views) -> str:
    """Make the page of the priority list."""
    view = views.priorities
    return _render("priorities.html.j2", edition, view=view, attribution=_attribution(edition, edition.priorities))


def areas_page(edition: Edition, areas: Sequence[Area]) -> str:
    """Make the page that leads to every area's own."""
    kinds: dict[str, list[Area]] = {}
    for area in areas:
        kinds.setdefault(KINDS[area.area_type], []).append(area)
    return _render("areas.html.j2", edition, kinds=list(kinds.items()))


def area_page(edition: Edition, profiles: Profiles, area: Area) -> str:
    """Make an area's page."""
    return _render("area.html.j2", edition, view=profiles.profile(area), attribution=ATTRIBUTION)


def explorer_page(edition: Edition, explorer: Explorer) -> str:
    """Make the page on which a reader chooses what is shown."""
    return _render("explorer.html.j2", edition, tables=explorer.tables(), patterns=PATTERNS, attribution=ATTRIBUTION)


def claims_page(edition: Edition) -> str:
    """Make the page of the council's own figures."""
    documents = list(dict.fromkeys(edition.claims["document"]))
    tables = claim_tables(edition)
    return _render("claims.html.j2", edition, sentence=claims_sentence(edition), documents=documents, tables=tables)


def residents_page(edition: Edition, document: Document) -> str:
    """Make the page of the residents' summary."""
    return _render("residents.html.j2", edition, document=document, officers=FOR_OFFICERS)


def changes_page(edition: Edition) -> str:
    """Make the page of what changed since the last edition."""
    return _render("changes.html.j2", edition, view=changes_view(edition))


def dictionary_page(edition: Edition) -> str:
    """Make the data dictionary."""
    sources = [(source, columns(source)) for source in edition.sources.values()]
    return _render("dictionary.html.j2", edition, entries=entries(edition), sources=sources)


def _render(template: str, edition: Edition, **given: Any) -> str:
    return (
        environment().get_template(template).render(edition=edition, stamp=edition.stamp, site=site(edition), **given)
    )


def _attribution(edition: Edition, table: "pd.DataFrame") -> str:
    """Name the sources of a table of results."""
    names = sorted({name for cell in table["sources"].unique() for name in cell.split()})
    return "Sources: " + " ".join(edition.attributions[name] for name in names) if names else ""


def _attributions(edition: Edition) -> list[str]:
    """Give the line that each source's licence asks for, once: those of figures first, then lookups and boundaries."""
    return list(dict.fromkeys(edition.attributions[view.source.name] for view in sources_view(edition) if view.files))
