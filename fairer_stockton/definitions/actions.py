"""Actions: what the council and its partners do about the gaps, as officers record it; and what residents had said."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.named_areas import NamedArea
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition
from fairer_stockton.run.vocabulary import VIEW_THEMES, ActionStatus

ACTIONS = "actions.toml"
CODE_OF_AREA = r"E0[15]\d{6}"  # of a neighbourhood or a ward


@dataclass(frozen=True, slots=True)
class Action:
    """One action: what is done, by whom, since when, where, and about which measures.

    `areas` are codes of areas; without any it is of the whole borough. `you_said` and `we_did` go together.
    """

    name: str
    title: str
    words: str
    owner: str
    status: ActionStatus
    since: str
    focus: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()  # of residents' views that it answers
    you_said: str = ""
    we_did: str = ""
    source: str = ""  # the address at which it can be read


def load_actions(
    path: Path,
    focus_names: Collection[str],
    measure_names: Collection[str],
    named_areas: Sequence[NamedArea],
) -> tuple[Action, ...]:
    """Read the actions, in the file's order.

    Args:
        path: the council's file.
        focus_names: the focus areas of the framework's story that an action can be for.
        measure_names: the measures of the catalogue.
        named_areas: those that the council names itself, which an action may call by their names.

    Raises:
        CatalogueError: a key is missing or not known, or names a focus area, measure or area that there is not.
    """
    codes = {area.name.removesuffix(f" ({area.confirm})"): area.code for area in named_areas}
    actions = []
    with open_toml_definition(path) as raw:
        for name in list(raw):
            entry = raw.pop(name)
            action = Action(
                name=name,
                title=entry.pop("title"),
                words=" ".join(entry.pop("words").split()),
                owner=entry.pop("owner"),
                status=_read_status(name, entry.pop("status")),
                since=str(entry.pop("since")),
                focus=_read_names(name, "focus", entry.pop("focus", ()), focus_names),
                areas=tuple(_find_area_code(name, area, codes) for area in entry.pop("areas", ())),
                measures=_read_names(name, "measures", entry.pop("measures", ()), measure_names),
                themes=_read_names(name, "themes", entry.pop("themes", ()), VIEW_THEMES),
                you_said=" ".join(entry.pop("you_said", "").split()),
                we_did=" ".join(entry.pop("we_did", "").split()),
                source=entry.pop("source", ""),
            )
            if entry:
                raise ValueError(f"[{name}]: unknown key {sorted(entry)[0]!r}")
            if bool(action.you_said) != bool(action.we_did):
                raise ValueError(f"[{name}]: `you_said` and `we_did` go together: write both, or neither")
            actions.append(action)
    return tuple(actions)


def _read_status(action_name: str, word: str) -> ActionStatus:
    if word not in list(ActionStatus):
        raise _make_error(action_name, "status", word, list(ActionStatus))
    return ActionStatus(word)


def _read_names(action_name: str, key: str, names: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    if unknown := [name for name in names if name not in known]:
        raise _make_error(action_name, key, unknown[0], sorted(known))
    return tuple(names)


def _find_area_code(action_name: str, area: str, codes: dict[str, str]) -> str:
    if area not in codes and not re.fullmatch(CODE_OF_AREA, area):
        raise _make_error(action_name, "areas", area, [*codes, "the code of a ward or neighbourhood"])
    return codes.get(area, area)


def _make_error(action_name: str, key: str, word: str, known: Sequence[str]) -> CatalogueError:
    return CatalogueError(
        file=ACTIONS,
        found=f"[{action_name}] {key}: {word!r}",
        expected=", ".join(known[:12]) + (", …" if len(known) > 12 else ""),
        remedy="correct it, or take it out",
    )
