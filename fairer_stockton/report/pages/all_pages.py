"""The pages: what the templates are given, and the HTML that comes of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from fairer_stockton.auditor.audit import Audit
from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.area_profile import AREA_TITLES, Area
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.choropleths import Choropleth
from fairer_stockton.report.maps.inline import HATCH_PATTERNS, can_be_drawn
from fairer_stockton.report.outlines import ATTRIBUTION
from fairer_stockton.report.pages.areas import Profiles
from fairer_stockton.report.pages.changes.view import changes_view
from fairer_stockton.report.pages.claims import claim_tables, claims_sentence
from fairer_stockton.report.pages.communities import communities_view
from fairer_stockton.report.pages.dictionary import columns_table, list_entries
from fairer_stockton.report.pages.disclosure import audit_sentence, describe_rules, suppression_table
from fairer_stockton.report.pages.domain import make_section
from fairer_stockton.report.pages.domain_tables import fifths_overview
from fairer_stockton.report.pages.explorer.script import Explorer
from fairer_stockton.report.pages.gaps import gaps_view
from fairer_stockton.report.pages.glance import TILES, describe_domain, glance_domains, write_summary
from fairer_stockton.report.pages.maps import choropleths_by_domain, maps_view
from fairer_stockton.report.pages.priorities import PrioritiesView
from fairer_stockton.report.pages.quality import agreement_sentence, agreement_table, confirmed_table
from fairer_stockton.report.pages.render import TEMPLATES, render_page
from fairer_stockton.report.pages.site import maps_of, page_of
from fairer_stockton.report.pages.sources import sources_view
from fairer_stockton.report.pages.views import Views
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.glossary import load_glossary
from fairer_stockton.report.words.methods import list_methods
from fairer_stockton.report.words.reading import READING

if TYPE_CHECKING:
    import pandas as pd

COPIED_FILES = (TEMPLATES / "explorer.js",)  # as they are, beside the pages


def list_pages(
    edition: Edition, views: Views, profiles: Profiles, explorer: Explorer, run_audit: Callable[[], Audit]
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the file name of every page, with the function that makes it; last the page on what the auditor found."""
    with_views = {
        "gaps.html": gaps_page, "deprivation.html": deprivation_page, "comparators.html": comparators_page,
        "maps.html": maps_page,
    }  # fmt: skip
    plain = {
        "index.html": index_page, "changes.html": changes_page, "methods.html": methods_page,
        "sources.html": sources_page, "glossary.html": glossary_page, "dictionary.html": dictionary_page,
    }  # fmt: skip
    if edition.has_communities:
        plain["communities.html"] = communities_page
    if edition.has_claims:
        plain["claims.html"] = claims_page
    yield from ((name, partial(make, edition)) for name, make in plain.items())
    yield from ((name, partial(make, edition, views)) for name, make in with_views.items())
    if views.priorities:
        yield "priorities.html", partial(priorities_page, edition, views.priorities)
    yield from (
        (page_of(domain), partial(domain_page, edition, domain, views)) for domain in edition.framework.values()
    )
    mapped = choropleths_by_domain(edition, views.choropleths)
    yield from (
        (maps_of(domain), partial(domain_maps_page, edition, domain, choropleths)) for domain, choropleths in mapped
    )
    yield "areas.html", partial(areas_page, edition, profiles.areas)
    yield "explorer.html", partial(explorer_page, edition, explorer)
    yield from ((area.page, partial(area_page, edition, profiles, area)) for area in profiles.areas)
    # The auditor reads the tables that were written, so it runs when the last page is made.
    yield "quality.html", lambda: quality_page(edition, run_audit())


def index_page(edition: Edition) -> str:
    """Make the report's first page."""
    domains = glance_domains(edition)
    sentences = write_summary(edition, domains)
    return render_page(
        "index.html.j2",
        edition,
        glance=domains,
        summary=sentences,
        tiles=TILES,
        comparisons=narrative.COMPARISONS,
        reading=READING,
        attributions=_list_attributions(edition),
    )


def domain_page(edition: Edition, domain: Domain, views: Views) -> str:
    """Make a domain's page: its pictures, its measures one by one, and what it lacks."""
    part = make_section(edition, domain.name)
    cited = {edition.attributions[citation.source.name] for view in part.measures for citation in view.citations}
    return render_page(
        "domain.html.j2",
        edition,
        part=part,
        lead=describe_domain(edition, domain.name),
        charts=views.charts[domain.name],
        tenth=views.tenth,
        fifths=fifths_overview(edition) if domain.focus else None,
        mapped=any(choropleth.measure.domain == domain.name for choropleth in views.choropleths),
        attributions=sorted(cited),
    )


def gaps_page(edition: Edition, views: Views) -> str:
    """Make the page of every gap and how it moves."""
    return render_page("gaps.html.j2", edition, view=gaps_view(edition), charts=views.gaps)


def methods_page(edition: Edition) -> str:
    """Make the page of methods."""
    figures, comparisons = list_methods(edition)
    return render_page("methods.html.j2", edition, figures=figures, comparisons=comparisons, reading=READING)


def sources_page(edition: Edition) -> str:
    """Make the page of sources and licences."""
    return render_page("sources.html.j2", edition, views=sources_view(edition))


def glossary_page(edition: Edition) -> str:
    """Make the page of words."""
    return render_page("glossary.html.j2", edition, terms=load_glossary(edition.definitions.layers.own("glossary.md")))


def quality_page(edition: Edition, audited: Audit) -> str:
    """Make the page of verdicts and inputs."""
    verdicts = [
        (source, edition.verdicts.get(name, {}), edition.inputs.get(name, ()))
        for name, source in edition.sources.items()
    ]
    checks = Counter(bool(check["passed"]) for _, verdict, _ in verdicts for check in verdict.get("checks", ()))
    return render_page(
        "quality.html.j2",
        edition,
        verdicts=verdicts,
        passed=checks[True],
        failed=checks[False],
        confirmed=confirmed_table(edition),
        agreement=agreement_table(edition),
        agreed=agreement_sentence(edition),
        suppression=suppression_table(edition),
        rules=describe_rules(edition),
        audited=audit_sentence(audited),
    )


def communities_page(edition: Edition) -> str:
    """Make the page of the communities and the six gaps."""
    return render_page("communities.html.j2", edition, view=communities_view(edition))


def maps_page(edition: Edition, views: Views) -> str:
    """Make the page of all maps, still and small."""
    domains = choropleths_by_domain(edition, views.choropleths)
    drawn = [choropleth.name for choropleth in views.choropleths if can_be_drawn(edition, choropleth)]
    return render_page(
        "maps.html.j2", edition, domains=domains, drawn=drawn, tenth=views.tenth, attribution=ATTRIBUTION
    )


def domain_maps_page(edition: Edition, domain: Domain, choropleths: Sequence[Choropleth]) -> str:
    """Make the page on which a domain's maps can be explored, neighbourhood by neighbourhood."""
    view = maps_view(edition, domain, choropleths)
    return render_page("domain_maps.html.j2", edition, view=view, attribution=ATTRIBUTION)


def deprivation_page(edition: Edition, views: Views) -> str:
    """Make the page of the Indices' summaries."""
    view = views.deprivation
    return render_page(
        "deprivation.html.j2", edition, view=view, attribution=_attribution_of_table(edition, edition.deprivation)
    )


def comparators_page(edition: Edition, views: Views) -> str:
    """Make the page of councils like the authority and near it."""
    attribution = _attribution_of_table(edition, edition.comparators)
    return render_page("comparators.html.j2", edition, sets=views.councils, attribution=attribution)


def priorities_page(edition: Edition, view: PrioritiesView) -> str:
    """Make the page of the priority list."""
    return render_page(
        "priorities.html.j2", edition, view=view, attribution=_attribution_of_table(edition, edition.priorities)
    )


def areas_page(edition: Edition, areas: Sequence[Area]) -> str:
    """Make the page that leads to every area's own."""
    kinds: dict[str, list[Area]] = {}
    for area in areas:
        kinds.setdefault(AREA_TITLES[area.area_type], []).append(area)
    return render_page("areas.html.j2", edition, kinds=list(kinds.items()))


def area_page(edition: Edition, profiles: Profiles, area: Area) -> str:
    """Make an area's page."""
    return render_page("area.html.j2", edition, view=profiles.profile(area), attribution=ATTRIBUTION)


def explorer_page(edition: Edition, explorer: Explorer) -> str:
    """Make the page on which a reader chooses what is shown."""
    return render_page(
        "explorer.html.j2", edition, tables=explorer.tables(), patterns=HATCH_PATTERNS, attribution=ATTRIBUTION
    )


def claims_page(edition: Edition) -> str:
    """Make the page of the council's own figures."""
    documents = list(dict.fromkeys(edition.claims["document"]))
    tables = claim_tables(edition)
    return render_page("claims.html.j2", edition, sentence=claims_sentence(edition), documents=documents, tables=tables)


def changes_page(edition: Edition) -> str:
    """Make the page of what changed since the last edition."""
    return render_page("changes.html.j2", edition, view=changes_view(edition))


def dictionary_page(edition: Edition) -> str:
    """Make the data dictionary."""
    sources = [(source, columns_table(source)) for source in edition.sources.values()]
    return render_page("dictionary.html.j2", edition, entries=list_entries(edition), sources=sources)


def _attribution_of_table(edition: Edition, table: "pd.DataFrame") -> str:
    """Write the line of sources below a table of results."""
    names = sorted({name for cell in table["sources"].unique() for name in cell.split()})
    return "Sources: " + " ".join(edition.attributions[name] for name in names) if names else ""


def _list_attributions(edition: Edition) -> list[str]:
    """List the line that each source's licence asks for, once: sources of figures, then lookups and boundaries."""
    return list(dict.fromkeys(edition.attributions[view.source.name] for view in sources_view(edition) if view.files))
