"""How the people whom targeting by place is meant for are named."""

from fairer_stockton.run.vocabulary import TargetedPeople

PEOPLE_WORDS = {
    TargetedPeople.RESIDENTS: "residents of all ages",
    TargetedPeople.CHILDREN: "children (0 to 15)",
    TargetedPeople.OLDER_PEOPLE: "older people (60 and over)",
}
