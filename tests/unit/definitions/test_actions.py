"""What officers record: read with areas by name or code, and refused where it names what there is not."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.actions import Action, load_actions
from fairer_stockton.definitions.named_areas import NamedArea
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import ActionStatus

NAMED = (
    NamedArea("target_area", "target-north", "North (to be agreed)", "2021", "", (), False, "", "", "to be agreed"),
)
PLAIN = '[hub]\ntitle = "A hub"\nwords = "Advice\\nin one place."\nowner = "A team"\nstatus = "done"\nsince = 2024\n'


def read(path: Path, text: str) -> tuple[Action, ...]:
    path.write_text(text, encoding="utf-8")
    return load_actions(path, ("borough",), ("turnout",), NAMED)


def test_an_action_is_read_with_the_codes_of_its_areas(tmp_path: Path) -> None:
    more = 'focus = ["borough"]\nareas = ["North", "E05014882"]\nmeasures = ["turnout"]\n'
    (action,) = read(tmp_path / "actions.toml", PLAIN + more)
    assert action.words == "Advice in one place."
    assert (action.status, action.since) == (ActionStatus.DONE, "2024")
    assert action.areas == ("target-north", "E05014882")
    assert (action.focus, action.measures) == (("borough",), ("turnout",))


def test_an_action_needs_no_area_measure_or_answer(tmp_path: Path) -> None:
    (action,) = read(tmp_path / "actions.toml", PLAIN)
    assert (action.areas, action.measures, action.focus, action.you_said) == ((), (), (), "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAIN + 'measures = ["turnuot"]\n', r"found     \[hub\] measures: 'turnuot'\nexpected  turnout"),
        (PLAIN + 'areas = ["South"]\n', r"\[hub\] areas: 'South'\nexpected  North, the code of a ward"),
        (PLAIN + 'focus = ["moon"]\n', r"\[hub\] focus: 'moon'\nexpected  borough"),
        (PLAIN.replace("done", "finished"), r"\[hub\] status: 'finished'\nexpected  planned, under_way, done, stopped"),
        (PLAIN + 'you_said = "Help."\n', "`you_said` and `we_did` go together"),
        (PLAIN + 'colour = "red"\n', "unknown key 'colour'"),
        (PLAIN.replace('owner = "A team"\n', ""), "the key 'owner' is missing"),
        ("[hub\n", "not TOML"),
    ],
)
def test_an_action_that_is_not_as_it_must_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        read(tmp_path / "actions.toml", text)
