"""Which pages an edition has, in the order in which a reader meets them, and what each is called."""

import re
from dataclasses import dataclass

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.edition import Edition

# Pages that the menu does not list, by their template: the page that leads to them.
PAGES_ABOVE = {"area.html.j2": "areas.html", "domain_maps.html.j2": "maps.html"}


@dataclass(frozen=True)
class PageGroup:
    """Some pages that belong together: the file and the name of each."""

    title: str
    pages: tuple[tuple[str, str], ...]


def make_page_name_of_domain(domain: Domain) -> str:
    """Return the name of the file of a domain's page, made from its title."""
    return f"{re.sub('[^a-z]+', '-', domain.title.lower()).strip('-')}.html"


def make_maps_page_name_of_domain(domain: Domain) -> str:
    """Return the name of the file in which a domain's maps can be explored."""
    return f"maps-{make_page_name_of_domain(domain)}"


def list_domains_in_reading_order(edition: Edition) -> list[Domain]:
    """List the domains as the report has them: the focus on places first."""
    return sorted(edition.framework.values(), key=lambda domain: not domain.focus)


def list_page_groups(edition: Edition) -> tuple[PageGroup, ...]:
    """List every page but those of single areas and of one domain's maps, by what readers come for.

    What only the council's own report has is left out of another's.
    """
    return (
        PageGroup(
            "The gaps",
            (
                ("index.html", "At a glance"),
                ("gaps.html", "Are the gaps closing?"),
                *((("why.html", "Why the gap"),) if edition.has_splits else ()),
                *(
                    (make_page_name_of_domain(domain), domain.title)
                    for domain in list_domains_in_reading_order(edition)
                ),
                *((("targets.html", "Are we on track?"),) if edition.has_targets else ()),
                ("changes.html", "What changed since the last edition"),
            ),
        ),
        PageGroup(
            "Places",
            (
                ("areas.html", "Area profiles"),
                *((("priorities.html", "Priority neighbourhoods"),) if edition.definitions.recipe else ()),
                *((("targeting.html", "Whom targeting reaches"),) if len(edition.targeting) else ()),
                ("maps.html", "Maps of neighbourhoods"),
                ("deprivation.html", "Deprivation of places"),
                ("comparators.html", "Other councils"),
            ),
        ),
        PageGroup(
            "People",
            (
                ("residents.html", "A summary for residents"),
                *((("communities.html", "Disadvantaged communities"),) if edition.has_communities else ()),
                *((("story.html", "The framework’s story"),) if edition.has_story else ()),
            ),
        ),
        PageGroup(
            "Figures and methods",
            (
                ("ask.html", "Ask for a figure"),
                ("explorer.html", "Explore the figures"),
                ("methods.html", "Methods"),
                ("sources.html", "Sources"),
                ("dictionary.html", "Data dictionary"),
                ("use-the-data.html", "Use the data"),
                ("quality.html", "Quality"),
                *((("claims.html", "The council’s own figures, recomputed"),) if edition.has_claims else ()),
                ("glossary.html", "Glossary"),
            ),
        ),
    )


def find_page_in_menu(template_name: str) -> tuple[str, bool]:
    """Return the page that the menu marks on a page made from a template, and whether that page is one above it."""
    above = PAGES_ABOVE.get(template_name)
    return above or template_name.removesuffix(".j2"), above is not None
