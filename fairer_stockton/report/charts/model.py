"""What a chart shows: its question, its panels and their series."""

from dataclasses import dataclass
from typing import Literal

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import mark_sample

ChartKind = Literal["fifths", "time", "areas", "wards", "msoas", "funnel"]
QUESTIONS: dict[ChartKind, str] = {
    "fifths": "How far apart are our most and least deprived neighbourhoods?",
    "time": "How have the figures moved over the years?",
    "areas": "How does the borough compare with the region and England?",
    "wards": "How do our wards differ?",
    "msoas": "How do our local areas (MSOAs) differ?",
    "funnel": "Which wards differ by more than chance?",
}


@dataclass(frozen=True)
class ChartSeries:
    """One line or one mark of a panel: what it is of, and its observations, oldest first."""

    role: str
    label: str
    rows: tuple[ObservationRow, ...]
    short_label: str = ""  # where there is little room, if there is a shorter one

    @property
    def shortest_label(self) -> str:
        """The label where there is little room."""
        return self.short_label or self.label


@dataclass(frozen=True)
class ChartPanel:
    """One small picture: a measure, or one group of people in it; England's own gap between its groups, by period."""

    measure: Measure
    title: str
    series: tuple[ChartSeries, ...]
    words: str = ""  # below the title
    england_gaps: tuple[tuple[str, float], ...] = ()
    targets: tuple[tuple[int, float], ...] = ()  # the year and the value of each that the council has declared

    @property
    def heading(self) -> str:
        """The title, marked where one of its figures rests on the sample."""
        return mark_sample(self.title, any(row.synthetic for series in self.series for row in series.rows))


@dataclass(frozen=True)
class Chart:
    """One picture file: its panels, its alternative text and its data as a table."""

    name: str
    kind: ChartKind
    title: str
    question: str
    panels: tuple[ChartPanel, ...]
    alt: str
    table: Table
    note: str = ""
