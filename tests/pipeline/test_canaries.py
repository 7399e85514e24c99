"""Canaries: rows that could be nobody else's, planted in the council's extracts, reach no edition, log or message.

Each is read, counted and measured like any other; its cells may lie in the processed folder and nowhere that is printed
or published.
"""

import gzip
import hashlib
import importlib
import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton import measuring, publishing, staging, validation
from fairer_stockton.codebooks import load_codebook
from fairer_stockton.communities import load_communities
from fairer_stockton.errors import FairerError, InputError, ValidationError
from fairer_stockton.progress import Progress
from fairer_stockton.readers.grids import read_all_cells
from fairer_stockton.report.figures import write
from fairer_stockton.sample.extracts import csv_bytes, gzip_bytes, workbook_bytes
from fairer_stockton.settings import Settings
from fairer_stockton.sources import Extract, load_sources
from fairer_stockton.supply import supply
from fairer_stockton.units import UNITS, say
from tests.conftest import PROJECT

pytestmark = pytest.mark.xdist_group("canaries")

Row = dict[str, str]
SUPPLIED = {name: source for name, source in load_sources().items() if source.supplied}
COUNTS = {"open_space", "turnout"}  # rows of a neighbourhood or ward: nobody's, and published as they are
HERE = "E01012190"  # the one neighbourhood in which all of them live
MARK = "zq"  # what their words hold and no other word does
DIGITS = 7  # that a number needs to be told from all others
FEWEST = 30  # respondents that a figure of the survey must rest on
FEW = 5  # people or homes below which they are not counted
RARE = {  # what no respondent of the sample answers all of
    "age_band": "16 to 24",
    "sex": "Female",
    "ethnic_group": "Other",
    "disability": "Disabled",
    "tenure": "Other",
    "working_status": "Long-term sick or disabled",
    "unpaid_care": "yes",
    "refugee_or_asylum_seeker": "yes",
    "acute_sex_working": "yes",
    "young_carer": "yes",
}


def contacts(year: str) -> list[Row]:
    """Give one of them, in one year, a wait of more than a day: one in a thousand may have that."""
    waited = {"waiting_minutes": f"86{year}3"} if year == "2024" else {}
    seen = {"date": f"{year}-07-19", "lsoa21cd": HERE, "channel": "letter", "satisfied": "no"}
    return [
        {"contact_id": f"{MARK}C{year}A", "service": f"{MARK}falconry", **waited, **seen},
        {"contact_id": f"{MARK}C{year}B", "service": f"{MARK}whaling", "resolved_first_time": "no", **seen},
    ]


def cases(year: str) -> list[Row]:
    seen = {"date": f"{year}-08-23", "lsoa21cd": HERE}
    return [
        {"case_id": f"{MARK}D{year}A", "problem": f"{MARK}_wagers", "amount_gbp": f"7{year}.37", **seen},
        {"case_id": f"{MARK}D{year}B", "problem": f"{MARK}_ransom", "amount_gbp": f"{year}919.37", **seen},
    ]


def inspections(year: str) -> list[Row]:
    seen = {"date": f"{year}-09-17", "lsoa21cd": HERE}
    return [
        {"inspection_id": f"{MARK}I{year}A", "category_1_hazard": "yes", "remedied": "no", **seen},
        {"inspection_id": f"{MARK}I{year}B", "category_1_hazard": "no", **seen},
    ]


def homes(year: str) -> list[Row]:
    seen = {"lsoa21cd": HERE, "tenure": "Other", "decent": "no"}
    return [
        {"home_id": f"{MARK}H{year}A", "weight": f"1.234{year}", **seen},
        {"home_id": f"{MARK}H{year}B", "weight": f"0.765{year}", **seen},
    ]


def certificates(year: str) -> list[Row]:
    """Give the second a band that does not follow from its score, as a few in a thousand may have."""
    seen = {"postTown": f"{MARK}TOWN", "postcode": "ZQ9 9QZ", "lsoa21cd": HERE, "registrationDate": "2017-10-29"}
    good = {"certificateNumber": "7391-9370-8641-3977-1231", "uprn": "997391937861", "addressLine1": f"1 {MARK} Street"}
    odd = {"certificateNumber": "7391-9370-8641-3977-1232", "uprn": "997391937862", "addressLine1": f"2 {MARK} Street"}
    return [
        {**good, **seen, "propertyType": f"{MARK}yurt", "currentEnergyEfficiencyBand": "A"}
        | {"currentEnergyEfficiency": f"86413{year[2:]}"},
        {**odd, **seen, "propertyType": f"{MARK}barge", "currentEnergyEfficiencyBand": "G"}
        | {"currentEnergyEfficiency": f"97531{year[2:]}"},
    ]


def deaths(_: str) -> list[Row]:
    """Take the place of the row of the same people: the extract may hold no other."""
    return [{"lsoa21cd": HERE, "sex": "Male", "age_band": "85 to 89", "deaths": "7391937", "population": "739193791"}]


def respondents(wave: str) -> list[Row]:
    """Give two of a stratum of their own; the first answers all that is rare, in the wave's own codes."""
    book = load_codebook("residents_survey", wave)
    assert book
    given: Iterable[Row] = (
        {"respondent": f"{MARK}R{wave}A", "weight": f"1.2345{wave[2:]}7", "weekly_income_gbp": f"73{wave}.37"}
        | {"people_14_and_over": f"864{wave}", "children_under_14": f"739{wave}", "cluster": f"{MARK}P{wave}A"}
        | RARE,
        {"respondent": f"{MARK}R{wave}B", "weight": f"0.8765{wave[2:]}3", "weekly_income_gbp": f"91{wave}.73"}
        | {"people_14_and_over": "2", "children_under_14": "0", "cluster": f"{MARK}P{wave}B"},
    )
    codes = {q.name: {answer: code for code, answer in q.answers.items()} for q in book.questions}
    rows = []
    for answers in given:
        answers = {**answers, "lsoa21cd": HERE, "stratum": f"{MARK}S{wave}"}
        row = {header: answers.get(name, "") for name, header, _ in book.carried}
        asked = {q.header: codes[q.name][answers[q.name]] for q in book.questions if q.name in answers}
        rows.append(row | asked)
    return rows


CANARIES: dict[str, Callable[[str], list[Row]]] = {
    "customer_contacts": contacts,
    "deaths_and_population": deaths,
    "debt_advice": cases,
    "epc_certificates": certificates,
    "private_rented_inspections": inspections,
    "residents_survey": respondents,
    "stock_condition": homes,
}
KEYS = {"deaths_and_population": ("lsoa21cd", "sex", "age_band")}  # by which a canary takes another row's place


def canaries_of(source: str, extract: Extract) -> list[Row]:
    return CANARIES[source](extract.period[:4])


EVERY = [(source, extract) for source in CANARIES for extract in SUPPLIED[source].extracts]


# What of a canary is looked for, and in which forms.


def telling(cell: str) -> bool:
    """Say whether a cell could be nobody else's: a marked word, a long number, or a day."""
    return MARK in cell.lower() or (len(re.sub(r"\D", "", cell)) >= DIGITS and not re.fullmatch(r"[EW]\d{8}", cell))


def forms(cell: str) -> set[str]:
    """Give every way in which the report could write a cell, in small letters, roundings to few figures left out."""
    found = {cell.lower()}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        day = date.fromisoformat(cell)
        month = f"{day:%B}".lower()
        found |= {f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day.day} {month} {day.year}"}
    elif re.fullmatch(r"\d+(\.\d+)?", cell):
        value = float(cell)
        written = [f"{value:.12g}", f"{value:.7g}", f"{value:.6f}", f"{value:,}"]
        written += [how(value, unit) for unit in UNITS for how in (say, write)]
        numbers = {match[0] for text in written if (match := re.search(r"\d[\d,]*(\.\d+)?", text))}
        numbers |= {number.replace(",", mark) for number in numbers for mark in ("", " ", "\N{NO-BREAK SPACE}")}
        found |= {number for number in numbers if len(re.sub(r"\D", "", number)) >= DIGITS}
    return found


def tokens_of(rows: Iterable[Row]) -> set[str]:
    return {cell for row in rows for cell in row.values() if telling(cell)}


def patterns(tokens: Iterable[str]) -> dict[str, re.Pattern[str]]:
    """Give each form and how it stands alone: a figure that is not part of a longer one, though `.0` may follow."""
    written = {form for token in tokens for form in forms(token)}
    return {form: re.compile(rf"(?<![\d.]){re.escape(form)}(?!\d|\.\d*[1-9])") for form in written}


TOKENS = tokens_of(row for source, extract in EVERY for row in canaries_of(source, extract))
PATTERNS = patterns(TOKENS)
PLACE = re.compile(rf"(?:{'|'.join(CANARIES)})_[\d-]+\.(?:csv|xlsx)\S* row \d")  # of one row of an extract


def found_in(text: str, wanted: dict[str, re.Pattern[str]] = PATTERNS) -> set[str]:
    small = text.lower()
    return {form for form, alone in wanted.items() if form in small and alone.search(small)}


def leaves(content: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Give the text of a file, or of every member of an archive, however deep; fail where there is none."""
    if content.startswith(b"\x1f\x8b"):
        yield from leaves(gzip.decompress(content), f"{name} › unpacked")
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield f"{name} › {member}", member
                yield from leaves(archive.read(member), f"{name} › {member}")
    else:
        text = content.decode("utf-8")
        assert "base64," not in text, f"{name} holds what cannot be searched"
        yield name, text


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def search(folder: Path) -> list[str]:
    """Search every byte and every name of the files in a folder."""
    hits = []
    for path in files_in(folder):
        for where, text in ((path.name, path.name), *leaves(path.read_bytes(), path.name)):
            hits += [f"{where}: {form}" for form in sorted(found_in(text))]
            hits += [f"{where}: {match[0]}" for match in PLACE.finditer(text)]
    return hits


# Planting.


def raw_file(raw: Path, source: str, extract: Extract) -> Path:
    folder = raw / "sample" / source / extract.period
    (entry,) = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))["files"]
    return folder / entry["stored"]


def read_rows(path: Path, extract: Extract) -> list[list[str]]:
    (rows,) = read_all_cells(path, extract, path.name).values()
    return rows


def rewrite(path: Path, rows: list[list[str]]) -> None:
    """Write the rows in the file's own form, and note its new sum beside it."""
    content = workbook_bytes({"Responses": rows}) if path.suffix == ".xlsx" else csv_bytes(rows)
    path.write_bytes(gzip_bytes(content) if path.suffix == ".gz" else content)
    provenance = path.with_name("provenance.json")
    record = json.loads(provenance.read_text(encoding="utf-8"))
    record["files"][0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    provenance.write_text(json.dumps(record), encoding="utf-8")


def planted(rows: list[list[str]], source: str, canaries: list[Row]) -> list[list[str]]:
    """Put canaries last; one that has another row's key takes its place."""
    header = rows[0]
    assert {heading for row in canaries for heading in row} <= set(header)
    key = [header.index(heading) for heading in KEYS.get(source, header[:1])]
    new = [[row.get(heading, "") for heading in header] for row in canaries]
    taken = {tuple(row[place] for place in key) for row in new}
    return [row for row in rows if tuple(row[place] for place in key) not in taken] + new


@dataclass(frozen=True)
class House:
    """The chain on a sample with canaries in it, and all that it said."""

    settings: Settings
    said: str


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Plant them and run every stage as a command, as an analyst or a schedule would."""
    work = tmp_path_factory.mktemp("house")
    settings = Settings(work / "raw", work / "processed", work / "reports")
    shutil.copytree(PROJECT / "data/raw/sample", settings.raw / "sample")
    for source, extract in EVERY:
        path = raw_file(settings.raw, source, extract)
        rewrite(path, planted(read_rows(path, extract), source, canaries_of(source, extract)))
    folders = [f"--{name}={getattr(settings, name)}" for name in ("raw", "processed", "reports")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRER_")}
    said = ""
    for stage in ("ingest", "validate", "measure", "report"):
        done = subprocess.run(
            [sys.executable, "-m", f"pipelines.{stage}", *folders],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        said += done.stdout + done.stderr
        assert done.returncode == 0, said
    return House(settings, said)


# What leaves the house.


def test_every_free_column_of_people_or_homes_has_canaries() -> None:
    assert set(SUPPLIED) == set(CANARIES) | COUNTS, "a new extract: plant canaries, or say that its rows are counts"
    for source in CANARIES:
        contract = importlib.import_module(f"schemas.staged.{source}").Staged.to_schema().columns
        closed = {name for name, column in contract.items() if any(check.name == "isin" for check in column.checks)}
        cells: dict[str, list[str]] = {}
        for extract in SUPPLIED[source].extracts:
            for column in extract.columns:
                cells.setdefault(column.name, []).extend(
                    row.get(column.header, "") for row in canaries_of(source, extract)
                )
        untold = {name for name, given in cells.items() if not any(map(telling, given))}
        assert untold <= {*closed, "lsoa21cd"}, source


def test_canaries_were_read(house: House) -> None:
    for source, extract in EVERY:
        staged = pd.read_parquet(house.settings.staged / f"{source}.parquet")
        for row in canaries_of(source, extract):
            mine = staged[(staged["lsoa21cd"] == HERE) & staged["source_file"].str.contains(extract.period)]
            for column in extract.columns:
                cell = row.get(column.header, "")
                if telling(cell) and column.name in staged:
                    mine = mine[mine[column.name] == (cell if column.kind == "text" else float(cell))]
            assert len(mine) == 1, f"{source} {extract.period}: {row}"


def test_only_a_canary_gives_all_the_rare_answers(house: House) -> None:
    staged = pd.read_parquet(house.settings.staged / "residents_survey.parquet")
    for wave, people in staged.groupby("period"):
        asked = {name: answer for name, answer in RARE.items() if people[name].notna().any()}
        assert len(asked) >= len(RARE) - 2
        alike = people[(people[list(asked)] == pd.Series(asked)).all(axis=1)]
        assert alike["respondent"].tolist() == [f"{MARK}R{wave}A"]


def test_nothing_of_a_canary_is_in_the_reports(house: House) -> None:
    assert search(house.settings.reports) == []


def test_nothing_of_a_canary_is_in_what_the_run_said(house: House) -> None:
    assert "staged residents_survey: 2,706 rows" in house.said
    assert "published edition" in house.said
    assert found_in(house.said) == set()


def test_no_figure_tells_of_the_rare(house: House) -> None:
    """Look for groups of the survey that are too few to be shown and that the canary is one of."""
    rows = pd.read_csv(house.settings.reports / "latest/csv/observations.csv", dtype=str)
    asked = rows[rows["sources"].str.split().map(lambda names: "residents_survey" in names)]
    communities = {one.belongs.split()[0]: (one.name, one.title) for one in load_communities()[1].values()}
    staged = pd.read_parquet(house.settings.staged / "residents_survey.parquet")
    few = [
        (wave, *communities.get(name, (name, answer)))
        for wave, people in staged.groupby("period")
        for name, answer in RARE.items()
        if 0 < (people[name] == answer).sum() < FEWEST
    ]
    assert ("2025", "sex_working", "People who sell sex") in few
    for group in few:
        shown = asked[(asked[["period", "breakdown", "category"]] == list(group)).all(axis=1)]
        assert shown[["numerator", "denominator", "value"]].isna().all(axis=None), group


def test_no_figure_of_their_neighbourhood_counts_few(house: House) -> None:
    rows = pd.read_csv(house.settings.reports / "latest/csv/observations.csv")
    here = rows[(rows["area_code"] == HERE) & rows["value"].notna()]
    here = here[here["sources"].str.split().map(lambda names: not set(names).isdisjoint(CANARIES))]
    assert not here["statistic"].isin(["survey_share", "life_expectancy"]).any()
    counted, shares = here["statistic"] != "weighted_mean", here["statistic"] == "proportion"
    others = here["denominator"] - here["numerator"]
    counts = pd.concat([here["numerator"][counted], here["denominator"], others[shares]])
    assert not counts.between(0, FEW, inclusive="neither").any()


# That the search would find one.


def test_the_search_reads_every_file_of_the_edition(house: House) -> None:
    files = files_in((house.settings.reports / "latest").resolve())
    assert set(files) <= {path.resolve() for path in files_in(house.settings.reports)}
    assert {path.suffix for path in files} == {".css", ".csv", ".html", ".json", ".svg", ".txt", ".xlsx"}
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
    """Put one into a page, a cell and a word of the workbook, a table in a zip in a zip, a picture, a file's name."""
    edition = (house.settings.reports / "latest").resolve()
    page = (edition / "index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(page.replace("</h1>", " £2,024,919.37</h1>", 1), encoding="utf-8")
    with zipfile.ZipFile(edition / "tables.xlsx") as book:
        members = {name: book.read(name).decode() for name in book.namelist()}
    sheet, words = "xl/worksheets/sheet5.xml", "xl/sharedStrings.xml"
    members[sheet] = members[sheet].replace("</v>", "</v></c><c><v>8620243</v>", 1)
    members[words] = members[words].replace("</t>", " zqD2024A</t>", 1)
    (tmp_path / "tables.xlsx").write_bytes(zipped(members))
    inner = zipped({"table.csv": "a,b\n1,1.2345257\n"})
    (tmp_path / "outer.zip").write_bytes(zipped({"inner.zip": inner}))
    (tmp_path / "picture.svg").write_text("<svg><text>residents_survey_2025.xlsx row 7</text></svg>")
    (tmp_path / "zqR2019A.csv").write_text("nothing\n")
    assert set(search(tmp_path)) == {
        "index.html: 2,024,919.37",
        "outer.zip › inner.zip › table.csv: 1.2345257",
        "picture.svg: residents_survey_2025.xlsx row 7",
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


# What is said of a canary that is refused.


@dataclass(frozen=True)
class Fault:
    """A cell of a canary made wrong: where, what stands there then, what refuses it and what is said of it."""

    source: str
    period: str
    heading: str
    cell: str
    refuser: str  # "reader", "row" (which supply asks too), or "whole": the expectations of the whole table
    named: str  # the column, or the expectation, as the message names it
    shown: str  # the refused cell as the message shows it; empty where it is not repeated


SEX, RESPONDENT = "What is your sex?", "Respondent ID"
FAULTS = {
    "an answer that the codebook does not know": Fault(
        "residents_survey", "2019", "Tenure", "XX", "reader", "Tenure (tenure)", "the answer 'XX'"
    ),
    "an answer in a workbook that the codebook does not know": Fault(
        "residents_survey", "2025", SEX, "Woman", "reader", f"{SEX} (sex)", "the answer 'Woman'"
    ),
    "an income that is no number": Fault(
        "residents_survey", "2015", "INCWEEK", "a lot", "reader", "INCWEEK", "'a lot'"
    ),
    "a weight below nought": Fault("residents_survey", "2019", "Wt", "-0.5", "row", "weight", "-0.5"),
    "a respondent without a number": Fault("residents_survey", "2015", "SERIAL", "", "row", "respondent", "nan"),
    "a respondent that stands twice": Fault(
        "residents_survey", "2025", RESPONDENT, "zqR2025B", "row", "respondent, period", ""
    ),
    "a respondent who outweighs the others": Fault(
        "residents_survey", "2019", "Wt", "91.5", "whole", "no respondent outweighs the others", ""
    ),
    "a wait of less than nothing": Fault(
        "customer_contacts", "2024-25", "waiting_minutes", "-7", "reader", "waiting_minutes", "'-7'"
    ),
    "a channel that is not in the list": Fault(
        "customer_contacts", "2022-23", "channel", "pigeon", "row", "channel", "'pigeon'"
    ),
    "a neighbourhood that nobody knows": Fault(
        "customer_contacts", "2023-24", "lsoa21cd", "E01999999", "whole", "lsoa21cd known to the lookups", "E01999999"
    ),
    "a debt that is no number": Fault(
        "debt_advice", "2024-25", "amount_gbp", "plenty", "reader", "amount_gbp", "'plenty'"
    ),
    "a day that no calendar has": Fault("debt_advice", "2022-23", "date", "2022-02-30", "reader", "date", "2022-02-30"),
    "an identifier of a person": Fault("debt_advice", "2022-23", "problem", "zq@example.org", "reader", "problem", ""),
    "a problem that is no code": Fault(
        "debt_advice", "2023-24", "problem", "Owes 2 banks", "row", "problem", "'owes 2 banks'"
    ),
    "a case that stands twice": Fault("debt_advice", "2024-25", "case_id", "zqD2024B", "row", "case_id, period", ""),
    "a case of another year": Fault(
        "debt_advice", "2024-25", "date", "2019-07-20", "whole", "every date in the year of its file", "2019/20"
    ),
    "a remedy without a hazard": Fault(
        "private_rented_inspections", "2024-25", "category_1_hazard", "no", "row", "several", ""
    ),
    "a home in another kind of area": Fault(
        "stock_condition", "2025", "lsoa21cd", "E05014858", "row", "lsoa21cd", "'E05014858'"
    ),
    "a home of another council": Fault(
        "stock_condition", "2020", "lsoa21cd", "E01012095", "whole", "every lsoa21cd in the authority", "E06000003"
    ),
    "a band that there is not": Fault(
        "epc_certificates", "2025", "currentEnergyEfficiencyBand", "H", "row", "energy_efficiency_band", "'H'"
    ),
    "a score that is not whole": Fault(
        "epc_certificates", "2025", "currentEnergyEfficiency", "71.5", "reader", "currentEnergyEfficiency", "'71.5'"
    ),
    "more deaths than people": Fault("deaths_and_population", "2021-2025", "population", "12", "row", "several", ""),
}
MORE = {**PATTERNS, **patterns([HERE])}  # of a refused row its neighbourhood is not told either


def copied(house: House, work: Path) -> Settings:
    settings = replace(house.settings, raw=work / "raw", processed=work / "processed")
    shutil.copytree(house.settings.raw, settings.raw)
    shutil.copytree(house.settings.processed, settings.processed)
    return settings


def refusals(*stages: Callable[[], object]) -> tuple[list[FairerError], str]:
    """Try every stage although those before it refused; give what they raised, and all that was said in the end."""
    said, raised = io.StringIO(), []
    log = logging.StreamHandler(said)
    logging.getLogger().addHandler(log)
    try:
        with redirect_stdout(said), redirect_stderr(said):
            for stage in stages:
                try:
                    stage()
                except FairerError as error:
                    raised.append(error)
                    print(error)
    finally:
        logging.getLogger().removeHandler(log)
    return raised, said.getvalue()


def whole_chain(settings: Settings) -> tuple[list[FairerError], str]:
    chain = (staging.ingest, validation.validate, measuring.measure, publishing.publish)
    return refusals(*(partial(stage, settings, Progress(clock=True)) for stage in chain))


def offered(source: str, period: str, rows: list[list[str]], work: Path) -> tuple[InputError, str]:
    """Supply rows as a file; give the refusal and all that was said."""
    file = work / "from the desk.csv"
    file.write_bytes(csv_bytes(rows))
    raised, said = refusals(partial(supply, Settings(raw=work / "supplied"), Progress(), source, period, file))
    assert not (work / "supplied").exists()
    (error,) = raised
    assert isinstance(error, InputError)
    return error, said


def extract_of(source: str, period: str) -> Extract:
    return next(extract for extract in SUPPLIED[source].extracts if extract.period == period)


@pytest.mark.parametrize("name", FAULTS)
def test_refusal_shows_the_refused_cell_and_no_other(house: House, tmp_path: Path, name: str) -> None:
    fault, settings = FAULTS[name], copied(house, tmp_path)
    extract = extract_of(fault.source, fault.period)
    path = raw_file(settings.raw, fault.source, extract)
    rows = read_rows(path, extract)
    first = len(rows) - len(canaries_of(fault.source, extract))
    rows[first][rows[0].index(fault.heading)] = fault.cell
    rewrite(path, rows)
    published = {file: file.stat().st_mtime_ns for file in settings.reports.rglob("*")}
    raised, said = whole_chain(settings)
    assert found_in(said, MORE) == set()
    assert fault.shown in said
    assert {file: file.stat().st_mtime_ns for file in settings.reports.rglob("*")} == published
    if fault.refuser == "reader":
        (error,) = raised
        assert (error.row, error.column, path.name in error.file) == (first + 1, fault.named, True)
    else:
        assert [type(error) for error in raised] == [ValidationError] * 3, "and nothing is made of it"
        assert f"{path.name} row {first + 1}" in said
        assert fault.named in said
    if fault.refuser != "whole":
        error, said = offered(fault.source, fault.period, rows, tmp_path)
        assert found_in(said, MORE) == set()
        assert (error.file, error.row, error.column) == ("from the desk.csv", first + 1, fault.named)
        assert fault.shown in error.found


def test_refused_row_of_another_width_is_named_and_not_told(house: House, tmp_path: Path) -> None:
    extract = extract_of("debt_advice", "2024-25")
    rows = read_rows(raw_file(house.settings.raw, "debt_advice", extract), extract)
    rows[-1].append("one too many")
    error, said = offered("debt_advice", "2024-25", rows, tmp_path)
    assert error.row == len(rows)
    assert "6 cells" in error.found
    assert found_in(said, MORE) == set()


@pytest.mark.parametrize("last", ["jo@example.org", ""])
def test_first_row_of_a_file_without_headings_is_not_told(tmp_path: Path, last: str) -> None:
    """Its cells stand where headings do; one is even near to the heading that is missing."""
    row = ["case_idzq", "2024-08-23", HERE, "zq_wagers", "7391937"]
    error, said = offered("debt_advice", "2024-25", [row, [*row[:-1], last]], tmp_path)
    assert found_in(said, MORE | patterns(row)) == set()
    assert error.row == (2 if last else 1)
