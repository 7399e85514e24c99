"""The framework's story: read in its order, and refused where it names what there is not."""

from pathlib import Path

import pytest

from fairer_stockton.definitions.story import PublishedFact, Story, load_story
from fairer_stockton.run.errors import CatalogueError

PLAIN = """
source = "https://example.org"
note   = "Ours."
[stage.causes]
title   = "Causes"
words   = "Money."
domains = ["income"]
[focus.council]
title    = "The council"
words    = "As employer."
measures = ["gender_pay_gap"]
communities = ["Acute need"]
[[focus.council.facts]]
title  = "Apprentices"
value  = "31"
period = "March 2025"
source = "https://example.org/apprentices"
"""


def read(path: Path, text: str) -> Story:
    path.write_text(text, encoding="utf-8")
    return load_story(path, ("income",), ("gender_pay_gap",), ("Acute need",))


def test_stages_and_focus_areas_are_read_in_their_order(tmp_path: Path) -> None:
    story = read(tmp_path / "story.toml", PLAIN)
    assert [stage.domains for stage in story.stages] == [("income",)]
    (focus,) = story.focus
    assert (focus.name, focus.measures, focus.domains) == ("council", ("gender_pay_gap",), ())
    assert focus.facts == (PublishedFact("Apprentices", "31", "March 2025", "https://example.org/apprentices"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAIN.replace('["income"]', '["incom"]'), "causes: domains: there is no 'incom'"),
        (PLAIN.replace("gender_pay_gap", "pay"), "council: measures: there is no 'pay'"),
        (PLAIN.replace("Acute need", "Others"), "council: communities: there is no 'Others'"),
        (PLAIN.replace('note   = "Ours."\n', ""), "the key 'note' is missing"),
        (PLAIN.replace("period =", "when ="), "when"),
        (PLAIN.replace("words   =", "word ="), "word"),
        ("colour = 1\n" + PLAIN, "unknown key 'colour'"),
    ],
)
def test_a_story_that_is_not_as_it_must_be_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        read(tmp_path / "story.toml", text)
