"""What an edition shows in pictures: worked out once, for its pages and its papers."""

from collections.abc import Mapping
from dataclasses import dataclass

from fairer_stockton.report.charts.choice import make_domain_charts
from fairer_stockton.report.charts.gap_choice import GapPicture
from fairer_stockton.report.charts.gap_drawing import make_gap_pictures
from fairer_stockton.report.charts.headline_panels import HeadlinePicture, make_headline_picture
from fairer_stockton.report.charts.model import Chart
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines.choice import Headlines, choose_headlines
from fairer_stockton.report.maps.choropleths import Choropleth, make_choropleths
from fairer_stockton.report.maps.most_deprived_tenth import MostDeprivedTenthMap, make_most_deprived_tenth_map
from fairer_stockton.report.pages.comparators import ComparatorSet, make_comparator_sets
from fairer_stockton.report.pages.deprivation import DeprivationView, make_deprivation_view
from fairer_stockton.report.pages.priorities import PrioritiesView, make_priorities_view
from fairer_stockton.report.pages.targeting import TargetingView, make_targeting_view
from fairer_stockton.report.pages.why import WhyView, make_why_view


@dataclass(frozen=True)
class PageViews:
    """The charts of each domain, the maps, and what the pages of places and gaps show.

    There is no view of priorities where the council has no recipe for them, none of targeting where no edition of the
    Indices counts people on a low income, and none of why where nothing can be split.
    """

    charts: Mapping[str, tuple[Chart, ...]]
    tenth: MostDeprivedTenthMap | None
    deprivation: DeprivationView
    priorities: PrioritiesView | None
    targeting: TargetingView | None
    choropleths: tuple[Choropleth, ...]
    councils: tuple[ComparatorSet, ...]
    gaps: tuple[GapPicture, ...]
    why: WhyView | None
    headlines: Headlines
    headline_picture: HeadlinePicture | None


def make_page_views(edition: Edition) -> PageViews:
    """Work them out, from an edition from which hidden figures have been taken."""
    recipe, headlines = edition.definitions.recipe, choose_headlines(edition)
    return PageViews(
        charts={name: tuple(make_domain_charts(edition, name)) for name in edition.framework},
        tenth=make_most_deprived_tenth_map(edition),
        deprivation=make_deprivation_view(edition),
        priorities=make_priorities_view(edition, recipe) if recipe else None,
        targeting=make_targeting_view(edition),
        choropleths=tuple(make_choropleths(edition)),
        councils=tuple(make_comparator_sets(edition)),
        gaps=tuple(make_gap_pictures(edition)),
        why=make_why_view(edition),
        headlines=headlines,
        headline_picture=make_headline_picture(edition, headlines),
    )
