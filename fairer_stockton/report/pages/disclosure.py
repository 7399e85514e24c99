"""What the report says of disclosure control: the rules in force, what is hidden, and what the auditor found."""

from math import floor
from pathlib import Path

from fairer_stockton.auditor.audit import Audit, audit
from fairer_stockton.auditor.bounds import CLOSE
from fairer_stockton.auditor.knowledge import RequiredRangeWidths
from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.editions.sums import list_known_checksums
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.table import Table
from fairer_stockton.run.vocabulary import DisclosureMethod, Zeros


def audit_edition(edition: Edition, folder: Path, cache_file: Path | None = None) -> Audit:
    """Run the auditor, which tries to find what the tables in a folder hide, and return what it found.

    Args:
        edition: what is published.
        folder: the folder that its tables were written to.
        cache_file: the auditor's file of what it solved before; without it everything is solved again.

    Raises:
        DisclosureError: it found something.
    """
    rules = edition.definitions.rules
    return audit(
        folder,
        edition.measures,
        {name: source.vintage for name, source in edition.sources.items() if source.supplied},
        RequiredRangeWidths(rules.fewest_counted, rules.fewest_respondents),
        edition.earlier,
        list_known_checksums(edition.inputs),
        cache_file,
    )


def make_suppression_table(edition: Edition) -> Table | None:
    """Make a row for each kind of count: how many figures, and how many are hidden and why."""
    table = edition.suppression[["kind", "figures", "primary", "secondary"]]
    lines = list(table[table["figures"] > 0].itertuples(index=False, name=None))
    if not lines:
        return None
    lines.append(("All", *(sum(line[column] for line in lines) for column in (1, 2, 3))))
    return Table(
        "Figures that rest on the council’s own extracts, and how many are hidden",
        ("What is counted", "Figures", "Hidden for themselves", "Hidden for the others’ sake"),
        tuple((str(kind), *(f"{number:,}" for number in numbers)) for kind, *numbers in lines),
        numbers=(1, 2, 3),
    )


def describe_disclosure_rules(edition: Edition) -> list[str]:
    """Write the rules in force, a sentence each."""
    rules = edition.definitions.rules
    hides = (
        f"A count below {rules.fewest_counted} of people, homes or cases is hidden, and so is the figure made from it; "
        f"what it is out of, and what is left of that, count too. {ZERO_RULES[rules.zeros]}"
    )
    words = [
        hides,
        f"A survey’s figure needs {rules.fewest_respondents} answers; below {rules.few_respondents} it is marked as "
        "resting on a low base.",
        f"A sum of amounts is hidden where its {rules.dominant} largest make up more than "
        f"{rules.dominant_share:.0%} of it, or where the second largest could tell the largest to within "
        f"{rules.p_ratio:.0%}.",
        "More figures are hidden where a hidden one could be worked out from the others: by subtraction in a table, "
        "between areas and the areas they lie in, between maps, between measures of one extract, or from an "
        "earlier edition.",
        "An area or group in which nobody is counted has a row like any other, and it is hidden like that of a few: a "
        "hidden figure may be of some, of few or of nobody.",
    ]
    named = [
        f"{edition.sources[name].title}: {_describe_rules_of_source(own)}"
        for name, own in rules.sources.items()
        if name in edition.sources
    ]
    return [*words, *named]


def _describe_rules_of_source(source_rules: DisclosureRules) -> str:
    """Write the rules of one source, and why it has its own."""
    if source_rules.method == DisclosureMethod.ROUNDING:
        return (
            f"no count is hidden, and every one is rounded to a multiple of {source_rules.rounded_to} next to "
            "it, so that what "
            "added up still does; rates and their intervals are made from the rounded counts, and counts that are "
            f"shared out between areas from those of the neighbourhoods. The reason: {source_rules.why}"
        )
    smallest = f"{source_rules.fewest_counted} for counts, {source_rules.fewest_respondents} answers"
    return f"{smallest}, for this reason: {source_rules.why}"


ZERO_RULES: dict[str, str] = {
    Zeros.SHOWN: "That it is 0 may be said, where there is anybody to count among.",
    Zeros.HIDDEN: "That there is nobody is hidden too.",
}


def write_audit_sentence(audited: Audit) -> str:
    """Write what the auditor found."""
    if not audited.figures:
        return "No figure of this edition rests on an extract that is not open, so there was nothing to hide."
    beside = f" and {len(audited.editions)} earlier: {', '.join(audited.editions)}" if audited.editions else ""
    sentence = (
        f"Before anything was put in place, an auditor that knows only what is published tried to find the "
        f"{audited.hidden:,} hidden figures again, from the tables of this edition{beside}. It worked out the range of "
        f"{audited.bounded:,} hidden numbers and differences by linear programming, and none could be worked out."
    )
    narrow = {
        "count": (audited.narrowest, "a hidden count can lie anywhere in a range of"),
        "answers": (audited.narrowest_answers, "the answers under a hidden survey figure anywhere in a range of"),
    }
    ends = [f"{words} {floor(width + CLOSE):,}" for width, words in narrow.values() if width is not None]
    return f"{sentence} At the narrowest, {' and '.join(ends)}." if ends else sentence
