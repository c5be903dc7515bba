"""Days in the words and the order of the reader's language. Pure."""

from datetime import date

from bot.telegram.language import later, tr

WEEKDAYS = (
    *(later("Monday"), later("Tuesday"), later("Wednesday"), later("Thursday"), later("Friday")),
    *(later("Saturday"), later("Sunday")),
)
MONTHS = (
    *(later("January"), later("February"), later("March"), later("April"), later("May"), later("June")),
    *(later("July"), later("August"), later("September"), later("October"), later("November"), later("December")),
)


def full_date(day: date) -> str:
    """Says "Tuesday, December 8"."""
    weekday, month = day_name(day.isoweekday()), month_name(day.month)
    return tr("{weekday}, {month} {day}", weekday=weekday, month=month, day=str(day.day))


def day_name(day: int) -> str:
    """The name of an ISO weekday."""
    return tr(WEEKDAYS[day - 1])


def month_name(month: int) -> str:
    """The name of a month, from 1."""
    return tr(MONTHS[month - 1])
