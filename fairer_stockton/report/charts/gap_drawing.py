"""The pictures of gaps: small multiples of two groups each, the gap between them shaded."""

from typing import Any

from fairer_stockton.report.charts.gap_choice import (
    GapPicture,
    make_gaps_over_time_picture,
    make_then_and_now_picture,
)
from fairer_stockton.report.charts.lines import draw_panels_of_lines
from fairer_stockton.report.edition import Edition


def make_gap_pictures(edition: Edition) -> list[GapPicture]:
    """Make the pictures of how gaps have moved that an edition has figures for."""
    return [
        picture for picture in (make_then_and_now_picture(edition), make_gaps_over_time_picture(edition)) if picture
    ]


def draw_gap_picture(chart: GapPicture, sample_warning: str, narrow: bool) -> Any:
    """Draw one of them for a wide page or for a telephone."""
    return draw_panels_of_lines(chart.panels, sample_warning, narrow, 2.35)
