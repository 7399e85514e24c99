"""The style sheet: one scale of text sizes, declared once and used everywhere."""

import re

from fairer_stockton.report.pages.render import TEMPLATES

CSS = re.sub(r"/\*.*?\*/", "", (TEMPLATES / "style.css").read_text(encoding="utf-8"), flags=re.S)
SIZE = re.compile(r"(?<![\w-])(font(?:-size)?):\s*([^;}]+)")


def list_sizes_off_the_scale(css: str) -> list[str]:
    """List the declarations of a size of text that name none of the scale's variables."""
    return [
        f"{name}: {size.strip()}"
        for name, size in SIZE.findall(css)
        if not re.search(r"var\(--[\w-]*text[\w-]*\)|inherit", size)
    ]


def test_text_has_no_size_but_those_of_the_scale() -> None:
    assert list_sizes_off_the_scale(CSS) == []
    assert list_sizes_off_the_scale("p { font-size: 1rem } b { font: 700 1rem/1 serif }") == [
        "font-size: 1rem",
        "font: 700 1rem/1 serif",
    ]


def test_every_size_of_the_scale_is_declared_grows_with_the_readers_own_and_is_used() -> None:
    screen, _, paper = CSS.partition("@media print")
    declared = dict(re.findall(r"(--text-[\w-]+):\s*([^;}]+)", screen))
    assert set(re.findall(r"var\((--text-[\w-]+)\)", CSS)) == declared.keys()
    assert all("rem" in size and "px" not in size for size in declared.values())
    assert set(re.findall(r"(--text-[\w-]+):", paper)) == declared.keys(), "paper has a scale of its own"


def test_no_template_sets_a_size_of_its_own() -> None:
    assert [path.name for path in TEMPLATES.glob("*.j2") if "font-size" in path.read_text(encoding="utf-8")] == []
