"""What is there to be copied for a schedule names commands, settings and units that there are."""

import configparser
import re
import shlex

from fairer_stockton.cli import COMMANDS
from fairer_stockton.definitions.settings import OF_COMMANDS
from tests.conftest import PROJECT

DEPLOY = PROJECT / "deploy"


def test_units_name_what_there_is() -> None:
    units = {}
    for path in DEPLOY.glob("*.[st][ei]*"):
        parser = configparser.RawConfigParser(strict=False)
        parser.optionxform = str  # type: ignore[assignment]
        parser.read(path)
        units[path.name] = parser
    assert units["fairer-refresh.service"]["Unit"]["OnFailure"] in units
    assert units["fairer-refresh.timer"]["Timer"]["OnCalendar"]
    for name, unit in units.items():
        if name.endswith(".service"):
            assert COMMANDS.keys() & set(shlex.split(unit["Service"]["ExecStart"].replace("'", " "))), name
    text = (DEPLOY / "fairer-refresh.service").read_text()
    assert set(re.findall(r"FAIRER_(\w+)=", text)) == {name.upper() for name in OF_COMMANDS}


def test_lines_of_the_crontab_run_commands_that_there_are() -> None:
    lines = [line for line in (DEPLOY / "crontab").read_text().splitlines() if re.match(r"\d", line)]
    assert {re.search(r"-m fairer_stockton (\S+)", line)[1] for line in lines} == {"refresh", "status"}
