"""The search for canaries would find one, wherever it was and however it was written."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.pipeline.canaries.conftest import House
from tests.pipeline.canaries.search import PATTERNS, files_in, found_in, pdf_text, search

pytestmark = pytest.mark.xdist_group("canaries")


def test_the_search_reads_every_file_of_the_edition(house: House) -> None:
    files = files_in((house.settings.reports / house.settings.edition).resolve())
    assert set(files) <= {path.resolve() for path in files_in(house.settings.reports)}
    assert {path.suffix for path in files} == {
        *(".css", ".csv", ".docx", ".html", ".js", ".json", ".ods", ".parquet", ".pdf", ".svg", ".txt", ".xlsx"),
    }
    (paper,) = (path for path in files if path.name == "annual-report.pdf")
    assert "Recommendations" in pdf_text(paper.read_bytes())
    pictures = [path.read_text(encoding="utf-8") for path in files if path.suffix == ".svg"]
    assert all("</text>" in picture for picture in pictures), "what is written in pictures is words, not outlines"


@pytest.mark.parametrize("wrapped", ["<td>{}</td>", "a,{},b", "£{} is owed", "It is {}.", '{{"x": "{}"}}', ">{}.0<"])
def test_the_search_finds_every_form(wrapped: str) -> None:
    for form in PATTERNS:
        assert form in found_in(wrapped.format(form))
        assert form in found_in(wrapped.format(form).upper())


def test_the_search_lets_be_what_is_part_of_a_longer_figure() -> None:
    figure = "8620243"
    assert found_in(f"{figure}") == {figure}
    for longer in (f"0.{figure}", f"{figure}9", f"9{figure}", f"0.5{figure}"):
        assert found_in(longer) == set()


def test_the_search_finds_canaries_in_a_copy_of_the_edition(house: House, tmp_path: Path) -> None:
    """Put one into a page, cells and words of workbooks, tables packed in each way, a picture, a file's name."""
    edition = (house.settings.reports / house.settings.edition).resolve()
    page = (edition / "index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(page.replace("</h1>", " £2,024,919.37</h1>", 1), encoding="utf-8")
    with zipfile.ZipFile(edition / "tables.xlsx") as book:
        members = {name: book.read(name).decode() for name in book.namelist()}
    sheet, words = "xl/worksheets/sheet5.xml", "xl/sharedStrings.xml"
    members[sheet] = members[sheet].replace("</v>", "</v></c><c><v>8620243</v>", 1)
    members[words] = members[words].replace("</t>", " zqD2024A</t>", 1)
    (tmp_path / "tables.xlsx").write_bytes(zipped(members))
    with zipfile.ZipFile(edition / "tables.ods") as book:
        members = {name: book.read(name).decode() for name in book.namelist()}
    members["content.xml"] = members["content.xml"].replace('office:value="', 'office:value="8620243" was="', 1)
    members["meta.xml"] = members["meta.xml"].replace("</dc:title>", " zqD2024A</dc:title>", 1)
    (tmp_path / "tables.ods").write_bytes(zipped(members))
    gaps = parquet.read_table(edition / "parquet/gaps.parquet")
    values = pa.array([8620243.0, *gaps["value"].to_pylist()[1:]])
    gaps = gaps.set_column(gaps.column_names.index("value"), "value", values)
    parquet.write_table(gaps.replace_schema_metadata({"title": "zqD2024A"}), tmp_path / "gaps.parquet")
    inner = zipped({"table.csv": "a,b\n1,1.2345257\n"})
    (tmp_path / "outer.zip").write_bytes(zipped({"inner.zip": inner}))
    (tmp_path / "picture.svg").write_text("<svg><text>residents_survey_2025.xlsx row 7</text></svg>")
    (tmp_path / "zqR2019A.csv").write_text("nothing\n")
    assert set(search(tmp_path)) == {
        "gaps.parquet: 8620243",
        "gaps.parquet: zqd2024a",
        "index.html: 2,024,919.37",
        "outer.zip › inner.zip › table.csv: 1.2345257",
        "picture.svg: residents_survey_2025.xlsx row 7",
        "tables.ods › content.xml: 8620243",
        "tables.ods › meta.xml: zqd2024a",
        f"tables.xlsx › {words}: zqd2024a",
        f"tables.xlsx › {sheet}: 8620243",
        "zqR2019A.csv: zqr2019a",
    }


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()
