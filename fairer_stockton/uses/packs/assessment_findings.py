"""What an impact assessment says first: who lives there, who stands out, and what is not known."""

from collections.abc import Sequence

from fairer_stockton.report.pages.communities import BETTER_OFF, NOT_TESTED, WORSE_OFF
from fairer_stockton.report.words.figures import (
    is_known,
    lower_first_letter,
    mark_sample,
    write_people_count,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.report.words.narrative import COMPARISONS
from fairer_stockton.run.vocabulary import AreaType, Comparison
from fairer_stockton.uses.packs.assessment import Assessment
from fairer_stockton.uses.packs.figures import PackFigure

AGE, POVERTY = "age", "poverty"  # characteristics of which more is said
NOTHING_SHOWN = (
    "No figure of these places, groups and measures can be shown: none is published for them, this edition has none, "
    "or it is hidden so that nobody can be recognised."
)
NOTHING_CLEAR = "There are figures, and none of them can be compared: the tables below show them."
HIGHER, WORSE, BETTER, NOT_COMPARED = (
    COMPARISONS[word].lower()
    for word in (Comparison.HIGHER, Comparison.WORSE, Comparison.BETTER, Comparison.NOT_COMPARED)
)


def list_findings(assessment: Assessment) -> tuple[str, ...]:
    """Return the findings, a sentence each; those of which nothing can be said are left out, but never all."""
    findings = (
        _write_how_many_live_there(assessment),
        _write_who_stands_out(assessment),
        _write_poverty(assessment),
        _write_count_of_worse_places(assessment),
        _write_count_of_worse_groups(assessment),
        _write_what_is_not_added_up(assessment),
        _write_what_is_not_known(assessment),
    )
    shown = any(figure.has_value for figure in assessment.figures)
    return tuple(filter(None, findings if shown else (NOTHING_SHOWN, *findings))) or (NOTHING_CLEAR,)


def _write_how_many_live_there(assessment: Assessment) -> str:
    """Write how many residents the places have, by the estimate that the ages rest on."""
    names = [each.measures for each in assessment.edition.definitions.characteristics if each.name == AGE]
    counted = [
        figure for figure in assessment.residents if figure.measure in sum(names, ()) and is_known(figure.out_of)
    ]
    if not counted:
        return ""
    first = counted[0]
    whole = assessment.edition.select_observations(
        first.measure, area_type=AreaType.BOROUGH, breakdown="all", period=first.period
    )
    share = f", {100 * first.out_of / whole[0].denominator:.0f}% of the borough’s residents" if whole else ""
    people = write_people_count(first.out_of)
    sentence = f"About {people} people live in the places named{share} (estimate of {write_period(first.period)})."
    return _mark(sentence, [first])


def _mark(sentence: str, figures: Sequence[PackFigure]) -> str:
    """Mark a sentence that rests on figures some of which are of the sample."""
    return mark_sample(sentence, any(figure.synthetic for figure in figures))


def _write_who_stands_out(assessment: Assessment) -> str:
    """Write which residents are a larger part of the people there than of the borough's."""
    poverty = _find_title(assessment, POVERTY)
    more = [figure for figure in assessment.residents if figure.verdict == HIGHER and figure.about != poverty]
    if not assessment.residents or not any(figure.has_value for figure in assessment.residents):
        return ""
    if not more:
        none = (
            "No group of residents that is counted is clearly a larger part of the people there than of the borough’s."
        )
        return _mark(none, [figure for figure in assessment.residents if figure.has_value])
    return (
        f"Some groups are a larger part of the people there than of the borough’s: {'; '.join(map(_write_both, more))}."
    )


def _write_poverty(assessment: Assessment) -> str:
    """Write how common poverty is there; most of its measures have no margin of error, and so are not tested."""
    poverty = _find_title(assessment, POVERTY)
    figures = [figure for figure in assessment.residents if figure.about == poverty and figure.has_value]
    return f"Poverty there, against the borough: {'; '.join(map(_write_both, figures))}." if figures else ""


def _find_title(assessment: Assessment, name: str) -> str:
    titles = {each.name: each.title for each in assessment.edition.definitions.characteristics}
    return titles.get(name, "")


def _write_both(figure: PackFigure) -> str:
    """Write a figure beside the borough's, within a sentence."""
    here, there = (write_value_with_unit(value, figure.unit) for value in (figure.value, figure.beside_value))
    return mark_sample(f"{lower_first_letter(figure.title)} ({here} against {there})", figure.synthetic)


def _write_count_of_worse_places(assessment: Assessment) -> str:
    """Count the figures of places that are clearly worse, and better, than the borough's."""
    tested = [figure for figure in assessment.places if figure.verdict and figure.verdict != NOT_COMPARED]
    if not tested:
        return ""
    worse, better = (sum(figure.verdict == word for figure in tested) for word in (WORSE, BETTER))
    if len(tested) == 1:
        sentence = f"{tested[0].title}: {tested[0].verdict} than in the borough." if worse or better else ""
        return _mark(sentence, tested) if sentence else ""
    sentence = (
        f"Of {len(tested)} figures of the measures named that can be compared with the borough’s, {worse or 'none'} "
        f"{'are' if worse > 1 else 'is'} clearly worse there and {better or 'none'} clearly better."
    )
    return _mark(sentence, tested)


def _write_count_of_worse_groups(assessment: Assessment) -> str:
    tested = [figure for figure in assessment.groups if figure.verdict not in ("", NOT_COMPARED, NOT_TESTED)]
    if not tested:
        return ""
    worse = sum(figure.verdict in (WORSE, WORSE_OFF) for figure in tested)
    better = sum(figure.verdict in (BETTER, BETTER_OFF) for figure in tested)
    sentence = (
        f"The groups named are clearly worse off in {worse or 'none'} of {len(tested)} comparisons in the whole "
        f"borough, and clearly better off in {better or 'none'}."
    )
    return _mark(sentence, tested)


def _write_what_is_not_added_up(assessment: Assessment) -> str:
    single = [lower_first_letter(each.title) for each in assessment.list_characteristics_not_added_up()]
    return f"Known place by place alone, and not added up: {', '.join(single)}." if single else ""


def _write_what_is_not_known(assessment: Assessment) -> str:
    unknown = [lower_first_letter(each.title) for each in assessment.list_characteristics_not_known()]
    if not unknown or not assessment.choice.areas:
        return ""
    return f"No figure held says how many people there it concerns: {', '.join(unknown)}."
