"""`python -m docs_generator`: write the generated pages of `docs/`."""

from docs_generator import architecture, operations, reference, ways
from docs_generator.house import PROJECT

DOCS = PROJECT / "docs"


def generated() -> dict[str, str]:
    """Return the text of every generated page and diagram, by path below `docs/`."""
    pages = {**architecture.pages(), **operations.pages(), **reference.pages(), **ways.pages()}
    return {path.as_posix(): text for path, text in pages.items()}


def main() -> None:
    """Write the pages that differ from what stands there."""
    for name, text in generated().items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote docs/{name}")


if __name__ == "__main__":
    main()
