"""The audit of places as a pack: who lives within reach, whom it misses, and how sure that is."""

from collections.abc import Iterator, Sequence

from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    DefinitionList,
    Heading,
    Paragraph,
    TableWithWidths,
)
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    lower_first_letter,
    mark_sample,
    write_count_with_noun,
    write_limits,
    write_people_count,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.uses.packs.writing import Pack
from fairer_stockton.uses.services.figures import ServiceFigure
from fairer_stockton.uses.services.groups import IN_NEED
from fairer_stockton.uses.services.packs import list_what_is_not_counted, list_words_on_models, make_service_pack
from fairer_stockton.uses.services.places import PlacesAudit
from fairer_stockton.uses.services.places_figures import (
    FEWER,
    MORE,
    NOT_CLEAR,
    list_figures_of_groups,
    list_figures_of_neighbourhoods,
    list_figures_of_places,
    name_reach,
)
from fairer_stockton.uses.services.service_map import make_map_of_places

HEADER_OF_REACH = ("Who", "Within reach", "Everyone else", "Difference", "How far, on average: they, everyone else")
WIDTHS_OF_REACH = (2.6, 1.6, 1.2, 1.6, 1.2)
HEADER_OF_PLACES = ("Place", "In need within reach", "Of these, of no other place")
# Of what a measure counts: those in need, where they are, and whom they are set against.
WORDS_OF_NOUNS = {
    "people": ("those who need it", "live", "everyone else"),
    "homes": ("homes in need", "are", "other homes"),
}
PARTS_OF_BESIDE = ("beside_value", "beside_lower", "beside_upper")
MOST_NAMED = 5  # neighbourhoods in a sentence
HOW_REACH_IS_MEASURED = (
    "Distances are straight lines, not walks: a river, a railway or a hill can make the way much longer. A "
    "neighbourhood counts as within reach if its middle is. The middle is that of its outline: where in it most "
    "people live is not known here. Some neighbourhoods lie partly within reach. The brackets show what a share "
    "would be if nobody in these lived within reach, and if everybody did. Those of a difference put the one group at "
    "its least and the other at its most. A difference is called clear only if it is there even so, and is large "
    "enough to matter."
)
WHAT_IT_DOES_NOT_SHOW = (
    "Being near is not the same as being served: opening hours, language, steps at the door, trust and cost are not in "
    "these figures. People outside the borough are not counted."
)
MIDDLES_OF_POSTCODES = (
    "The places were given by postcode. Each is taken to be in the middle of the neighbourhood that its postcode lies "
    "in, which can be some hundred metres off: the brackets allow for its lying anywhere in that neighbourhood, and "
    "distances do not. Give eastings and northings for true distances."
)


def make_places_pack(audit: PlacesAudit) -> Pack:
    """Return the audit of places with all that goes beside it."""
    groups, places = list_figures_of_groups(audit), tuple(list_figures_of_places(audit))
    figures = (*groups, *list_figures_of_neighbourhoods(audit), *places)
    blocks = (
        *_make_summary(audit, groups),
        *_make_part_on_groups(audit, groups),
        *_make_part_on_missed(audit),
        *_make_part_on_places(audit, places),
        *_make_part_on_limits(audit),
    )
    return make_service_pack(audit.edition, audit.audit, blocks, figures, make_map_of_places(audit))


def _make_summary(audit: PlacesAudit, groups: Sequence[ServiceFigure]) -> Iterator[Block]:
    need = groups[0]
    where = f"within {write_distance(audit.audit.reach_metres)} of a place"
    those, live, others = WORDS_OF_NOUNS[audit.need.noun]
    findings = [
        f"{write_value_with_unit(need.value, need.unit)} ({write_limits(need)}) of {those} {live} {where}, "
        f"against {write_value_with_unit(need.beside_value, need.unit)} of {others}. {_write_how_sure(need)}",
        f"About {write_people_count(need.out_of - need.count)} of {write_people_count(need.out_of)} {audit.need.noun} "
        f"in need {live} out of reach. It could be {_write_people_out_of_reach(need)}.",
        _write_missed(audit),
        _write_gaps(groups[1:]),
    ]
    yield Heading("In short")
    yield BulletList(tuple(mark_sample(finding, need.synthetic) for finding in findings if finding))
    title = lower_first_letter(need.title)
    yield DefinitionList(
        (
            ("Who needs it", f"{title} ({write_period(need.period)})"),
            ("What the limits in brackets allow for", need.limits_allow_for),
        ),
        "note",
    )


def _write_how_sure(figure: ServiceFigure) -> str:
    if figure.verdict in (MORE, FEWER):
        return "The difference is clear, wherever in their neighbourhoods they live."
    if figure.verdict == NOT_CLEAR:
        return "Whether that is a difference is not clear: it depends on who lives where within neighbourhoods."
    return "That is about the same."


def _write_people_out_of_reach(need: ServiceFigure) -> str:
    ends = (need.out_of * (1 - share / 100) for share in (need.upper_95, need.lower_95))
    return " to ".join(write_people_count(end) for end in ends)


def _write_missed(audit: PlacesAudit) -> str:
    names = [audit.neighbourhoods.names[number] for number in audit.missed]
    total = write_count_with_noun(int(audit.has_great_need.sum()), "neighbourhood", "neighbourhoods")
    if not names:
        return f"Of the {total} of greatest need none is out of reach."
    verb = "is" if len(names) == 1 else "are"
    more = f" and {len(names) - MOST_NAMED} more, listed below" if len(names) > MOST_NAMED else ""
    return f"Of the {total} of greatest need {len(names)} {verb} out of reach: {'; '.join(names[:MOST_NAMED])}{more}."


def _write_gaps(groups: Sequence[ServiceFigure]) -> str:
    """Count the groups that clearly live nearer, and further away, than everyone else."""
    if not groups:
        return ""
    more, fewer = (sum(figure.verdict == verdict for figure in groups) for verdict in (MORE, FEWER))
    return (
        f"Groups of the gaps and communities that are counted: {len(groups)}. "
        f"Clearly more within reach than everyone else: {more or 'none'}. Clearly less: {fewer or 'none'}."
    )


def _make_part_on_groups(audit: PlacesAudit, groups: Sequence[ServiceFigure]) -> Iterator[Block]:
    yield Heading("Who lives within reach")
    caption = f"People, and homes, within {write_distance(audit.audit.reach_metres)} of a place"
    yield TableWithWidths(Table(caption, HEADER_OF_REACH, tuple(map(_make_line, groups))), WIDTHS_OF_REACH)
    yield from list_what_is_not_counted(audit.edition, audit.groups)


def _make_line(figure: ServiceFigure) -> tuple[str, ...]:
    title = mark_sample(figure.title, figure.synthetic)
    about = "" if figure.about == IN_NEED else f"{figure.about}\n"
    least, most = (f"{end:+.1f}".replace("-", "−") for end in (figure.gap_lower, figure.gap_upper))
    return (
        f"{about}{title}, {write_period(figure.period)}",
        f"{write_value_with_unit(figure.value, figure.unit)} ({write_limits(figure)})",
        write_value_with_unit(figure.beside_value, figure.unit),
        f"{f'{figure.gap:+.1f}'.replace('-', '−')} points ({least} to {most}): {figure.verdict}",
        f"{write_distance(figure.distance_metres)}, {write_distance(figure.beside_distance_metres)}",
    )


def _make_part_on_missed(audit: PlacesAudit) -> Iterator[Block]:
    if not audit.missed:
        return
    yield Heading("Whom it misses")
    lines = tuple(
        (
            f"{audit.neighbourhoods.names[number]}\n{name_reach(audit, number)}",
            write_people_count(audit.need.people[number]),
            audit.places.names[audit.reach.nearest[number]],
            write_distance(float(audit.reach.distance_metres[number])),
        )
        for number in audit.missed
    )
    header = ("Neighbourhood", f"{audit.need.noun.capitalize()} in need", "Nearest place", "How far")
    yield TableWithWidths(Table("Neighbourhoods of greatest need out of reach", header, lines), (3, 1, 2, 1))
    yield Paragraph(
        "Of greatest need are the fifth of the borough's neighbourhoods that have the largest share of "
        f"{audit.need.noun} in need.",
        "note",
    )


def _make_part_on_places(audit: PlacesAudit, places: Sequence[ServiceFigure]) -> Iterator[Block]:
    yield Heading("The places")
    lines = tuple(
        (figure.who, *(_write_people(figure, part) for part in (("value", "lower_95", "upper_95"), PARTS_OF_BESIDE)))
        for figure in places
    )
    caption = f"{audit.need.noun.capitalize()} in need within reach of each place"
    yield TableWithWidths(Table(caption, HEADER_OF_PLACES, lines), (2.4, 1.5, 1.8))


def _write_people(figure: ServiceFigure, parts: tuple[str, str, str]) -> str:
    counts = (getattr(figure, part) for part in parts)
    value, least, most = (write_people_count(count) if count else "0" for count in counts)
    return f"{value} ({least} to {most})"


def _make_part_on_limits(audit: PlacesAudit) -> Iterator[Block]:
    yield Heading("How to read this")
    of_postcodes = (MIDDLES_OF_POSTCODES,) if audit.places.are_of_postcodes else ()
    for words in (HOW_REACH_IS_MEASURED, *of_postcodes, *list_words_on_models(audit.need), WHAT_IT_DOES_NOT_SHOW):
        yield Paragraph(words)


def write_distance(metres: float) -> str:
    """Write a distance to the ten metres, or to a tenth of a kilometre from two on."""
    return f"{metres / 1000:.1f} km" if metres >= 2000 else f"{round(metres, -1):,.0f} m"
