"""The sources of an edition: who publishes each, under which licence, what was read of it, and what is made from it."""

from dataclasses import dataclass

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.sources import Source
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.words.figures import write_count_with_noun, write_period


@dataclass(frozen=True)
class SourceView:
    """All that the page of sources says of one."""

    source: Source
    periods: str
    files: int
    synthetic: int
    measures: tuple[Measure, ...]
    sorts: bool  # it sorts or places neighbourhoods, and no measure is a sum over it

    @property
    def read(self) -> str:
        """What was read of it, in words."""
        if not self.files:
            return "Nothing in this edition."
        part = "" if self.synthetic in (0, self.files) else f"{self.synthetic} of them "
        sampled = f", {part}generated sample" if self.synthetic else ""
        return f"{write_count_with_noun(self.files, 'file', 'files')}{sampled}: {self.periods}."


def make_sources_view(edition: Edition) -> list[SourceView]:
    """Gather the sources: those of measures first, each kind by publisher and title."""
    observed = set(edition.observations["measure"])
    views = []
    for name, source in edition.sources.items():
        files = edition.inputs.get(name, ())
        measures = tuple(
            measure for measure in edition.measures.values() if name in measure.tables and measure.name in observed
        )
        periods = ", ".join(map(write_period, sorted({file.period for file in files})))
        synthetic = sum(file.synthetic for file in files)
        views.append(SourceView(source, periods, len(files), synthetic, measures, not measures))
    return sorted(views, key=lambda view: (view.sorts, view.source.publisher, view.source.title))
