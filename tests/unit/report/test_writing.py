"""A whole edition, written twice: the same bytes, every domain, every number from the tables, stamped where due."""

import csv
import dataclasses
import html
import re
import shutil
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from fairer_stockton.definitions.commentary import Comment, Commentary
from fairer_stockton.report import build
from fairer_stockton.report.build import write_edition
from fairer_stockton.report.charts.choice import make_domain_charts
from fairer_stockton.report.edition import STAMP, Edition
from fairer_stockton.report.pages.site import make_page_name_of_domain
from fairer_stockton.report.words.figures import write_difference_size, write_value_without_unit
from fairer_stockton.report.words.figures import write_value_with_unit as say
from fairer_stockton.run.progress import Progress
from fairer_stockton.schemas.results.contracts import CONTRACTS
from fairer_stockton.schemas.results.gaps import Gaps
from fairer_stockton.schemas.results.observations import Observations

from .conftest import make_edition, measure
from .numbers import unknown_numbers
from .paper_text import words_of

pytestmark = pytest.mark.xdist_group("writing")
VOID = {"meta", "link", "img", "input", "source", "br"}


class Page(HTMLParser):
    """Check that tags nest, and keep what the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self.feed(text)
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> at line {self.getpos()[0]}"

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def folders(written_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    written = {"sample": written_sample}
    for name in ("real", "again"):
        written[name] = tmp_path_factory.mktemp(name)
        write_edition(make_edition(), written[name], Progress(quiet=True))
    return written


@pytest.fixture(scope="module")
def pages(folders: dict[str, Path]) -> dict[str, str]:
    """Every page of the real edition, by its file."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folders["real"].glob("*.html"))}


@pytest.fixture(scope="module")
def index(pages: dict[str, str]) -> str:
    return pages["index.html"]


def test_the_tiny_edition_keeps_the_contract(edition: Edition) -> None:
    Observations.validate(edition.observations)
    Gaps.validate(edition.gaps)


def test_the_same_input_gives_the_same_bytes(folders: dict[str, Path]) -> None:
    files = sorted(file.relative_to(folders["real"]) for file in folders["real"].rglob("*") if file.is_file())
    assert {file.suffix for file in files} == {
        *(".html", ".css", ".js", ".json", ".csv", ".txt", ".svg", ".xlsx"),
        *(".pdf", ".docx", ".ods", ".parquet"),
    }
    for file in files:
        assert (folders["real"] / file).read_bytes() == (folders["again"] / file).read_bytes(), file


@pytest.mark.parametrize(
    "name",
    [
        *("index.html", "communities.html", "claims.html", "dictionary.html", "quality.html", "maps.html"),
        "maps-deprived-neighbourhoods.html",
        *("deprivation.html", "comparators.html", "housing.html", "power.html", "work.html", "gaps.html"),
        *("deprived-neighbourhoods.html", "methods.html", "sources.html", "glossary.html"),
    ],
)
def test_a_page_is_well_formed_and_navigable(folders: dict[str, Path], name: str) -> None:
    text = (folders["sample"] / name).read_text(encoding="utf-8")
    page = Page(text)
    assert page.named("html")[0]["lang"] == "en-GB"
    assert len(page.named("h1")) == 1
    assert len(page.named("table")) == len(page.named("caption"))
    assert all(header.get("scope") for header in page.named("th"))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(names) == len(set(names))
    inside = {str(link["href"])[1:] for link in page.named("a") if str(link["href"]).startswith("#")}
    assert inside <= set(names)
    # A search alone has scripts, which are of the edition; without them its form leads to a page that says more.
    scripts = ["ask/ask-form.js"] if name == "index.html" else []
    scripts += ["area-names.js", "find-area.js"] if name in ("index.html", "areas.html") else []
    assert [script["src"] for script in page.named("script")] == scripts
    menu = re.findall(r"<nav .*?</nav>", text, re.S)[0]
    assert re.findall(r"<summary[^>]*>([^<]*)", menu) == ["The gaps", "Places", "People", "Figures and methods"]
    assert len(re.findall(rf'href="{name}" aria-current="page"', menu)) == (not name.startswith("maps-"))


def test_every_picture_exists_and_says_what_it_shows(folders: dict[str, Path], pages: dict[str, str]) -> None:
    domains = [Page(pages[name]) for name in ("housing.html", "work.html", "deprived-neighbourhoods.html")]
    pictures = [picture for page in domains for picture in page.named("img")]
    assert len(pictures) == 5
    for picture in [*pictures, *(source for page in domains for source in page.named("source"))]:
        address = str(picture.get("src") or picture.get("srcset")).removesuffix("#dark")
        assert (folders["real"] / address).is_file()
    for picture in pictures:
        assert re.search(r"\d", str(picture["alt"]))
    assert "1 of 4 in 2019; 2 of 4 in 2025" in str(pictures)


def test_every_link_leads_somewhere(folders: dict[str, Path], pages: dict[str, str]) -> None:
    anchors = {name: set(re.findall(r' id="([^"]+)"', text)) for name, text in pages.items()}
    followed = 0
    for name, text in pages.items():
        for link in (str(link["href"]) for link in Page(text).named("a") if link.get("href")):
            path, _, anchor = link.partition("#")
            file = path.partition("?")[0]
            if link.startswith("https:") or file == "manifest.json":
                continue
            assert not file or (folders["real"] / file).is_file(), (name, link)
            if anchor and "=" not in anchor and file.endswith((".html", "")):
                assert anchor in anchors[file or name], (name, link)
                followed += 1
    assert followed > 50


def test_a_figure_links_to_its_row_of_the_csv(
    folders: dict[str, Path], pages: dict[str, str], edition: Edition
) -> None:
    with (folders["real"] / "csv/housing.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    rows = re.findall(r'href="csv/housing.csv#row=(\d+)"', pages["housing.html"])
    shown = [lines[int(row) - 1] for row in rows]
    header = lines[0]
    figure = edition.select_observations("cold_homes", area_type="borough", breakdown="all")[-1]
    assert [(line[0], line[header.index("value")]) for line in shown] == [("cold_homes", f"{figure.value:.12g}")]


def test_every_number_at_a_glance_is_in_the_tables(edition: Edition, index: str) -> None:
    tables = re.findall(r'<table class="glance".*?</table>', index, re.S)
    assert tables
    assert all(table.count('scope="col"') <= 5 for table in tables)
    cells = html.unescape(re.sub(r"<[^>]+>", " ", " ".join(tables)))
    allowed = {*edition.observations["period"], *edition.gaps["period"], "95%", *map(str, edition.gaps["periods"])}
    for rows in (edition.observations, edition.gaps):
        for row in rows.to_dict("records"):
            change = [row.get(name) for name in ("change", "change_lower_95", "change_upper_95")]
            for number in (row["value"], row["lower_95"], row["upper_95"], *change):
                if number is not None and number == number:
                    allowed |= {
                        say(number, row["unit"]),
                        write_value_without_unit(number, row["unit"]),
                        write_value_without_unit(abs(number), row["unit"]),
                    }
                    allowed.add(write_difference_size(number, row["unit"]).split()[0])
    words = " ".join(sorted(allowed))
    known = set(re.findall(r"£?\d[\d,.]*\d%?|\d%?", words))
    shown = re.findall(r"£?\d[\d,.]*\d%?|\d%?", cells)
    assert len(shown) > 20
    assert [number for number in shown if number not in known] == []


PAGES = ("index.html", "housing.html", "work.html", "power.html", "deprived-neighbourhoods.html", "gaps.html")


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_a_page_is_in_the_tables(folders: dict[str, Path], edition: Edition, name: str) -> None:
    assert unknown_numbers(edition, words_of(folders["real"] / name)) == []


def test_a_wrong_number_of_a_page_is_found(folders: dict[str, Path], edition: Edition, tmp_path: Path) -> None:
    text = (folders["real"] / "housing.html").read_text(encoding="utf-8")
    assert "15.0 percentage points" in text
    (tmp_path / "housing.html").write_text(text.replace("15.0 percentage points", "15.1 percentage points", 1))
    assert unknown_numbers(edition, words_of(tmp_path / "housing.html")) == [("Cold homes", "15.1")]


def test_a_domain_without_a_measure_is_shown_with_what_it_needs(index: str, pages: dict[str, str]) -> None:
    for page in (index, pages["power.html"]):
        assert page.count("No data yet: needs the residents&#39; survey.") == 1
    assert "A say in decisions" in index
    assert "Open space" in index


def test_a_proxy_is_named_where_its_figure_stands(pages: dict[str, str]) -> None:
    assert "<strong>Nearest available measure of:</strong> Warm homes, which nobody counts." in pages["housing.html"]


def test_words_from_files_are_escaped(pages: dict[str, str]) -> None:
    assert "Invented &lt;for&gt; a test." in pages["housing.html"]


def test_the_first_page_is_light(index: str) -> None:
    assert len(index) < 300_000


def test_an_editors_note_is_shown_as_theirs(
    folders: dict[str, Path], tmp_path: Path, without_tables: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No picture shows a note, so those of the edition without one are taken.
    copy_pictures = partial(shutil.copytree, folders["real"] / "charts", tmp_path / "charts")
    monkeypatch.setattr(build, "write_pictures", lambda *_: copy_pictures())
    notes = Commentary(
        report=Comment("The <editor>", "A new strategy began."),
        domains={"work": Comment("Skills board", "Two colleges merged.")},
        measures={"pay": Comment("Skills <team>", "A large employer left in 2024.")},
    )
    write_edition(dataclasses.replace(make_edition(), commentary=notes), tmp_path, Progress(quiet=True))
    pages = {
        name: (tmp_path / name).read_text(encoding="utf-8") for name in ("index.html", "work.html", "housing.html")
    }
    assert "<p>A new strategy began.</p><footer>Note by The &lt;editor&gt;" in pages["index.html"]
    assert "<p>Two colleges merged.</p><footer>Note by Skills board" in pages["work.html"]
    assert "<p>A large employer left in 2024.</p><footer>Note by Skills &lt;team&gt;" in pages["work.html"]
    assert "Note by" not in pages["housing.html"]
    for paper in ("annual-report.pdf", "annual-report.docx"):
        words = words_of(tmp_path / paper)
        for note in (notes.report, *notes.domains.values(), *notes.measures.values()):
            assert note and f"Note by {note.by}: {note.words}" in words, paper


def test_a_sample_is_stamped_on_every_page_sheet_and_file(folders: dict[str, Path]) -> None:
    folder = folders["sample"]
    for name in (
        "index.html",
        "quality.html",
        "csv/README.txt",
        "charts/housing-fifths.svg",
        "charts/most-deprived-tenth-map.svg",
    ):
        assert STAMP in (folder / name).read_text(encoding="utf-8"), name
    for name in ("tables.xlsx", "tables.ods"):
        book = CalamineWorkbook.from_path(folder / name)
        for sheet in book.sheet_names:
            assert STAMP in str(book.get_sheet_by_name(sheet).to_python()[0][0]), sheet
    assert ",True," in (folder / "csv" / "observations.csv").read_text(encoding="utf-8")


def test_a_real_edition_is_not_stamped(folders: dict[str, Path]) -> None:
    for file in folders["real"].rglob("*"):
        if file.suffix in (".html", ".svg", ".txt", ".csv"):
            assert "SAMPLE" not in file.read_text(encoding="utf-8"), file


def test_the_workbook_has_its_sheets_and_symbols(folders: dict[str, Path]) -> None:
    book = CalamineWorkbook.from_path(folders["real"] / "tables.xlsx")
    assert book.sheet_names == [
        "Cover",
        "Contents",
        "Notes",
        "Housing",
        "Power",
        "Work",
        "Deprived neighbourhoods",
        "Gaps",
        "Communities",
        "Council figures",
        "Other councils",
        "Deprivation",
    ]
    work = str(book.get_sheet_by_name("Work").to_python())
    assert "[x] = not available" in work
    assert "34.5" in work


def test_csv_files_have_a_header_and_plain_line_ends(folders: dict[str, Path]) -> None:
    for file in sorted((folders["real"] / "csv").glob("*.csv")):
        content = file.read_bytes()
        columns = list(CONTRACTS[file.stem].to_schema().columns) if file.stem in CONTRACTS else ["measure"]
        assert content.split(b"\n")[0].decode("utf-8-sig").split(",")[0] in columns
        assert file.stem in {*CONTRACTS, "housing", "power", "work", "places"}
        assert b"\r" not in content


def test_the_report_is_light_to_import() -> None:
    import subprocess
    import sys

    heavy = "pandas matplotlib geopandas gptables jinja2 numpy"
    code = f"import sys, fairer_stockton.report; sys.exit(any(name in sys.modules for name in {heavy.split()!r}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_measure_without_any_observation_is_not_yet_measured(
    tmp_path: Path, without_pictures: None, without_tables: None
) -> None:
    whole = make_edition()
    extra = measure("damp", domain="housing", title="Damp homes", framework="Warm homes")
    left = dataclasses.replace(
        whole,
        measures={**whole.measures, "damp": extra},
        observations=whole.observations[whole.observations["measure"] != "pay"],
        gaps=whole.gaps[whole.gaps["measure"] != "pay"],
    )
    write_edition(left, tmp_path, Progress(quiet=True))
    text = "".join((tmp_path / name).read_text(encoding="utf-8") for name in ("housing.html", "work.html"))
    needs = re.findall(r'<p class="needs"><strong>(.*?)\.</strong> (.*?)</p>', text)
    assert ("Damp homes", "No data yet: needs counts of open space.") in needs
    assert ("Weekly pay", "No data yet: needs nothing.") in needs
    assert left.missing("work") == ("Weekly pay",)


def test_an_edition_without_any_figure_says_what_each_domain_needs(tmp_path: Path) -> None:
    whole = make_edition()
    bare = dataclasses.replace(whole, observations=whole.observations[:0], gaps=whole.gaps[:0])
    write_edition(bare, tmp_path, Progress(quiet=True))
    text = "".join(
        (tmp_path / make_page_name_of_domain(domain)).read_text(encoding="utf-8") for domain in whole.framework.values()
    )
    assert text.count('<p class="needs">') == sum(len(domain.measures) for domain in whole.framework.values())


def test_a_suppressed_figure_is_in_no_picture(edition: Edition) -> None:
    hidden = edition.observations.copy()
    most_deprived = (hidden["breakdown"] == "deprivation_fifth") & (hidden["category"] == "1")
    hidden.loc[most_deprived, ["value", "lower_95", "upper_95", "numerator", "denominator"]] = float("nan")
    hidden.loc[most_deprived, ["status", "note"]] = "suppressed", "not shown"
    charts = make_domain_charts(dataclasses.replace(edition, observations=hidden), "housing")
    for chart in charts:
        for panel in chart.panels:
            assert all(not row.is_suppressed for series in panel.series for row in series.rows)
        assert "nan" not in chart.alt


def test_every_page_says_whose_it_is_and_what_it_shows(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        head = Page(text).named("meta")
        about = {str(meta.get("name")): str(meta.get("content")) for meta in head}
        assert about["author"] == "Stockton-on-Tees Borough Council", name
        assert about["description"].startswith("A Fairer Stockton-on-Tees, edition 2026: "), name
        assert len(about["description"]) > len("A Fairer Stockton-on-Tees, edition 2026: "), name
        assert "date" not in about, "no day is set"
