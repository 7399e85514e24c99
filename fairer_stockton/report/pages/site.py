"""Which pages an edition has, in the order in which a reader meets them, and what each is called."""

import re
from dataclasses import dataclass

from fairer_stockton.definitions.framework import Domain
from fairer_stockton.report.edition import Edition


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
    """List every page but those of single areas and of one domain's maps.

    What only the council's own report has is left out of another's.
    """
    people = (("communities.html", "Disadvantaged communities"), ("residents.html", "A summary for residents"))
    return (
        PageGroup(
            "The report",
            (
                ("index.html", "At a glance"),
                *(
                    (make_page_name_of_domain(domain), domain.title)
                    for domain in list_domains_in_reading_order(edition)
                ),
                ("gaps.html", "Are the gaps closing?"),
                *((("why.html", "Why the gap"),) if edition.has_splits else ()),
                ("changes.html", "What changed since the last edition"),
            ),
        ),
        PageGroup(
            "People and places",
            (
                *(people if edition.has_communities else people[1:]),
                *((("priorities.html", "Priority neighbourhoods"),) if edition.definitions.recipe else ()),
                ("areas.html", "Area profiles"),
                ("deprivation.html", "Deprivation of places"),
                ("comparators.html", "Other councils"),
                ("maps.html", "Maps of neighbourhoods"),
                ("explorer.html", "Explore the figures"),
            ),
        ),
        PageGroup(
            "How it is made",
            (
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
