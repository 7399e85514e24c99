"""The rules of disclosure control: what they cannot say is refused by name, and the strictest of several holds."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.disclosure_rules import load_disclosure_rules
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import PACKAGE
from tests.conftest import DEFINITIONS

WHY = 'why = "its licence asks for it"'


def written(folder: Path, *changes: tuple[str, str], more: str = "") -> Path:
    """Write the project's own rules with words changed and lines added."""
    text = (PACKAGE / "definitions/disclosure.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = folder / "own_rules.toml"
    path.write_text(f"{text}\n{more}\n", encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(CatalogueError) as refused:
        load_disclosure_rules(path, DEFINITIONS.sources)
    assert path.name in str(refused.value)
    return str(refused.value)


def test_the_projects_own_rules_are_read():
    rules = DEFINITIONS.rules
    assert rules.fewest_respondents <= rules.few_respondents
    assert all(weight > 0 for weight in rules.importance.values())
    assert rules.of(["debt_advice"]) == rules


def test_a_source_changes_only_what_it_names(tmp_path):
    rules = load_disclosure_rules(
        written(tmp_path, more=f"[source.debt_advice]\nfewest_counted = 10\n{WHY}"), DEFINITIONS.sources
    )
    own = rules.sources["debt_advice"]
    assert (own.fewest_counted, own.why) == (10, "its licence asks for it")
    assert own.fewest_respondents == rules.fewest_respondents
    assert rules.fewest_counted == DEFINITIONS.rules.fewest_counted
    assert not rules.why


@pytest.mark.parametrize("key", ["fewest_counted", "zeros", "p_ratio", "dominant_share"])
def test_a_missing_key_is_named(tmp_path, key):
    line = next(
        line
        for line in (PACKAGE / "definitions/disclosure.toml").read_text(encoding="utf-8").splitlines()
        if line.startswith(f"{key} ")
    )
    assert f"'{key}'" in refusal(written(tmp_path, (line, "")))


def test_a_missing_table_is_named(tmp_path):
    path = tmp_path / "own_rules.toml"
    text = (PACKAGE / "definitions/disclosure.toml").read_text(encoding="utf-8")
    path.write_text(text[: text.index("[importance]")], encoding="utf-8")
    assert "'importance' is missing" in refusal(path)
    path = tmp_path / "no_rules.toml"
    path.write_text(text[text.index("[importance]") :], encoding="utf-8")
    assert "'rules' is missing" in refusal(path)


@pytest.mark.parametrize(
    ("changes", "more", "named"),
    [
        ([("dominant           = 2", "dominant = 2\nfewest_homes = 5")], "", "fewest_homes"),
        ([("dominant           = 2", f"dominant = 2\n{WHY}")], "", "why"),
        ([("dominant           = 2", "dominant = 2\nsources = 3")], "", "sources"),
        ([], f"[source.debt_advice]\nfewest_homes = 5\n{WHY}", "fewest_homes"),
        ([], "[thresholds]\nfewest_counted = 5", "thresholds"),
    ],
)
def test_an_unknown_key_is_named(tmp_path, changes, more, named):
    assert f"'{named}'" in refusal(written(tmp_path, *changes, more=more))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('= "shown"', '= "maybe"', "zeros 'maybe' is not one of shown, hidden"),
        ('= "shown"', "= true", "zeros True"),
        ("fewest_counted     = 5", "fewest_counted = 0", "fewest_counted must be a whole number of 1 or more, found 0"),
        ("fewest_counted     = 5", "fewest_counted = 4.5", "found 4.5"),
        ("fewest_counted     = 5", "fewest_counted = true", "found True"),
        ("fewest_counted     = 5", 'fewest_counted = "5"', "found '5'"),
        ("fewest_respondents = 30", "fewest_respondents = 1", "a whole number of 2 or more, found 1"),
        ("few_respondents    = 100", "few_respondents = -1", "few_respondents"),
        ("fewest_answers     = 5", "fewest_answers = 0", "fewest_answers must be a whole number of 1 or more, found 0"),
        ("dominant           = 2", "dominant = 0", "dominant must be"),
        ("few_respondents    = 100", "few_respondents = 29", "few_respondents 29 is below fewest_respondents"),
        ("borough               = 20", "borough = 0", "importance must be numbers above zero"),
        ("borough               = 20", 'borough = "much"', "importance must be numbers above zero"),
        ("borough               = 20", "burough = 20", "importance must name borough, group"),
        ("= 0.90", "= 1", "dominant_share must lie between 0 and 1, found 1"),
        ("= 0.90", "= 90", "dominant_share must lie between 0 and 1, found 90"),
        ("= 0.90", "= nan", "dominant_share"),
        ("= 0.10", "= 0.0", "p_ratio must lie between 0 and 1, found 0.0"),
        ("= 0.10", '= "10 %"', "p_ratio"),
        ("rounded_to         = 5", "rounded_to = 1", "rounded_to must be a whole number of 2 or more, found 1"),
        ("rounded_to         = 5", "rounded_to = 5.0", "rounded_to must be a whole number of 2 or more, found 5.0"),
        ('= "suppression"\nrounded', '= "rounding"\nrounded', "method 'rounding' is for single sources: name them"),
        ('= "suppression"\nrounded', '= "noise"\nrounded', "method 'noise' is not one of suppression, rounding"),
    ],
)
def test_a_value_that_cannot_be_is_named(tmp_path, old, new, found):
    said = refusal(written(tmp_path, (old, new)))
    assert "[rules]" in said
    assert found in said


def test_all_wrong_values_are_said_at_once(tmp_path):
    said = refusal(written(tmp_path, ("fewest_counted     = 5", "fewest_counted = 0"), ("= 0.10", "= 10")))
    assert len(said.splitlines()) == 2


def test_the_source_with_a_wrong_value_is_named(tmp_path):
    said = refusal(written(tmp_path, more=f"[source.debt_advice]\nfewest_counted = -5\n{WHY}"))
    assert "[source.debt_advice]" in said
    assert "found -5" in said


@pytest.mark.parametrize("lines", ["fewest_counted = 10", 'fewest_counted = 10\nwhy = ""'])
def test_a_source_of_its_own_rules_says_why(tmp_path, lines):
    said = refusal(written(tmp_path, more=f"[source.debt_advice]\n{lines}"))
    assert "[source.debt_advice] needs `why`" in said


def test_a_source_that_there_is_not_is_refused(tmp_path):
    said = refusal(written(tmp_path, more=f"[source.debt_advise]\nfewest_counted = 10\n{WHY}"))
    assert "[source.debt_advise] is no source" in said


@pytest.mark.parametrize("content", ["source = 3", "[source]\ndebt_advice = 3"])
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "own_rules.toml"
    path.write_text(
        f"{content}\n{(PACKAGE / 'definitions/disclosure.toml').read_text(encoding='utf-8')}", encoding="utf-8"
    )
    assert "own_rules.toml" in refusal(path)


@pytest.mark.parametrize("content", [b"[rules\n", b"\xff\xfe"])
def test_what_is_not_toml_is_refused(tmp_path, content):
    path = tmp_path / "own_rules.toml"
    path.write_bytes(content)
    assert "not TOML" in refusal(path)


def test_the_strictest_of_several_sources_holds(tmp_path):
    rules = load_disclosure_rules(
        written(
            tmp_path,
            more=f"""
[source.debt_advice]
fewest_counted = 10
zeros = "hidden"
dominant_share = 0.8
{WHY}
[source.customer_contacts]
fewest_respondents = 50
few_respondents = 200
dominant = 3
dominant_share = 0.85
p_ratio = 0.2
{WHY}
""",
        ),
        DEFINITIONS.sources,
    )
    both = rules.of(["debt_advice", "customer_contacts", "census"])
    assert (both.fewest_counted, both.fewest_respondents, both.few_respondents) == (10, 50, 200)
    assert (both.dominant, both.dominant_share, both.p_ratio) == (3, 0.8, 0.2)
    assert (both.zeros, both.importance) == ("hidden", rules.importance)
    assert rules.of(["customer_contacts", "debt_advice"]) == both
    one = rules.of(["customer_contacts"])
    assert (one.fewest_counted, one.zeros, one.dominant_share) == (rules.fewest_counted, "shown", 0.85)
    assert rules.of(["census"]) == rules
    assert rules.of([]) == rules


def test_a_laxer_source_does_not_loosen_what_another_asks(tmp_path):
    rules = load_disclosure_rules(
        written(tmp_path, more=f"[source.debt_advice]\nfewest_counted = 3\n{WHY}"), DEFINITIONS.sources
    )
    assert rules.of(["debt_advice"]).fewest_counted == 3
    assert rules.of(["debt_advice", "customer_contacts"]).fewest_counted == 5


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ('method = "rounding"\nrounded_to = 4', "rounded_to 4 is below fewest_counted"),
        ('method = "rounding"\nfewest_counted = 10', "rounded_to 5 is below fewest_counted"),
        ('method = "noise"', "method 'noise' is not one of suppression, rounding"),
        ('method = "rounding"\nrounded_to = true', "rounded_to must be a whole number of 2 or more, found True"),
    ],
)
def test_a_source_cannot_be_rounded_so_that_small_counts_are_told(tmp_path, lines, found):
    said = refusal(written(tmp_path, more=f"[source.debt_advice]\n{lines}\n{WHY}"))
    assert f"[source.debt_advice] {found}" in said


def test_what_rests_on_a_source_that_is_not_rounded_is_not_rounded(tmp_path):
    rounding = f'method = "rounding"\n{WHY}'
    more = f"[source.debt_advice]\nrounded_to = 10\n{rounding}\n[source.private_rented_inspections]\n{rounding}"
    rules = load_disclosure_rules(written(tmp_path, more=more), DEFINITIONS.sources)
    both = rules.of(["private_rented_inspections", "debt_advice"])
    assert (both.method, both.rounded_to) == ("rounding", 10)
    assert rules.of(["private_rented_inspections"]).rounded_to == 5
    assert rules.of(["debt_advice", "customer_contacts"]).method == "suppression"
    assert rules.of([]).method == "suppression"
