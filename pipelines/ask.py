"""Ask: questions in everyday words, answered by the cells of the published edition."""

import io
import json
import sys

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.progress import Progress


def ask(
    settings: Settings, progress: Progress, *, question: str = "", json_form: bool = False, serve: bool = False
) -> None:
    """Answer a question about the published edition by its figures, or serve assistants (--serve)."""
    _check_options(question, serve)

    from fairer_stockton import __version__
    from fairer_stockton.uses.answers.answering import load_answerer
    from fairer_stockton.uses.answers.assistant_server import AssistantServer

    answerer = load_answerer(settings)
    if serve:
        # JSON is UTF-8, whatever the machine's own encoding is; a wrong byte spoils its own message alone.
        incoming = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
        AssistantServer(answerer, __version__).serve(incoming, sys.stdout)
        return
    answer = answerer.answer(question)
    print(json.dumps(answer.make_json_values(), indent=2) if json_form else _make_printable(answer.write()))


def _check_options(question: str, serve: bool) -> None:
    if serve and question:
        raise CatalogueError("--serve takes its questions on standard input: leave out the question, or --serve")
    if not serve and not question.strip():
        raise CatalogueError('there is no question: make ask Q="life expectancy in Hartburn", or fairer ask "…"')


def _make_printable(words: str) -> str:
    """Return words in letters that the screen has: a minus sign that it has not is a hyphen, and never left out."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        return words.replace("−", "-").encode(encoding, "backslashreplace").decode(encoding)
    return words


if __name__ == "__main__":
    from fairer_stockton.cli import main

    raise SystemExit(main(["ask", *sys.argv[1:]]))
