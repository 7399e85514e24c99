"""Briefs, themes, targets and characteristics: what is none of these is refused with what was found and expected."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fairer_stockton.definitions.decision_briefs import load_decision_brief, read_decision_brief
from fairer_stockton.definitions.modelled_estimates import load_hidden_answers, load_modelled_estimates
from fairer_stockton.definitions.partnership_themes import load_partnership_themes
from fairer_stockton.definitions.protected_characteristics import load_protected_characteristics
from fairer_stockton.definitions.targets import load_targets
from fairer_stockton.run.errors import CatalogueError
from tests.conftest import DEFINITIONS

THEME = '[a]\ntitle = "A"\nkind = "place"\n'
BRIEF = 'title = "A"\ndecision = "B"\n'
MODELLED = '[a]\nmeasure = "turnout"\npeople = "adults"\n'
HIDDEN = '[a]\ntitle = "A"\nyes = "b"\nof = "c"\n'
BY_AGE = f'{MODELLED}residents = "population_by_age"\n'
PAY = '[a]\nmeasure = "%s"\npeople = "adults"\nresidents = "population_by_age"\nbands = { "a" = ["aged_16_64"] }'
NOT_PERCENT = sorted(name for name, each in DEFINITIONS.measures.items() if each.unit in ("gbp", "years", "per_1000"))


def load_themes(path: Path) -> object:
    return load_partnership_themes(path, DEFINITIONS.measures)


def load_modelled(path: Path) -> object:
    return load_modelled_estimates(path, DEFINITIONS.measures, DEFINITIONS.open_sources)


def load_hidden(path: Path) -> object:
    return load_hidden_answers(path, DEFINITIONS.open_sources)


def load_characteristics(path: Path) -> object:
    return load_protected_characteristics(path, DEFINITIONS.measures)


@pytest.mark.parametrize(
    ("load", "text", "found"),
    [
        (load_themes, f'{THEME}measures = "turnout"', "'turnout'"),
        (load_themes, f"{THEME}measures = []", r"\[\]"),
        (load_themes, f"{THEME}measures = [1]", r"\[1\]"),
        (load_themes, THEME, "the key 'measures' is missing"),
        (load_themes, 'a = "b"', "'b', which is no table"),
        (load_characteristics, '[a]\ntitle = "A"\nfind_out = "B"\nmeasures = "turnout"', "'turnout'"),
        (load_characteristics, '[a]\ntitle = "A"', "the key 'find_out' is missing"),
        (lambda path: load_targets(path, DEFINITIONS.measures), "a = 1", "1, which is no table"),
        (load_modelled, '[a]\nmeasure = "turnout"', "the key 'people' is missing"),
        (load_modelled, f'{MODELLED}residents = "a"\nbands = {{ "0 to 9" = ["b"] }}', "'a'"),
        (load_modelled, f'{MODELLED}residents = "turnout"\nbands = {{ "0 to 9" = "b" }}', "'0 to 9': 'b'"),
        (load_modelled, f'{BY_AGE}bands = {{ "0 to 9" = [1] }}', r"\[1\]"),
        (load_modelled, f'{BY_AGE}bands = {{ "a" = ["aged_16_64"], "b" = ["aged_16_64"] }}', "aged_16_64: people"),
        (load_modelled, f'{BY_AGE}bands = {{ "a" = ["aged_16_64"], "b" = ["aged_50_64"] }}', "aged_16_64 and aged_50"),
        (load_modelled, f'{MODELLED}residents = "open_space"\nbands = {{ "a" = ["b"] }}', "'open_space'"),
        (load_modelled, f'{BY_AGE}rates = "residents_survey"\nbands = {{ "a" = ["b"] }}', "'residents_survey'"),
        (load_hidden, f'{HIDDEN}table = "residents_survey"\narea = "lsoa21cd"', "'residents_survey'"),
        *((load_modelled, PAY % name, f"{name}: ") for name in NOT_PERCENT),
        (lambda path: load_hidden_answers(path, {"t"}), f'{HIDDEN}table = "t"\narea = "wd24cd"', "'wd24cd'"),
        (load_decision_brief, f'{BRIEF}areas = "Norton"', "'Norton'"),
        (load_decision_brief, f"{BRIEF}areas = []", r"\[\]"),
        (load_decision_brief, 'title = "A"', "the key 'decision' is missing"),
        (load_decision_brief, f'{BRIEF}area = ["Norton"]', "unknown key 'area'"),
    ],
)
def test_what_is_not_of_its_form_is_refused(
    load: Callable[[Path], object], text: str, found: str, tmp_path: Path
) -> None:
    path = tmp_path / "asked.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"(?s)asked\.toml.*{found}.*expected.*to do"):
        load(path)


def test_a_brief_and_what_is_named_beside_it_are_not_mixed(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="--places beside it"):
        read_decision_brief(tmp_path / "a.toml", "", "Norton", "", "")
    with pytest.raises(CatalogueError, match="FILE=my-decision.toml"):  # of `make epia` without FILE
        read_decision_brief(Path(), "", "", "", "")
