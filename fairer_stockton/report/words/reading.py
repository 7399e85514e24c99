"""How to read the figures: what each word of the report means, for every form that it comes in."""

# As the Office for National Statistics draws them everywhere: each page that gives their size says this.
NEIGHBOURHOOD_SIZE = "LSOA, of 1,000 to 3,000 residents"

READING = (
    (
        "95% interval",
        "The true figure is likely to be in this range. It is wider when few people are counted."
        " For whole counts it shows how far a count of this size would move if the year could be repeated."
        " A figure without one (a rank, a mean, a rate whose count is not published) is compared with other councils.",
    ),
    (
        "Better, similar, worse",
        "The borough's interval lies clear of England's figure, or holds it. A figure without an interval, or one that "
        "its publisher's model makes, is not compared.",
    ),
    (
        "About the same",
        "The difference is more than chance, but too small to matter: below the least difference that is set for each "
        "unit.",
    ),
    (
        "No clear difference",
        "The interval of the difference runs from less to more, so it may be nothing at all.",
    ),
    (
        "Deprivation fifths",
        f"The borough's neighbourhoods ({NEIGHBOURHOOD_SIZE}) in five groups of equal number, from the most to the "
        "least deprived by the latest Indices of Deprivation on their map. A measure that goes into the Indices is not "
        "compared between them.",
    ),
    (
        "Slope and relative index of inequality",
        "The difference, and the ratio, between the two ends of a line drawn through all five fifths: they "
        "use every neighbourhood, not the ends alone.",
    ),
    (
        "Closing and widening",
        "Said only where at least three periods, with intervals, show it beyond chance.",
    ),
    (
        "Low base",
        "The figure rests on fewer than 100 answers or cases. It is shown, marked where it stands, and hollow"
        " in pictures.",
    ),
    (
        "Suppressed",
        "There is a figure, but it may not be shown: too few people or homes stand behind it, or it "
        "could reveal another hidden figure.",
    ),
    (
        "Nearest available measure of",
        "The measure is not what the framework asks for but the nearest that this report has a source for.",
    ),
)
