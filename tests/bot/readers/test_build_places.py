"""The script that cuts the table of places from GeoNames."""

from bot.readers.build_places import rows

STATES = {"OR": {"name": "Oregon"}}
COUNTRIES = {"FR": {"name": "France"}}


def city(number: int, name: str, country: str, region: str, population: int) -> dict[str, object]:
    return {
        "geonameid": number,
        "name": name,
        "countrycode": country,
        "admin1code": region,
        "timezone": "Area/City",
        "population": population,
    }


def test_the_table_has_the_largest_places_each_once():
    """States at home, countries abroad, small cities abroad left out, the larger of two namesakes kept."""
    made = rows(
        [
            city(1, "Alder", "US", "OR", 900),
            city(2, "Alder", "US", "OR", 5000),
            city(3, "Ville", "FR", "11", 400_000),
            city(4, "Village", "FR", "11", 4000),
        ],
        STATES,
        COUNTRIES,
    )
    assert made == [
        ("Ville", "France", "FR", "Area/City", "400000"),
        ("Alder", "Oregon", "US-OR", "Area/City", "5000"),
    ]
