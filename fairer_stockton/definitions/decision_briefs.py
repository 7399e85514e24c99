"""Briefs: a decision that somebody proposes, and the places, groups and measures that it touches."""

from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_definition, read_table, require_named_file


@dataclass(frozen=True, slots=True)
class DecisionBrief:
    """A proposed decision: what it is, who proposes it, and whom it touches, each by the names that the report uses."""

    title: str
    decision: str
    owner: str = ""
    areas: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


def load_decision_brief(path: Path) -> DecisionBrief:
    """Read a brief.

    Raises:
        InputError: there is no such file.
        CatalogueError: a key is missing, unknown or of the wrong kind, or neither places nor groups are named.
    """
    remedy = "copy docs/examples/decision-brief.toml, fill it in, and name it after `fairer epia`"
    path = require_named_file(path, "a brief of the decision", remedy)
    with open_toml_definition(path, str(path)) as raw:
        keys = read_table(DecisionBrief, str(path), "", dict(raw))
        raw.clear()
        brief: DecisionBrief = check_texts(DecisionBrief(**keys))
        for name in ("title", "decision"):
            if not getattr(brief, name).strip():
                raise ValueError(f"`{name}` is empty: say it in a few words")
    return _refuse_if_nothing_is_named(brief, str(path))


def read_decision_brief(path: Path | None, title: str, places: str, groups: str, measures: str) -> DecisionBrief:
    """Return the brief of a file, or of what is named on the command line: of one of the two.

    Raises:
        InputError: there is no such file.
        CatalogueError: both are named or neither, or what is named is no brief.
    """
    named = {"--title": title, "--places": places, "--groups": groups, "--measures": measures}
    beside = [option for option, words in named.items() if words.strip()]
    if path is None or not path.name:
        return make_decision_brief(title, places, groups, measures)
    if beside:
        raise CatalogueError(
            file=str(path),
            found=f"a brief, and {' and '.join(beside)} beside it",
            expected="one or the other",
            remedy="write what you name into the brief, or leave the brief away",
        )
    return load_decision_brief(path)


def make_decision_brief(title: str, places: str, groups: str, measures: str) -> DecisionBrief:
    """Return a brief of what is named on the command line: names with semicolons between them.

    Raises:
        CatalogueError: it has no title, or neither places nor groups are named.
    """
    if not title.strip():
        raise CatalogueError(
            setting="FILE= (the brief), or --title",
            found="nothing",
            expected="a brief (a .toml file), or what is decided, in a few words",
            remedy="make epia FILE=my-decision.toml, or "
            'fairer epia --title "Move the advice desk" --places "Hardwick; Norton"',
        )
    lists = (tuple(filter(None, (name.strip() for name in names.split(";")))) for names in (places, groups, measures))
    return _refuse_if_nothing_is_named(DecisionBrief(title.strip(), "", "", *lists), "the command")


def _refuse_if_nothing_is_named(brief: DecisionBrief, named_in: str) -> DecisionBrief:
    if not brief.areas and not brief.groups:
        raise CatalogueError(
            file=named_in,
            found="neither places nor groups",
            expected="at least one place, or one group of people, that the decision touches",
            remedy='add areas = ["Hardwick"] or groups = ["Disabled"]; on the command line --places or --groups',
        )
    return brief
