"""Check: every figure that an officer's paper quotes, compared with the published edition."""

import json
import sys
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def check(settings: Settings, progress: Progress, *, paper: Path, json_form: bool = False) -> None:
    """Check every figure that a paper quotes, and write a copy of it with marks."""
    from fairer_stockton.uses.answers.answering import load_answerer, load_earlier_figures
    from fairer_stockton.uses.answers.checking import check_paper, make_json_values, summarise, write_table
    from fairer_stockton.uses.answers.marked_copy import choose_path_of_copy, write_marked_copy
    from fairer_stockton.uses.answers.papers import read_paper

    written = read_paper(paper)
    answerer = load_answerer(settings)
    marks = check_paper(written, answerer, load_earlier_figures(settings))
    summary, copy = summarise(marks, settings.edition, written.unread), choose_path_of_copy(paper)
    write_marked_copy(written, marks, summary, copy)
    if json_form:
        print(json.dumps(make_json_values(marks), indent=2, ensure_ascii=False))
        print(summary, file=sys.stderr)
        return
    print("\n".join(filter(None, (summary, write_table(marks), f"with marks: {copy}"))))


if __name__ == "__main__":
    from fairer_stockton.cli import main

    raise SystemExit(main(["check", *sys.argv[1:]]))
