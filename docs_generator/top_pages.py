"""A hook of mkdocs: the pages that lie at the top of the repository, where people look for them, join the site."""

from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent  # mkdocs loads this file by itself, without the rest of the folder
PAGES = {"GLOSSARY.md": "glossary.md", "CHANGELOG.md": "changelog.md"}


def on_files(files: Any, config: Any) -> Any:
    """Add the pages to those of `docs/`; mkdocs calls this when it has found these."""
    from mkdocs.structure.files import File

    for name, uri in PAGES.items():
        text = (PROJECT / name).read_text(encoding="utf-8").replace("](docs/", "](")  # as seen from docs/
        files.append(File.generated(config, uri, content=text))
    return files
