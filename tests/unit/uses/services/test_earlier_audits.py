"""Two audits of users that differ by a few people are never both shown, whatever they are called."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fairer_stockton.definitions.service_audits import ServiceAudit
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import DisclosureError
from fairer_stockton.run.vocabulary_of_uses import ServiceListKind
from fairer_stockton.uses.services.earlier_audits import describe_private_list, refuse_what_differs_by_few
from fairer_stockton.uses.services.packs import SERVICE_AUDITS
from fairer_stockton.uses.services.users import UsersAudit, read_users_audit
from tests.unit.uses.services.towns import ACROSS, CODES, make_town

COUNTS = dict.fromkeys(CODES, 9)
ONE_MORE = {**COUNTS, CODES[3]: 10}
OTHERS = {code: 20 + 6 * (number % ACROSS) for number, code in enumerate(CODES)}  # nowhere near the first list


def read(folder: Path, counts: dict[str, int], title: str, *other_lists: str, backwards: bool = False) -> UsersAudit:
    rows = [code for code, count in counts.items() for _ in range(count)][:: -1 if backwards else 1]
    (folder / "list.csv").write_text("lsoa21cd\n" + "\n".join(rows), encoding="utf-8")
    keys = {"period": "2025", "not_a_version_of": other_lists}
    return read_users_audit(make_town(), ServiceAudit(title, "B", ServiceListKind.USERS, "list.csv", **keys), folder)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A folder of reports in which the first list has been shown as "Food bank"."""
    settings = replace(Settings(), raw=tmp_path, reports=tmp_path)
    users = read(tmp_path, COUNTS, "Food bank")
    asked = describe_private_list(settings, users)
    assert users.list_checksum not in json.dumps(asked)
    folder = tmp_path / SERVICE_AUDITS / "food-bank-2025"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"asked": asked}), encoding="utf-8")
    return settings


def check(settings: Settings, users: UsersAudit) -> None:
    refuse_what_differs_by_few(settings, users, describe_private_list(settings, users))


@pytest.mark.parametrize("title", ["Food bank", "food  bank ", "Food-bank"])
def test_another_list_of_the_same_title_is_refused(settings: Settings, title: str) -> None:
    with pytest.raises(DisclosureError, match=r"(?s)food-bank-2025.*this title from another list"):
        check(settings, read(settings.raw, OTHERS, title))


@pytest.mark.parametrize("declared", [(), ("Food bank",)])
@pytest.mark.parametrize(
    "counts",
    [
        ONE_MORE,
        {**ONE_MORE, **dict.fromkeys(CODES[-ACROSS:], 40)},  # many more in one ward, and one elsewhere
    ],
)
def test_the_list_with_one_person_more_is_refused_under_any_title(
    settings: Settings, counts: dict[str, int], declared: tuple[str, ...]
) -> None:
    with pytest.raises(DisclosureError, match=r"(?s)food-bank-2025.*another version of this list, it seems"):
        check(settings, read(settings.raw, counts, "Desk", *declared))


def test_another_list_that_differs_by_few_somewhere_is_shown_only_where_it_is_declared(settings: Settings) -> None:
    near = {**OTHERS, CODES[3]: 11}  # two more than were shown
    with pytest.raises(DisclosureError, match=r"(?s)fewer than 5.*not_a_version_of = \[.Food bank.\]"):
        check(settings, read(settings.raw, near, "Desk"))
    later = read(settings.raw, near, "Desk", "food bank")
    check(settings, later)
    folder = settings.reports / SERVICE_AUDITS / "desk-2025"
    folder.mkdir()
    asked = describe_private_list(settings, later)
    (folder / "manifest.json").write_text(json.dumps({"asked": asked}), encoding="utf-8")
    check(settings, read(settings.raw, COUNTS, "Food bank"))  # which was shown already


def test_what_is_left_of_an_area_without_its_parts_counts_too(settings: Settings) -> None:
    """The ward has 51 more and its four shown neighbourhoods 50: the hidden one has one more."""
    hidden = dict(OTHERS)
    users = read(settings.raw, hidden, "Desk")
    names = [f"{area.kind} {area.code}".strip() for area in users.areas]
    shown = dict(zip(names, users.users.counts.tolist(), strict=True))
    in_ward = [f"lsoa {code}" for code in CODES[:ACROSS]]
    earlier = {name: shown[name] - 10 for name in in_ward[:-1]} | {"ward E05000000": shown["ward E05000000"] - 41}
    counts = np.where(np.array(names) == in_ward[-1], np.nan, users.users.counts)
    users = replace(users, users=replace(users.users, counts=counts))
    manifest = settings.reports / SERVICE_AUDITS / "food-bank-2025" / "manifest.json"
    asked = json.loads(manifest.read_text(encoding="utf-8"))["asked"]
    for more, is_refused in ((0, True), (9, False)):
        asked["shown"] = earlier | {"ward E05000000": earlier["ward E05000000"] - more}
        manifest.write_text(json.dumps({"asked": asked}), encoding="utf-8")
        if is_refused:
            with pytest.raises(DisclosureError, match="fewer than 5"):
                refuse_what_differs_by_few(settings, users, {**asked, "list": "another"})
        else:
            refuse_what_differs_by_few(settings, users, {**asked, "list": "another"})


def test_the_same_list_is_shown_again_in_any_order_and_not_by_other_areas(settings: Settings) -> None:
    same = read(settings.raw, COUNTS, "Desk", backwards=True)
    check(settings, same)
    with pytest.raises(DisclosureError, match="by other areas or rules"):
        check(settings, replace(same, areas=same.areas[:-1], users=replace(
            same.users, counts=same.users.counts[:-1], is_hidden=same.users.is_hidden[:-1]
        )))  # fmt: skip


def test_a_list_that_differs_by_many_everywhere_is_shown(settings: Settings) -> None:
    check(settings, read(settings.raw, OTHERS, "Desk"))
