"""The diagram of imports: what it leaves out follows from what it draws, and arrows run down."""

import re

from docs_generator.diagram import draw, without_detours

# A long arrow (report → run), a detour (report → places beside report → measure → places), a room that nothing imports.
GRAPH = {
    "report": {"measure", "places", "editions"},
    "measure": {"places"},
    "places": {"run"},
    "editions": {"run"},
    "run": set(),
    "sample": {"run"},
}


def test_an_arrow_that_follows_from_others_is_left_out() -> None:
    assert without_detours(GRAPH) == {**GRAPH, "report": {"measure", "editions"}}


def test_every_room_is_drawn_once_and_every_arrow_has_one_head() -> None:
    text = draw(GRAPH, "Rooms & imports")
    assert sorted(re.findall(r"<text [^>]*>([^<]+)</text>", text)) == sorted(GRAPH)
    assert text.count('marker-end="url(#head)"') == sum(map(len, without_detours(GRAPH).values()))
    assert "<title>Rooms &amp; imports</title>" in text


def test_arrows_run_down() -> None:
    for start, end in re.findall(r'<path d="M\d+,(\d+) C\d+,\d+ \d+,\d+ \d+,(\d+)"', draw(GRAPH, "Rooms")):
        assert int(start) < int(end)


def test_the_same_graph_gives_the_same_bytes() -> None:
    turned = {name: set(sorted(targets, reverse=True)) for name, targets in GRAPH.items()}
    assert draw(turned, "Rooms") == draw(GRAPH, "Rooms")
