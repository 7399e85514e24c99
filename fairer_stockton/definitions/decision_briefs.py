"""Briefs: a decision that somebody proposes, and the places, groups and measures that it touches."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError, InputError
from fairer_stockton.run.toml_file import check_texts, open_toml_definition


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
    if not path.is_file():
        raise InputError(
            file=str(path),
            found="no such file",
            expected="a brief of the decision (a .toml file)",
            remedy="copy docs/examples/decision-brief.toml, fill it in, and name it after `fairer epia`",
        )
    with open_toml_definition(path, str(path)) as raw:
        words = {name: raw.pop(name) for name in ("title", "decision")}
        words["owner"] = raw.pop("owner", "")
        areas, groups, measures = (_read_list(name, raw.pop(name, [])) for name in ("areas", "groups", "measures"))
        brief: DecisionBrief = check_texts(DecisionBrief(**words, areas=areas, groups=groups, measures=measures))
        for name, text in words.items():
            if name != "owner" and not text.strip():
                raise ValueError(f"`{name}` is empty: say it in a few words")
    return _refuse_if_nothing_is_named(brief, str(path))


def make_decision_brief(title: str, places: str, groups: str, measures: str) -> DecisionBrief:
    """Return a brief of what is named on the command line: names with semicolons between them.

    Raises:
        CatalogueError: it has no title, or neither places nor groups are named.
    """
    if not title.strip():
        raise CatalogueError(
            setting="--title (TITLE=)",
            found="nothing",
            expected="a brief (a .toml file), or what is decided, in a few words",
            remedy='name a brief, or add --title "Move the advice desk" --places "Hardwick; Norton"',
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


def _read_list(name: str, names: Any) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(entry, str) and entry.strip() for entry in names):
        raise ValueError(f"`{name}` must be a list of names between quotation marks, found {names!r}")
    return tuple(dict.fromkeys(entry.strip() for entry in names))
