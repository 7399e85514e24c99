"""A server for assistants on standard input and output: the few messages of the Model Context Protocol that tools need.

A message is a line of JSON-RPC 2.0, as the protocol's specification of 18 June 2025 has it.
"""

import json
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TextIO

from fairer_stockton.uses.answers.answering import Answerer

VERSIONS = ("2025-06-18", "2025-03-26", "2024-11-05")  # of the protocol; the first is offered to whoever asks otherwise
# Numbers of JSON-RPC.
NOT_JSON, NO_REQUEST, NO_METHOD, WRONG_PARAMETERS, OWN_FAULT = -32700, -32600, -32601, -32602, -32603
LONGEST_ECHO = 100  # letters of a method or a tool that a refusal repeats
READS_ONLY = {"readOnlyHint": True, "openWorldHint": False}
INSTRUCTIONS = (
    "Published figures of one edition of the council's inequalities report. Quote a figure with its interval, period, "
    "area, source and link, all of which are in the answer. A figure that is not known or not shown must not be "
    "estimated, and none of them says what caused a difference."
)
TOOLS: list[dict[str, Any]] = [
    {
        "name": "ask",
        "title": "Ask the report",
        "description": "Answer a question in everyday words, such as 'life expectancy gap in Hartburn', by published "
        "figures; or say what is ambiguous, not known or not shown.",
        "inputSchema": {
            "type": "object",
            "properties": {"question": {"type": "string", "description": "a measure; an area, group and period"}},
            "required": ["question"],
        },
        "annotations": READS_ONLY,
    },
    {
        "name": "list_measures",
        "title": "List the measures",
        "description": "List every measure that has figures, with its unit, kinds of area and periods.",
        "inputSchema": {"type": "object", "properties": {}},
        "annotations": READS_ONLY,
    },
]


class MessageError(Exception):
    """A message that cannot be answered, with its number in JSON-RPC."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(words)
        self.number = number


@dataclass(frozen=True)
class AssistantServer:
    """The tools of one edition."""

    answerer: Answerer
    version: str  # of this software

    def serve(self, incoming: Iterable[str], outgoing: TextIO) -> None:
        """Write a reply for each line that asks for one, until there are no more."""
        for line in incoming:
            if line.strip() and (reply := self.reply(line)):
                outgoing.write(reply + "\n")
                outgoing.flush()

    def reply(self, line: str) -> str:
        """Return the reply to a message as a line of JSON; none to a notification or to a client's own reply."""
        identity: str | int | None = None
        try:
            message = _read_message(line)
            if "method" not in message or "id" not in message:
                return ""
            identity = _read_identity(message)
            outcome = self._answer_request(message["method"], message.get("params") or {})
            return _write_message(identity, result=outcome)
        except MessageError as wrong:
            return _write_message(identity, error={"code": wrong.number, "message": str(wrong)})
        except Exception:  # one question that fails must not end the server, of which others are asked
            traceback.print_exc(file=sys.stderr)
            return _write_message(identity, error={"code": OWN_FAULT, "message": "a fault of this server"})

    def _answer_request(self, method: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        methods: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "initialize": self._initialize,
            "ping": lambda _: {},
            "tools/list": lambda _: {"tools": TOOLS},
            "tools/call": self._call_tool,
        }
        if method not in methods:
            raise MessageError(NO_METHOD, f"there is no method {method[:LONGEST_ECHO]!r} here")
        if not isinstance(parameters, Mapping):
            raise MessageError(WRONG_PARAMETERS, "params must be an object")
        return methods[method](parameters)

    def _initialize(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        wanted = parameters.get("protocolVersion")
        return {
            "protocolVersion": wanted if wanted in VERSIONS else VERSIONS[0],
            "capabilities": {"tools": {"listChanged": False}},
            "serverInfo": {"name": "fairer-report", "title": "The inequalities report", "version": self.version},
            "instructions": INSTRUCTIONS,
        }

    def _call_tool(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        arguments = parameters.get("arguments") or {}
        name = parameters.get("name")
        if name == "list_measures":
            return _wrap(self.answerer.list_measures())
        if name != "ask":
            wrong = repr(name)[:LONGEST_ECHO]
            raise MessageError(WRONG_PARAMETERS, f"there is no tool {wrong}: there are ask and list_measures")
        question = arguments.get("question") if isinstance(arguments, Mapping) else None
        if not isinstance(question, str):
            raise MessageError(WRONG_PARAMETERS, "ask needs a question, as text")
        return _wrap(self.answerer.answer(question).make_json_values())


def _read_message(line: str) -> dict[str, Any]:
    try:
        message = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise MessageError(NOT_JSON, "a message must be a line of JSON") from None
    if not isinstance(message, dict) or not (isinstance(message.get("method"), str) or _is_reply(message)):
        raise MessageError(NO_REQUEST, "a message must be one request of JSON-RPC 2.0 with a method")
    return message


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _is_reply(message: Mapping[str, Any]) -> bool:
    """Return whether a message is a client's reply, which asks for nothing."""
    return "method" not in message and "id" in message and ("result" in message or "error" in message)


def _read_identity(message: Mapping[str, Any]) -> str | int:
    identity = message["id"]
    if type(identity) not in (str, int):
        raise MessageError(NO_REQUEST, "the id of a request must be text or a whole number")
    return identity


def _write_message(identity: str | int | None, **outcome: Mapping[str, Any]) -> str:
    """Return a message in letters that every encoding has: a half of a surrogate pair has no other form."""
    return json.dumps({"jsonrpc": "2.0", "id": identity, **outcome}, allow_nan=False)


def _wrap(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a tool has to say: as words for whoever reads, and as values for programs."""
    text = str(values.get("text") or json.dumps(values, ensure_ascii=False))
    return {"content": [{"type": "text", "text": text}], "structuredContent": dict(values), "isError": False}
