"""How a briefing says what was wrong in an earlier one."""

from datetime import UTC, datetime

from bot.telegram.putright import corrections
from bot.telegram.text import plain
from briefings.writing.taken_back import Correction, TakenBack

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def wrong(*changes: TakenBack, publisher: str = "Harbor Post") -> Correction:
    return Correction("b-1", "b-2", "s-1", "a-1", publisher, AT, changes)


def said(*ones: Correction) -> str:
    return plain(corrections(ones))


def test_a_line_is_told_beside_what_the_source_says_now():
    """In quotation marks, quotations in it in single ones."""
    told = said(wrong(TakenBack("The bridge is \u201copen\u201d.", "The bridge is shut.")))
    assert told == (
        "Correction: I told you \u201cThe bridge is \u2018open\u2019\u201d."
        " Harbor Post now says \u201cThe bridge is shut\u201d.\n\n"
    )


def test_a_line_that_is_gone_and_a_report_that_is_gone():
    """The second is named once, by its headline."""
    assert "I told you \u201cIt rained\u201d. Harbor Post no longer says so.\n" in said(
        wrong(TakenBack("It rained.", None))
    )
    gone = said(wrong(TakenBack("Rain floods Harlow", None), TakenBack("It rained.", None)))
    assert gone == "Correction: Harbor Post has withdrawn what I told you: \u201cRain floods Harlow\u201d\n\n"


def test_many_lines_are_counted():
    """A briefing is for the news."""
    many = [TakenBack(f"It was {n}.", f"It is {n}.") for n in range(5)]
    told = said(wrong(*many))
    assert told.count("Correction:") == 3
    assert told.endswith("2 more lines were put right.\n\n")
    assert said(wrong(*many[:4])).endswith("1 more line was put right.\n\n")
    assert said() == said(wrong()) == ""


def test_long_lines_are_cut():
    """The whole stands in the message that was edited."""
    told = said(wrong(TakenBack("word " * 200, "other " * 200)))
    assert len(told) < 700
