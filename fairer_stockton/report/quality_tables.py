"""How many councils' recomputed summaries of deprivation agree with the publisher's; what was unlikely in extracts."""

from collections.abc import Mapping, Sequence
from typing import Any

from fairer_stockton.deprivation import INDICES
from fairer_stockton.report.deprivation_tables import SUMMARIES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.figures import known
from fairer_stockton.report.tables import Table, records

TITLES = {name: title for name, (title, _, _) in SUMMARIES.items()} | {"scale": "People (scale)"}


def agreement_table(edition: Edition) -> Table | None:
    """Give a row for each index and summary; nothing where the edition holds no answers of the publisher."""
    rows = records(edition.agreement)
    lines = tuple(
        (
            f"{INDICES[row['index_name']].title}: {TITLES[row['summary']].lower()}",
            row["period"],
            f"{row['agreeing']} of {row['councils']}",
            row["tolerance"],
            f"{row['furthest']:,.4g} ({row['furthest_council']})",
            f"{row['equal_ranks']:.0f} of {row['councils']}" if known(row["equal_ranks"]) else "not compared",
        )
        for row in rows
    )
    header = ("Summary", "Edition", "Councils that agree", "How near", "Furthest apart", "Equal ranks")
    return Table("Summaries of deprivation, recomputed, beside the publisher’s own", header, lines) if lines else None


def agreement_sentence(edition: Edition) -> str:
    """Say what the table comes to, and why some councils differ."""
    table = edition.agreement
    if table.empty:
        return "This edition holds no published summaries to compare with."
    main = table[table["index_name"] == "imd"]
    whole = int((main["agreeing"] == main["councils"]).sum())
    said = (
        f"Of the {len(main)} summaries of the Index of Multiple Deprivation, {whole} agree for every council. The "
        "publisher worked from scores that were not yet rounded and, it seems, from ranks before ties: ours start from "
        "the published neighbourhoods, so single councils differ a little. Where the extract lacks some "
        "neighbourhoods’ rates, the councils they lie in are left out and no ranks are compared."
    )
    return said + (
        " These answers are from the generated sample and prove nothing." if table["synthetic"].any() else ""
    )


def confirmed_table(edition: Edition) -> Table | None:
    """Give a row for each extract that was questioned when it was supplied, and why it is right; nothing without any.

    What was found is not shown: it may be a figure of one person's row.
    """
    lines = tuple(
        (edition.sources[name].title, answered["period"], _questioned(answered["questions"]), answered["why"])
        for name, answers in edition.confirmed.items()
        for answered in answers
    )
    header = ("Extract", "Period", "What was questioned", "Why it is right, as the council says")
    return Table("Extracts that were unlikely, and were confirmed", header, lines) if lines else None


def _questioned(questions: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(question["column"] or "the whole file" for question in questions))
