"""The annual report as a paper for Cabinet: four pages that answer its question, and annexes that hold the figures."""

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.glance import make_glance_domains
from fairer_stockton.report.pages.views import PageViews
from fairer_stockton.report.papers.annexes import make_annexes
from fairer_stockton.report.papers.document import Contents, Document, number_captions
from fairer_stockton.report.papers.first_pages import make_first_pages


def make_cabinet_paper(edition: Edition, views: PageViews) -> Document:
    """Make the paper of an edition from which hidden figures have been taken."""
    domains = make_glance_domains(edition)
    blocks = (*make_first_pages(edition, views, domains), Contents(), *make_annexes(edition, views, domains))
    return Document(
        title=f"{edition.title}: annual report {edition.year}",
        kicker=f"Report to {edition.council.reports_to}"
        if edition.at_home
        else "Published figures for the measures of the framework",
        lead="",
        stamp=edition.stamp,
        author=edition.council.contact,
        created=edition.created,
        logo=edition.look.logo_name,
        logo_alt=edition.look.logo_alt,
        heading_colour=edition.look.heading,
        blocks=number_captions(blocks),
    )
