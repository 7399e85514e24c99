"""Answers that are not the file: known by their first bytes, by their form, and by an end that is missing."""

import gzip
import io
import re
import zipfile
from pathlib import Path

import pytest

from fairer_stockton.fetch.answers import find_fault_in_answer


def make_zip(damage: bool = False) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("homes.csv"), "Area code,Homes\n" * 50)  # of no day: workers name tests alike
    content = stream.getvalue()
    return content.replace(b"Homes\nArea", b"Hxmes\nArea", 1) if damage else content


ZIP, PACKED = make_zip(), gzip.compress(b"Area code,Homes\nE01,1\n", mtime=0)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("homes.csv", b"", "an empty file"),
        ("homes.csv", b" \r\n\t", "an empty file"),
        ("homes.csv", b"\xef\xbb\xbf", "an empty file"),
        ("homes.csv", b"\n<!DOCTYPE html><title>Service unavailable", "a web page"),
        ("homes.xlsx", b"\xef\xbb\xbf<html lang='en'>", "a web page"),
        ("homes.csv", b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "a message in XML: .*NoSuchKey"),
        ("homes.zip", b"<Error><Code>AccessDenied</Code></Error>", "a message in XML: .*AccessDenied"),
        ("homes.csv", b'{"error": {"code": 400, "message": "Invalid query"}}', "a message in JSON: .*Invalid query"),
        ("homes.csv", b'{"errors": [{"message": "no such data set"}]}', "a message in JSON: .*no such data set"),
        ("map.geojson", b'{"error": {"code": 500, "details": []}}', "a message in JSON: .*500"),
        ("map.geojson", b'{"type": "FeatureCollection", "features": [', "cut short, or no JSON"),
        ("homes.json", b"null and void", "cut short, or no JSON"),
        ("homes.xlsx", ZIP[:-30], "cut short, or no zip file"),
        ("homes.ods", ZIP[: len(ZIP) // 2], "cut short, or no zip file"),
        ("homes.zip", b"Area code,Homes\n", "cut short, or no zip file"),
        ("homes.zip", make_zip(damage=True), "homes.csv is damaged"),
        ("homes.csv.gz", PACKED[:-9], "cut short, or no gzip file"),
        ("homes.csv.gz", b"Area code,Homes\n", "cut short, or no gzip file"),
        ("homes.csv", b"Area code,Homes,Damp\nE01,1,2\nE02,1", "cut short in the middle of a row"),
    ],
)
def test_what_is_not_the_file_is_named(name: str, body: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(body)
    fault = find_fault_in_answer(tmp_path / name)
    assert fault is not None
    assert re.search(words, fault)
    assert len(fault) < 150  # a sentence, and never a whole page


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("homes.csv", b"Area code,Homes\nE01,1\n"),
        ("homes.csv", b"Area code,Homes\nE01,1"),
        ("homes.csv", b"Area code,Homes"),
        ("homes.csv", b'Title\n\nArea code,Homes\n"E01, the first",1'),
        ("homes.csv", b'{"a cell in brackets"},1\n'),
        ("homes.xlsx", ZIP),
        ("homes.csv.gz", PACKED),
        ("map.geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("homes.pdf", b"%PDF-1.7"),
    ],
)
def test_the_file_itself_has_no_fault(name: str, body: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(body)
    assert find_fault_in_answer(tmp_path / name) is None
