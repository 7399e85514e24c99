"""Earlier audits of users: no list is shown where it and what was shown before would reveal a few people."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.manifests import MANIFEST
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.fingerprints import read_json
from fairer_stockton.run.sum_key import SumKey, create_sum_key, read_sum_key
from fairer_stockton.uses.services.packs import SERVICE_AUDITS
from fairer_stockton.uses.services.users import UsersAudit, mark_places_of_areas

if TYPE_CHECKING:
    from fairer_stockton.statistics.estimate import Floats

# From this part of the areas on that have the very same count, two lists are taken for versions of one: lists of other
# people agree so often by chance only where they show next to nothing.
PART_ALIKE = 0.5
# It does not help a list of which half of the counts are the same.
OTHERWISE = (
    ". A list of another service or period, which is not that one corrected or added to, has another title, and says"
)


def describe_private_list(settings: Settings, users: UsersAudit) -> dict[str, Any]:
    """Return what the manifest of an audit of users records: of the list a keyed sum alone, which tells nobody of it.

    The areas and the rules are recorded with it: the same list by others could reveal what these hide. So are the
    counts that are shown, with which later lists are compared.
    """
    areas = [[area.kind, area.code, [*area.positions]] for area in users.areas]
    rules = asdict(users.edition.definitions.rules.of([]))
    public = json.dumps([areas, list(users.neighbourhoods.codes), rules], default=dict, sort_keys=True)
    counts = zip(_list_names(users), users.users.counts, users.users.is_hidden, strict=True)
    return {
        "audit": asdict(users.audit),
        "list": _find_private_key(settings).seal_file(users.list_checksum),
        "areas_and_rules": sha256(public.encode()).hexdigest(),
        "shown": {name: int(count) for name, count, is_hidden in counts if not is_hidden},
    }


def _list_names(users: UsersAudit) -> list[str]:
    return [f"{area.kind} {area.code}".strip() for area in users.areas]


def _find_private_key(settings: Settings) -> SumKey:
    """Return the key beside the private extracts, written there where there is none yet."""
    try:
        return read_sum_key(settings.raw) or create_sum_key(settings.raw)
    except FileExistsError:  # another run has written it at this moment
        return _find_private_key(settings)


def refuse_what_differs_by_few(settings: Settings, users: UsersAudit, asked: Mapping[str, Any]) -> None:
    """Refuse to show a list of users where an earlier audit, of whatever title and edition, differs by few people.

    Raises:
        DisclosureError: the earlier audit and this one together would reveal them, or may.
    """
    manifests = sorted((settings.reports / SERVICE_AUDITS).glob(f"*/{MANIFEST}"))
    shown = {path.parent: before for path in manifests if "shown" in (before := read_json(path).get("asked", {}))}
    if any(all(before[name] == asked[name] for name in ("list", "areas_and_rules")) for before in shown.values()):
        return  # all of it is there to be seen
    for folder, before in shown.items():
        if found := _find_danger(users, asked, before):
            raise DisclosureError(
                folder=folder,
                found=found,
                expected="each list of users once: two versions that differ by a few people would reveal them",
                remedy=f"keep that audit and make no other; or remove its folder, if nobody else has seen it{OTHERWISE}"
                f" not_a_version_of = [{json.dumps(before['audit']['title'], ensure_ascii=False)}]",
            )


def _find_danger(users: UsersAudit, asked: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    if before["list"] == asked["list"]:
        return "an audit of this list by other areas or rules"
    title = before["audit"]["title"]
    if _simplify(title) == _simplify(users.audit.title):
        return "an audit of this title from another list"
    earlier = np.array([before["shown"].get(name, np.nan) for name in _list_names(users)])
    differences = users.users.counts - earlier  # nan where either is hidden
    is_known = ~np.isnan(differences)
    if is_known.any() and (differences[is_known] == 0).mean() >= PART_ALIKE:
        return "an audit of another version of this list, it seems: half of the areas or more have the same count"
    is_declared = _simplify(title) in map(_simplify, users.audit.not_a_version_of)
    fewest = users.edition.definitions.rules.of([]).fewest_counted
    if _has_few(_list_differences_of_parts(users, differences), fewest) and not is_declared:
        return f"an audit with counts that differ from these by fewer than {fewest}, in some area that both show"
    return ""


def _simplify(title: str) -> str:
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _has_few(differences: "Floats", fewest: int) -> bool:
    return bool(((np.abs(differences) > 0) & (np.abs(differences) < fewest)).any())


def _list_differences_of_parts(users: UsersAudit, differences: "Floats") -> "Floats":
    """Return the differences of areas, and of what is left of each without those in it of each kind."""
    holds = mark_places_of_areas(users.areas, len(users.neighbourhoods.codes) + 1).astype(float)
    is_inside = (holds @ holds.T == holds.sum(axis=1)) & ~np.eye(len(holds), dtype=bool)
    kinds = np.array([area.kind for area in users.areas])
    parts = [differences]
    for kind in sorted(set(kinds)):
        inner = (kinds == kind) & ~np.isnan(differences)
        parts.append(differences - is_inside[:, inner] @ differences[inner])
    return np.concatenate(parts)
