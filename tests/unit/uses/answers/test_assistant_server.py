"""The server for assistants, spoken to over pipes: replies as JSON-RPC 2.0 has them, and a refusal for what is none."""

import io
import json
import os
import threading
from typing import Any

import pytest

from fairer_stockton.uses.answers.answering import Answerer
from fairer_stockton.uses.answers.assistant_server import AssistantServer

pytestmark = pytest.mark.xdist_group("answers")


def speak(answerer: Answerer, *messages: Any) -> list[dict[str, Any]]:
    """Return the replies to messages, which go through a pipe as lines."""
    reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), "rw", strict=True))
    said = io.StringIO()
    server = threading.Thread(target=AssistantServer(answerer, "1.0").serve, args=(reading, said))
    server.start()
    with writing:
        for message in messages:
            writing.write((message if isinstance(message, str) else json.dumps({"jsonrpc": "2.0", **message})) + "\n")
    server.join()
    reading.close()
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_an_assistant_gets_a_figure_with_its_source(answerer: Answerer) -> None:
    call = {"name": "ask", "arguments": {"question": "turnout in Yarm"}}
    hello, tools, called = speak(
        answerer,
        {"id": 1, "method": "initialize", "params": {"protocolVersion": "2024-11-05", "capabilities": {}}},
        {"method": "notifications/initialized"},
        {"id": "two", "method": "tools/list"},
        {"id": 3, "method": "tools/call", "params": call},
    )
    assert (hello["id"], hello["result"]["protocolVersion"]) == (1, "2024-11-05")
    assert [tool["name"] for tool in tools["result"]["tools"]] == ["ask", "list_measures"]
    (cell,) = called["result"]["structuredContent"]["cells"]
    assert (cell["measure"], cell["area"], cell["unit"]) == ("turnout", "Yarm", "percent")
    assert cell["text"] in called["result"]["content"][0]["text"]
    assert cell["sources"]
    assert "explorer.html#measure=turnout" in cell["link"]


def test_measures_are_listed(answerer: Answerer) -> None:
    (reply,) = speak(answerer, {"id": 1, "method": "tools/call", "params": {"name": "list_measures"}})
    measures = reply["result"]["structuredContent"]["measures"]
    assert {measure["measure"] for measure in measures} == set(answerer.figures.edition.measures.index)


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("not json", -32700),
        ("[" * 100_000, -32700),
        ("[]", -32600),
        ('{"id": 1}', -32600),
        ({"id": 1, "method": "resources/list"}, -32601),
        ({"id": 1, "method": "tools/call", "params": {"name": "delete"}}, -32602),
        ({"id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": {"question": 7}}}, -32602),
        ({"id": 1, "method": "tools/call", "params": [1]}, -32602),
        ('{"id": NaN, "method": "ping"}', -32700),
        ('{"id": 1e999, "method": "ping"}', -32600),
        ({"id": {}, "method": "ping"}, -32600),
        ({"id": None, "method": "ping"}, -32600),
        ({"id": 1, "method": "m" * 1_000_000}, -32601),
    ],
)
def test_what_is_no_request_is_refused_and_the_next_is_answered(answerer: Answerer, message: Any, number: int) -> None:
    refusal, pong = speak(answerer, message, {"id": 9, "method": "ping"})
    assert refusal["error"]["code"] == number
    assert len(str(refusal)) < 300
    assert pong == {"jsonrpc": "2.0", "id": 9, "result": {}}


def test_half_a_letter_is_answered_and_the_next_is_too(answerer: Answerer) -> None:
    call = {"name": "ask", "arguments": {"question": "a \ud800 b"}}
    answered, pong = speak(
        answerer, {"id": "\udc00", "method": "tools/call", "params": call}, {"id": 9, "method": "ping"}
    )
    assert (answered["id"], answered["result"]["structuredContent"]["status"]) == ("\udc00", "not_known")
    assert pong["id"] == 9


def test_a_reply_of_the_client_is_left_and_a_long_question_is_not_repeated(answerer: Answerer) -> None:
    call = {"name": "ask", "arguments": {"question": "x" * 1_000_000}}
    (answered,) = speak(answerer, {"id": 3, "result": {}}, {"id": 4, "method": "tools/call", "params": call})
    assert answered["id"] == 4
    assert len(str(answered)) < 3_000


def test_a_fault_is_reported_and_the_server_goes_on(answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answerer, "answer", lambda *_: {}["no such thing"])
    call = {"name": "ask", "arguments": {"question": "turnout"}}
    fault, pong = speak(answerer, {"id": 1, "method": "tools/call", "params": call}, {"id": 9, "method": "ping"})
    assert (fault["id"], fault["error"]["code"]) == (1, -32603)
    assert pong["id"] == 9
