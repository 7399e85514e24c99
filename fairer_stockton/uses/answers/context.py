"""Context: what the headings and sentences before have named, which a sentence may leave out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fairer_stockton.report.asking.lexicon import Lexicon
from fairer_stockton.report.asking.periods import LATEST
from fairer_stockton.run.vocabulary import AreaType
from fairer_stockton.uses.answers.mentions import Mention, find_mentions

# Areas that are compared with; a sentence may be about the first without naming it.
WIDE_AREAS = (AreaType.BOROUGH, AreaType.REGION, AreaType.ENGLAND, AreaType.UNITED_KINGDOM)


@dataclass(frozen=True, slots=True)
class Context:
    """What the sentences before have named last, which a sentence may leave out."""

    measures: tuple[Mention, ...] = ()
    areas: tuple[Mention, ...] = ()
    headings: tuple[Mention, ...] = ()  # areas inside the borough that the headings above name
    fresh_areas: tuple[Mention, ...] = ()  # of the sentence just before
    has_measure: bool = False  # whether the sentence just before names one
    periods: tuple[Mention, ...] = ()
    unread: tuple[str, ...] = ()  # of the sentence that named these
    unknown_places: tuple[str, ...] = ()  # of the sentence just before

    def followed_by(self, mentions: Sequence[Mention], unread: tuple[str, ...], places: tuple[str, ...]) -> "Context":
        """Return the context after a sentence that names these and has words that were not read."""
        measures = tuple(mention for mention in mentions if mention.measures and not mention.is_weak)
        areas = tuple(mention for mention in mentions if mention.places)
        unread = unread if measures else (*self.unread, *unread) if areas else self.unread
        return replace(
            self,
            measures=measures[-1:] or self.measures,
            areas=_put_borough_last(areas) or self.areas,
            fresh_areas=areas,
            has_measure=bool(measures),
            periods=tuple(mention for mention in mentions if mention.period and mention.period != LATEST),
            unread=unread,
            unknown_places=places,
        )

    def start_section(self, heading: str, lexicon: Lexicon) -> "Context":
        """Return the context of what follows a heading: areas that it names, else those of the heading before."""
        inside = [
            mention
            for mention in find_mentions(heading, lexicon)
            if mention.places and mention.places[0].area_type not in WIDE_AREAS
        ]
        return Context(headings=tuple(inside) or self.headings)


def _put_borough_last(areas: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return areas with those first that are not the one which every sentence may be about."""
    kinds = {kind: number for number, kind in enumerate(WIDE_AREAS, 1)}
    return tuple(sorted(areas, key=lambda mention: kinds.get(mention.places[0].area_type, 0)))
