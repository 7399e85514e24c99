"""The facts about areas that the sample needs: codes, names, wards, and what became of each 2011 LSOA in 2021."""

from dataclasses import dataclass
from itertools import chain

STOCKTON = "E06000004"
REDCAR = "E06000003"
LIVERPOOL = "E08000012"
ANGLESEY = "W06000001"

# Stockton-on-Tees has four 2011 LSOAs that were each split in two for 2021; every other one in the sample is unchanged.
SPLITS = {
    "E01012264": ("E01035201", "E01035202"),
    "E01012266": ("E01035197", "E01035198"),
    "E01033477": ("E01035199", "E01035200"),
    "E01033478": ("E01035203", "E01035204"),
}


@dataclass(frozen=True)
class Wards:
    """The wards of one authority in one year; codes run on from the first, in the order of the names."""

    prefix: str
    first: int
    names: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The nine-character codes, in the order of the names."""
        return tuple(f"{self.prefix}{self.first + step:08d}" for step in range(len(self.names)))


@dataclass(frozen=True)
class Authority:
    """One local authority of the sample, with its 2011 LSOAs as ranges of numbers."""

    code: str
    name: str
    region: tuple[str, str]
    ranges: str
    wards19: Wards
    wards24: Wards
    welsh_name: str = ""

    @property
    def lsoa11(self) -> list[str]:
        """The 2011 LSOA codes, in order."""
        return [f"{self.code[0]}{number:08d}" for number in chain(*map(_expand_number_range, self.ranges.split()))]


def _expand_number_range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _split_names_at_bars(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


NORTH_EAST = ("E12000001", "North East")
NORTH_WEST = ("E12000002", "North West")
WALES = ("W92000004", "Wales")

_REDCAR_WARDS = Wards(
    "E",
    5012437,
    _split_names_at_bars(
        "Belmont|Brotton|Coatham|Dormanstown|Eston|Grangetown|Guisborough|Hutton|Kirkleatham|Lockwood|Loftus|Longbeck|"
        "Newcomen|Normanby|Ormesby|St Germain's|Saltburn|Skelton East|Skelton West|South Bank|Teesville|West Dyke|"
        "Wheatlands|Zetland"
    ),
)

AUTHORITIES = (
    Authority(
        STOCKTON,
        "Stockton-on-Tees",
        NORTH_EAST,
        "1012187-1012219 1012223-1012228 1012230-1012262 1012264 1012266-1012292 1012294-1012303 "
        "1032542-1032544 1033474-1033480",
        Wards(
            "E",
            5001527,
            _split_names_at_bars(
                "Billingham Central|Billingham East|Billingham North|Billingham South|Billingham West|"
                "Bishopsgarth and Elm Tree|Eaglescliffe|Fairfield|Grangefield|Hardwick and Salters Lane|Hartburn|"
                "Ingleby Barwick East|Ingleby Barwick West|Mandale and Victoria|Newtown|Northern Parishes|Norton North|"
                "Norton South|Norton West|Parkfield and Oxbridge|Roseworth|Stainsby Hill|Stockton Town Centre|Village|"
                "Western Parishes|Yarm"
            ),
        ),
        Wards(
            "E",
            5014858,
            _split_names_at_bars(
                "Billingham Central|Billingham East|Billingham North|Billingham South|Billingham West & Wolviston|"
                "Bishopsgarth & Elm Tree|Eaglescliffe East|Eaglescliffe West|Fairfield|Grangefield|"
                "Hardwick & Salters Lane|Hartburn|Ingleby Barwick North|Ingleby Barwick South|Mandale & Victoria|"
                "Newtown|Northern Parishes|Norton Central|Norton North|Norton South|Ropner|Roseworth|Southern Villages|"
                "Stainsby Hill|Stockton Town Centre|Village|Yarm"
            ),
        ),
    ),
    Authority(
        REDCAR,
        "Redcar and Cleveland",
        NORTH_EAST,
        "1012095-1012102 1012105-1012114 1012117-1012121 1012124 1012127-1012132 1012134 1012136-1012152 "
        "1012154-1012165 1012167-1012168 1012170-1012186 1032548-1032549 1032560-1032561 1032594 1033470-1033473",
        _REDCAR_WARDS,
        _REDCAR_WARDS,
    ),
    # Two hundred of Liverpool's unchanged LSOAs and some of its wards stand for the rest of England.
    Authority(
        LIVERPOOL,
        "Liverpool",
        NORTH_WEST,
        "1006518-1006554 1006562-1006600 1006603-1006630 1006637-1006648 1006651-1006703 1006705-1006709 "
        "1006734-1006748 1006778-1006788",
        Wards(
            "E",
            5000886,
            _split_names_at_bars(
                "Allerton and Hunts Cross|Anfield|Belle Vale|Central|Childwall|Church|Clubmoor|County|Cressington|"
                "Croxteth|Everton|Fazakerley|Greenbank|Kensington and Fairfield|Kirkdale|Knotty Ash|Mossley Hill|"
                "Norris Green|Old Swan|Picton"
            ),
        ),
        Wards(
            "E",
            5015277,
            _split_names_at_bars(
                "Aigburth|Allerton|Anfield|Arundel|Belle Vale|Broadgreen|Brownlow Hill|Calderstones|Canning|Childwall|"
                "Church|City Centre North|City Centre South|Clubmoor East|Clubmoor West|County|Croxteth|"
                "Croxteth Country Park|Dingle|Edge Hill|Everton East|Everton North|Everton West|Fazakerley East|"
                "Fazakerley North"
            ),
        ),
    ),
    Authority(
        ANGLESEY,
        "Isle of Anglesey",
        WALES,
        "1000003-1000007",
        Wards("W", 5000982, _split_names_at_bars("Bro Aberffraw")),
        Wards("W", 5001494, _split_names_at_bars("Bro Aberffraw|Bro'r Llynnoedd|Canolbarth Môn")),
        welsh_name="Ynys Môn",
    ),
)
BY_CODE = {authority.code: authority for authority in AUTHORITIES}
