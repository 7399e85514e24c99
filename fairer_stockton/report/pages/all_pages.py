"""The pages: what the templates are given, and the HTML that comes of it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from fairer_stockton.auditor.audit import Audit
from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.area_profile import AREA_TITLES, ProfiledArea
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.choropleths import Choropleth
from fairer_stockton.report.maps.inline import HATCH_PATTERNS, has_boundaries_of_choropleth
from fairer_stockton.report.outlines import ATTRIBUTION
from fairer_stockton.report.pages.actions import INVITATION
from fairer_stockton.report.pages.area_sheets import list_sheeted_areas, make_area_sheet, make_sheet_name
from fairer_stockton.report.pages.areas import Profiles
from fairer_stockton.report.pages.ask import list_example_questions
from fairer_stockton.report.pages.changes.view import make_changes_view
from fairer_stockton.report.pages.claims import make_table_of_each_verdict, summarise_claims
from fairer_stockton.report.pages.communities import make_communities_view
from fairer_stockton.report.pages.dictionary import list_dictionary_entries, make_table_of_columns
from fairer_stockton.report.pages.disclosure import (
    describe_disclosure_rules,
    make_suppression_table,
    write_audit_sentence,
)
from fairer_stockton.report.pages.domain import make_domain_section
from fairer_stockton.report.pages.domain_tables import make_table_of_fifths
from fairer_stockton.report.pages.explorer.script import Explorer
from fairer_stockton.report.pages.first_page import make_first_page
from fairer_stockton.report.pages.gaps import make_gaps_view
from fairer_stockton.report.pages.glance import TILES, describe_domain, make_glance_domains, summarise_domains
from fairer_stockton.report.pages.maps import group_choropleths_by_domain, make_maps_view
from fairer_stockton.report.pages.priorities import PrioritiesView
from fairer_stockton.report.pages.quality import (
    make_table_of_agreement_with_publisher,
    make_table_of_confirmed_questions,
    make_table_of_revised_extracts,
    write_sentence_on_agreement,
    write_verdict_for_readers,
)
from fairer_stockton.report.pages.render import TEMPLATES, render_page
from fairer_stockton.report.pages.site import make_maps_page_name_of_domain, make_page_name_of_domain
from fairer_stockton.report.pages.sources import make_sources_view
from fairer_stockton.report.pages.story import make_story_view
from fairer_stockton.report.pages.targeting import TargetingView
from fairer_stockton.report.pages.targets import make_targets_view
from fairer_stockton.report.pages.use_of_data import make_use_of_data_view
from fairer_stockton.report.pages.views import PageViews
from fairer_stockton.report.pages.why import WhyView
from fairer_stockton.report.words import narrative
from fairer_stockton.report.words.glossary import load_glossary
from fairer_stockton.report.words.methods import list_figure_and_comparison_methods
from fairer_stockton.report.words.reading import READING

if TYPE_CHECKING:
    import pandas as pd

COPIED_FILES = (TEMPLATES / "find-area.js",)  # as they are, beside the pages
# The explorer's own scripts in the order in which its page loads them: each uses those before it.
EXPLORER_SCRIPTS = tuple(
    f"explorer-{part}.js"
    for part in (
        *("elements", "loading", "address", "choices", "words", "map", "chart", "trend"),
        *("sums", "replay", "pictures", "page"),
    )
)

ASK_SCRIPTS = tuple(f"ask-{part}.js" for part in ("words", "reading", "finding", "answer", "page"))  # likewise


def list_pages_with_makers(
    edition: Edition, views: PageViews, profiles: Profiles, explorer: Explorer, run_audit: Callable[[], Audit]
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the file name of every page, with the function that makes it; last the page on what the auditor found."""
    with_views = {
        "index.html": make_index_page, "gaps.html": make_gaps_page, "deprivation.html": make_deprivation_page,
        "comparators.html": make_comparators_page,
        "maps.html": make_maps_page,
    }  # fmt: skip
    plain = {
        "changes.html": make_changes_page, "methods.html": make_methods_page,
        "sources.html": make_sources_page, "glossary.html": make_glossary_page, "dictionary.html": make_dictionary_page,
        "use-the-data.html": make_use_of_data_page, "ask.html": make_ask_page,
    }  # fmt: skip
    if edition.has_targets:
        plain["targets.html"] = make_targets_page
    if edition.has_communities:
        plain["communities.html"] = make_communities_page
    if edition.has_claims:
        plain["claims.html"] = make_claims_page
    if edition.has_story:
        plain["story.html"] = make_story_page
    yield from ((name, partial(make, edition)) for name, make in plain.items())
    yield from ((name, partial(make, edition, views)) for name, make in with_views.items())
    if views.why:
        yield "why.html", partial(make_why_page, edition, views.why)
    if views.priorities:
        yield "priorities.html", partial(make_priorities_page, edition, views.priorities)
    if views.targeting:
        yield "targeting.html", partial(make_targeting_page, edition, views.targeting)
    yield from (
        (make_page_name_of_domain(domain), partial(make_domain_page, edition, domain, views))
        for domain in edition.framework.values()
    )
    mapped = group_choropleths_by_domain(edition, views.choropleths)
    yield from (
        (make_maps_page_name_of_domain(domain), partial(make_domain_maps_page, edition, domain, choropleths))
        for domain, choropleths in mapped
    )
    yield "areas.html", partial(make_areas_page, edition, profiles.areas)
    yield "explorer.html", partial(make_explorer_page, edition, explorer)
    yield from ((area.page, partial(make_area_page, edition, profiles, area)) for area in profiles.areas)
    yield from (
        (name, partial(make_area_sheet_page, edition, profiles, area))
        for name, area in list_sheeted_areas(profiles.areas)
    )
    # The auditor reads the tables that were written, so it runs when the last page is made.
    yield "quality.html", lambda: make_quality_page(edition, run_audit())


def make_index_page(edition: Edition, views: PageViews) -> str:
    """Make the report's first page."""
    domains = make_glance_domains(edition)
    sentences = summarise_domains(edition, domains, "in the tables below")
    return render_page(
        "index.html.j2",
        edition,
        first=make_first_page(edition, views),
        targets=make_targets_view(edition),
        glance=domains,
        summary=sentences,
        tiles=TILES,
        comparisons=narrative.COMPARISONS,
        reading=READING,
        attributions=_list_attributions(edition),
    )


def make_domain_page(edition: Edition, domain: Domain, views: PageViews) -> str:
    """Make a domain's page: its pictures, its measures one by one, and what it lacks."""
    part = make_domain_section(edition, domain.name)
    cited = {edition.attributions[citation.source.name] for view in part.measures for citation in view.citations}
    return render_page(
        "domain.html.j2",
        edition,
        page_name=make_page_name_of_domain(domain),
        part=part,
        lead=describe_domain(edition, domain.name),
        charts=views.charts[domain.name],
        tenth=views.tenth,
        fifths=make_table_of_fifths(edition) if domain.focus else None,
        mapped=any(choropleth.measure.domain == domain.name for choropleth in views.choropleths),
        attributions=sorted(cited),
    )


def make_gaps_page(edition: Edition, views: PageViews) -> str:
    """Make the page of every gap and how it moves."""
    return render_page("gaps.html.j2", edition, view=make_gaps_view(edition), charts=views.gaps)


def make_why_page(edition: Edition, view: WhyView) -> str:
    """Make the page of why gaps are there."""
    return render_page("why.html.j2", edition, view=view)


def make_targets_page(edition: Edition) -> str:
    """Make the page of the council's targets."""
    return render_page("targets.html.j2", edition, view=make_targets_view(edition))


def make_methods_page(edition: Edition) -> str:
    """Make the page of methods."""
    figures, comparisons = list_figure_and_comparison_methods(edition)
    return render_page("methods.html.j2", edition, figures=figures, comparisons=comparisons, reading=READING)


def make_sources_page(edition: Edition) -> str:
    """Make the page of sources and licences."""
    return render_page("sources.html.j2", edition, views=make_sources_view(edition))


def make_glossary_page(edition: Edition) -> str:
    """Make the page of words."""
    return render_page("glossary.html.j2", edition, terms=load_glossary(edition.definitions.layers.own("glossary.md")))


def make_quality_page(edition: Edition, audited: Audit) -> str:
    """Make the page of verdicts and inputs."""
    verdicts = [
        (source, write_verdict_for_readers(source, edition.verdicts.get(name, {})), edition.inputs.get(name, ()))
        for name, source in edition.sources.items()
    ]
    checks = Counter(bool(check["passed"]) for _, verdict, _ in verdicts for check in verdict.get("checks", ()))
    return render_page(
        "quality.html.j2",
        edition,
        verdicts=verdicts,
        passed=checks[True],
        failed=checks[False],
        confirmed=make_table_of_confirmed_questions(edition),
        revised=make_table_of_revised_extracts(edition),
        agreement=make_table_of_agreement_with_publisher(edition),
        agreed=write_sentence_on_agreement(edition),
        suppression=make_suppression_table(edition),
        rules=describe_disclosure_rules(edition),
        audited=write_audit_sentence(audited),
    )


def make_communities_page(edition: Edition) -> str:
    """Make the page of the communities and the six gaps."""
    return render_page("communities.html.j2", edition, view=make_communities_view(edition))


def make_maps_page(edition: Edition, views: PageViews) -> str:
    """Make the page of all maps, still and small."""
    domains = group_choropleths_by_domain(edition, views.choropleths)
    drawn = [choropleth.name for choropleth in views.choropleths if has_boundaries_of_choropleth(edition, choropleth)]
    return render_page(
        "maps.html.j2", edition, domains=domains, drawn=drawn, tenth=views.tenth, attribution=ATTRIBUTION
    )


def make_domain_maps_page(edition: Edition, domain: Domain, choropleths: Sequence[Choropleth]) -> str:
    """Make the page on which a domain's maps can be explored, neighbourhood by neighbourhood."""
    view = make_maps_view(edition, domain, choropleths)
    return render_page("domain_maps.html.j2", edition, view=view, attribution=ATTRIBUTION)


def make_deprivation_page(edition: Edition, views: PageViews) -> str:
    """Make the page of the Indices' summaries."""
    view = views.deprivation
    return render_page(
        "deprivation.html.j2", edition, view=view, attribution=_write_attribution_of_table(edition, edition.deprivation)
    )


def make_comparators_page(edition: Edition, views: PageViews) -> str:
    """Make the page of councils like the authority and near it."""
    attribution = _write_attribution_of_table(edition, edition.comparators)
    return render_page("comparators.html.j2", edition, sets=views.councils, attribution=attribution)


def make_priorities_page(edition: Edition, view: PrioritiesView) -> str:
    """Make the page of the priority list."""
    return render_page(
        "priorities.html.j2", edition, view=view, attribution=_write_attribution_of_table(edition, edition.priorities)
    )


def make_targeting_page(edition: Edition, view: TargetingView) -> str:
    """Make the page of whom targeting by place reaches."""
    return render_page(
        "targeting.html.j2", edition, view=view, attribution=_write_attribution_of_table(edition, edition.targeting)
    )


def make_areas_page(edition: Edition, areas: Sequence[ProfiledArea]) -> str:
    """Make the page that leads to every area's own."""
    kinds: dict[str, dict[str, list[ProfiledArea]]] = {}
    for area in sorted(areas, key=lambda area: area.ward):  # stable: only neighbourhoods lie in a ward
        kinds.setdefault(AREA_TITLES[area.area_type], {}).setdefault(area.ward, []).append(area)
    ordered = [(AREA_TITLES[kind], list(kinds[AREA_TITLES[kind]].items())) for kind in _list_kinds(areas)]
    return render_page("areas.html.j2", edition, kinds=ordered, has_neighbourhoods=not edition.profiles)


def _list_kinds(areas: Sequence[ProfiledArea]) -> list[str]:
    return list(dict.fromkeys(area.area_type for area in areas))


def make_area_page(edition: Edition, profiles: Profiles, area: ProfiledArea) -> str:
    """Make an area's page."""
    return render_page(
        "area.html.j2",
        edition,
        view=profiles.make_profile(area),
        sheet=make_sheet_name(area),
        keeps_actions=edition.definitions.actions is not None,
        attribution=ATTRIBUTION,
    )


def make_area_sheet_page(edition: Edition, profiles: Profiles, area: ProfiledArea) -> str:
    """Make the page that prints an area on one sheet."""
    return render_page(
        "area_sheet.html.j2",
        edition,
        view=make_area_sheet(edition, profiles.make_profile(area), profiles.list_latest_figures(area)),
        keeps_actions=edition.definitions.actions is not None,
        attribution=ATTRIBUTION,
    )


def make_explorer_page(edition: Edition, explorer: Explorer) -> str:
    """Make the page on which a reader chooses what is shown."""
    return render_page(
        "explorer.html.j2",
        edition,
        tables=explorer.tables(),
        patterns=HATCH_PATTERNS,
        attribution=ATTRIBUTION,
        scripts=EXPLORER_SCRIPTS,
    )


def make_ask_page(edition: Edition) -> str:
    """Make the page that answers questions."""
    return render_page("ask.html.j2", edition, examples=list_example_questions(edition), scripts=ASK_SCRIPTS)


def make_use_of_data_page(edition: Edition) -> str:
    """Make the page on how to use the data."""
    return render_page("use_the_data.html.j2", edition, view=make_use_of_data_view(edition))


def make_claims_page(edition: Edition) -> str:
    """Make the page of the council's own figures."""
    documents = list(dict.fromkeys(edition.claims["document"]))
    tables = make_table_of_each_verdict(edition)
    return render_page(
        "claims.html.j2", edition, sentence=summarise_claims(edition), documents=documents, tables=tables
    )


def make_story_page(edition: Edition) -> str:
    """Make the page of the framework's story.

    Raises:
        LookupError: the council says nothing of it.
    """
    if edition.definitions.story is None:
        raise LookupError("no story of the framework: the council has no story.toml")
    return render_page(
        "story.html.j2", edition, view=make_story_view(edition, edition.definitions.story), invitation=INVITATION
    )


def make_changes_page(edition: Edition) -> str:
    """Make the page of what changed since the last edition."""
    return render_page("changes.html.j2", edition, view=make_changes_view(edition))


def make_dictionary_page(edition: Edition) -> str:
    """Make the data dictionary."""
    sources = [(source, make_table_of_columns(source)) for source in edition.sources.values()]
    return render_page("dictionary.html.j2", edition, entries=list_dictionary_entries(edition), sources=sources)


def _write_attribution_of_table(edition: Edition, table: "pd.DataFrame") -> str:
    """Write the line of sources below a table of results."""
    names = sorted({name for cell in table["sources"].unique() for name in cell.split()})
    return "Sources: " + " ".join(edition.attributions[name] for name in names) if names else ""


def _list_attributions(edition: Edition) -> list[str]:
    """List the line that each source's licence asks for, once: sources of figures, then lookups and boundaries."""
    return list(
        dict.fromkeys(edition.attributions[view.source.name] for view in make_sources_view(edition) if view.files)
    )
