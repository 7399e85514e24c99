"""Ask: questions in everyday words, answered by the cells of the published edition."""

import json
import sys

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def ask(
    settings: Settings, progress: Progress, *, question: str = "", json_form: bool = False, serve: bool = False
) -> None:
    """Answer a question about the published edition by its figures, or serve assistants (--serve)."""
    from fairer_stockton import __version__
    from fairer_stockton.uses.answers.answering import load_answerer
    from fairer_stockton.uses.answers.assistant_server import AssistantServer

    answerer = load_answerer(settings)
    if serve:
        AssistantServer(answerer, __version__).serve(sys.stdin, sys.stdout)
        return
    answer = answerer.answer(question)
    words = json.dumps(answer.make_json_values(), indent=2, ensure_ascii=False) if json_form else answer.write()
    print(words)


if __name__ == "__main__":
    from fairer_stockton.cli import main

    raise SystemExit(main(["ask", *sys.argv[1:]]))
