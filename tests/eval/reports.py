"""Reports made from templates: two of a kind have most words in common and are two stories."""

import random
from collections.abc import Callable

COMPANIES = [
    f"{first} {second}"
    for first in ("Alder", "Brock", "Castle", "Dunmore", "Elm", "Farrow", "Garnet", "Hollis", "Ivory", "Keel")
    for second in ("Foods", "Holdings", "Instruments", "Logistics", "Mining", "Motors", "Paper", "Semiconductor")
]
TOWNS = [
    first + second
    for first in ["Ash", "Birch", "Clay", "Deer", "East", "Fern", "Glen", "Oak", "King", "Mill", "North", "Stone"]
    for second in ["bourne", "bridge", "field", "ford", "haven", "mouth", "ton", "wick"]
]
PEOPLE = [
    f"{first} {second}{end}"
    for first in ["Ada", "Ben", "Carla", "Dev", "Edith", "Femi", "Gwen", "Hugo", "Ines", "Jonas", "Kira", "Luis"]
    for second in ["Abb", "Brand", "Cost", "Dal", "Eg", "Frost", "Grant", "Hal", "Imr", "Jans"]
    for end in ["er", "ley", "man", "sen", "son"]
]
AREAS = ["the north coast", "the western hills", "the lake district", "the southern plain", "the eastern islands"]
HAZARDS = ["wind", "rain", "snow", "ice", "thunderstorms", "fog"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def earnings(chance: random.Random) -> list[str]:
    """Return a company's quarterly report."""
    company, chief = chance.choice(COMPANIES), chance.choice(PEOPLE)
    profit, before = chance.randint(11, 990) / 10, chance.randint(11, 990) / 10
    sales, share = chance.randint(101, 9990) / 10, chance.randint(11, 299) / 100
    verb = "rose" if profit > before else "fell"
    return [
        f"{company} Inc said on {chance.choice(DAYS)} its third-quarter net profit {verb} to ${profit} million, or"
        f" ${share} a share, from ${before} million a year earlier.",
        f"Revenue for the three months to the end of September was ${sales} million. Analysts had on average expected"
        f" ${round(sales * 1.03, 1)} million, according to a survey of brokers.",
        "The results exclude one-off items such as restructuring charges and gains on the sale of property, the"
        " company said in a statement to the stock exchange.",
        '"We are pleased with the progress that we have made in a challenging environment," said chief executive'
        f' {chief}. "Our order book is healthy and we remain confident of meeting our targets for the full year."',
        f"The company said it expected full-year revenue growth of between {chance.randint(1, 4)} and"
        f" {chance.randint(5, 9)} percent. The board declared an interim dividend of {chance.randint(3, 60)} cents"
        " a share, payable at the end of the year to shareholders of record.",
        f"Shares in {company} closed at ${chance.randint(300, 9900) / 100} before the results were announced.",
    ]


def match(chance: random.Random) -> list[str]:
    """Return a report on a match."""
    home, away = chance.sample(TOWNS, 2)
    scorer, second, manager = chance.sample(PEOPLE, 3)
    first, last = chance.randint(3, 44), chance.randint(46, 89)
    return [
        f"{home} came from behind to beat {away} 2-1 on {chance.choice(DAYS)} and moved up to"
        f" {chance.choice(['second', 'third', 'fourth', 'fifth', 'sixth'])} in the table.",
        f"{scorer} put the visitors ahead with a low shot from the edge of the area after {first} minutes, but the home"
        f" side drew level before the break when a corner was not cleared and {second} headed in at the far post.",
        f"The winner came {90 - last} minutes from time, when {second} was brought down in the area and got up to score"
        " from the penalty spot.",
        f'"It was not pretty, but we showed character and in the end the three points are what counts," {home} manager'
        f' {manager} said. "The supporters were magnificent from the first minute to the last."',
        f"{away}, who have not won away from home since the start of the season, had a late goal ruled out for offside"
        " and finished the match with ten men after a second yellow card in added time.",
        "Both sides are without a game at the weekend because of the international break.",
    ]


def warning(chance: random.Random) -> list[str]:
    """Return a warning of the weather."""
    hazard, area = chance.choice(HAZARDS), chance.choice(AREAS)
    town, other, third = chance.sample(TOWNS, 3)
    start, end = chance.choice([3, 6, 9]), chance.choice([12, 15, 18, 21])
    return [
        f"The weather service has issued a {chance.choice(['yellow', 'amber'])} warning of {hazard} for {area} from"
        f" {start:02}.00 to {end}.00 on {chance.choice(DAYS)}.",
        f"The warning covers {town}, {other} and {third}. Travellers should expect delays on roads and railways, and"
        " some bus services may be cancelled at short notice.",
        "Power cuts are possible and may affect other services such as mobile telephones. People are advised to check"
        " the forecast before they set out and to allow more time for their journey.",
        "Drivers should take extra care on exposed routes and keep a greater distance to the vehicle in front, the"
        " highway agency said. Ferries may be delayed.",
        "The warning will be updated if the forecast changes. Conditions are expected to improve by the evening.",
    ]


def verdict(chance: random.Random) -> list[str]:
    """Return a report from a court."""
    name, judge, counsel = chance.sample(PEOPLE, 3)
    town, crime = chance.choice(TOWNS), chance.choice(["burglary", "fraud", "arson", "theft", "forgery", "smuggling"])
    return [
        f"{name}, {chance.randint(19, 74)}, of {town}, was sentenced to {chance.choice(ONE_TO_NINE)} years in prison"
        f" on {chance.choice(DAYS)} after being found guilty of {crime}.",
        "The jury took less than a day to reach its verdict at the end of a trial that had lasted two weeks. The"
        " defendant had denied the charge and showed no emotion as the sentence was read out.",
        f'Judge {judge} said: "This was a serious offence that was planned with care and carried out over a long'
        ' period. You have shown no remorse, and only a sentence of immediate custody can be justified."',
        f"Defence counsel {counsel} said there would be an appeal. The prosecution welcomed the verdict and thanked the"
        " witnesses who had come forward to give evidence.",
        "The police said the investigation had been long and complex and that they hoped the outcome would give some"
        " comfort to those who had been affected.",
    ]


def lowered(make: Callable[[random.Random], list[str]]) -> Callable[[random.Random], list[str]]:
    """Return the same reports in lower case, as archives have them."""
    return lambda chance: [line.lower() for line in make(chance)]


ONE_TO_NINE = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
REPORTS: dict[str, Callable[[random.Random], list[str]]] = {
    "earnings reports": earnings,
    "match reports": match,
    "weather warnings": warning,
    "verdicts": verdict,
    "match reports in lower case": lowered(match),
    "verdicts in lower case": lowered(verdict),
}
