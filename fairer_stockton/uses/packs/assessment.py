"""What an impact assessment rests on: the figures of the places and groups that a decision touches."""

from dataclasses import dataclass
from functools import cached_property

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.protected_characteristics import ProtectedCharacteristic
from fairer_stockton.report.edition import Edition
from fairer_stockton.uses.packs.chosen import Choice, GroupOfPeople, split_by_figure
from fairer_stockton.uses.packs.figures import (
    PackFigure,
    make_figure_of_all_places,
    make_figure_of_place,
)
from fairer_stockton.uses.packs.figures_of_groups import list_figures_of_group


@dataclass(frozen=True)
class Assessment:
    """All that an impact assessment says, from an edition whose hidden figures have been taken out."""

    edition: Edition
    choice: Choice

    @cached_property
    def residents(self) -> list[PackFigure]:
        """Who lives in the places, taken together, characteristic by characteristic."""
        areas = self.choice.areas
        return [
            make_figure_of_all_places(self.edition, measure, characteristic.title, areas)
            for characteristic in (self.edition.definitions.characteristics if areas else ())
            for measure in self._split_measures_of(characteristic)[0]
        ]

    def list_measures_without_figure(self, characteristic: ProtectedCharacteristic) -> list[tuple[Measure, str]]:
        """Return the measures of a characteristic that this edition has no figure of, each with why."""
        return self._split_measures_of(characteristic)[1]

    def _split_measures_of(
        self, characteristic: ProtectedCharacteristic
    ) -> tuple[list[Measure], list[tuple[Measure, str]]]:
        known = self.edition.definitions.measures
        return split_by_figure(self.edition, [known[name] for name in characteristic.measures if name in known])

    @cached_property
    def residents_of_each_place(self) -> list[PackFigure]:
        """Who lives in each place, where there are several."""
        areas = self.choice.areas if len(self.choice.areas) > 1 else ()
        return [
            make_figure_of_place(self.edition, self.edition.measures[figure.measure], figure.about, area)
            for area in areas
            for figure in self.residents
        ]

    @cached_property
    def places(self) -> list[PackFigure]:
        """How life is in each place, measure by measure."""
        return [
            make_figure_of_place(self.edition, measure, self.edition.framework[measure.domain].title, area)
            for measure in self.choice.measures
            for area in self.choice.areas
        ]

    @cached_property
    def figures_by_group(self) -> dict[GroupOfPeople, list[PackFigure]]:
        """How life is for each group named, in the whole borough."""
        return {
            group: list_figures_of_group(self.edition, group, self._measures_of_groups) for group in self.choice.groups
        }

    @property
    def groups(self) -> list[PackFigure]:
        """The figures of all groups."""
        return [figure for figures in self.figures_by_group.values() for figure in figures]

    @cached_property
    def _measures_of_groups(self) -> list[Measure]:
        """The measures chosen, and of communities those of the six gaps: no others are made for them."""
        edition = self.edition
        in_gaps = [name for gap in edition.definitions.six_gaps.values() for name in gap.measures]
        every = [*self.choice.measures, *(edition.measures[name] for name in in_gaps if name in edition.measures)]
        return list({measure.name: measure for measure in every}.values())

    @property
    def figures(self) -> list[PackFigure]:
        """Every figure that the assessment shows, each once."""
        every = [*self.residents, *self.residents_of_each_place, *self.places, *self.groups]
        return list(dict.fromkeys(every))

    def list_characteristics_not_known(self) -> list[ProtectedCharacteristic]:
        """Return the characteristics of which no figure says how many people there are in any of these places."""
        known = {figure.about for figure in (*self.residents, *self.residents_of_each_place) if figure.has_value}
        return [each for each in self.edition.definitions.characteristics if each.title not in known]

    def list_characteristics_not_added_up(self) -> list[ProtectedCharacteristic]:
        """Return the characteristics that are known place by place alone."""
        known, single = (
            {figure.about for figure in figures if figure.has_value}
            for figures in (self.residents, self.residents_of_each_place)
        )
        return [each for each in self.edition.definitions.characteristics if each.title in single - known]
