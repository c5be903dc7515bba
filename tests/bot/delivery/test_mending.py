"""What was wrong is put right where it stands, in both forms of a message, and nothing else is touched."""

import pytest

from bot.delivery.lease import Text
from bot.delivery.mending import mended
from bot.telegram.measure import CODE_POINTS
from bot.telegram.text import Block, Bold, Quote, html, plain
from briefings.writing.taken_back import TakenBack

LEDE = "12 people & a dog were hurt <on Monday>."
WHY = "The market feeds half of the schools."


def text(*blocks: Block) -> Text:
    return Text("t", html(blocks), plain(blocks), ())


@pytest.fixture
def briefing() -> Text:
    return text(
        Bold("Good morning."),
        "\n\n",
        Bold("1. 12 hurt in market fire"),
        f"\n{LEDE}\n",
        Bold("Why it matters:"),
        f" {WHY}\n",
        Quote((Bold("By the numbers:"), " 12 of 40 stalls burned.")),
    )


def test_a_line_is_put_right_in_its_place(briefing):
    """Escaped as it was; the words beside it stay."""
    new = LEDE.replace("12", "14")
    after = mended(briefing, [TakenBack(LEDE, new)])
    assert after.plain == briefing.plain.replace(LEDE, f"{new} (corrected)")
    assert "14 people &amp; a dog were hurt &lt;on Monday&gt;. <i>(corrected)</i>" in after.html
    assert after.html.count("12 hurt in market fire") == 1


def test_a_line_in_a_quotation_is_found_too(briefing):
    """What is folded was shown."""
    after = mended(briefing, [TakenBack("12 of 40 stalls burned.", None)])
    assert "<b>By the numbers:</b> <i>The source no longer says this.</i></blockquote>" in after.html


def test_a_headline_keeps_its_number(briefing):
    """And says in its own line that it was corrected, or withdrawn."""
    right = mended(briefing, [TakenBack("12 hurt in market fire", "14 hurt in market fire")])
    assert "<b>1. 14 hurt in market fire <i>(corrected)</i></b>" in right.html
    assert "\n1. 14 hurt in market fire (corrected)\n" in right.plain
    gone = mended(briefing, [TakenBack("12 hurt in market fire", None)])
    assert "<b>1. 12 hurt in market fire <i>(withdrawn)</i></b>" in gone.html


def test_several_changes_are_made_together(briefing):
    """Each in its place."""
    after = mended(briefing, [TakenBack(LEDE, "It burned."), TakenBack(WHY, None)])
    assert "It burned. (corrected)\nWhy it matters: The source no longer says this.\n" in after.plain


def test_what_is_not_shown_is_not_touched(briefing):
    """A story told by its headline only had no line to correct."""
    assert mended(briefing, [TakenBack("Something that was left out.", "Something else.")]) is None
    assert mended(briefing, []) is None


def test_a_full_message_stays_one():
    """The longest words are cut where Telegram would refuse the whole."""
    line = "It was 12 feet."
    full = text(Bold("1. Flood"), f"\n{line}\n", "x" * (CODE_POINTS - 9 - len(line) - 60))
    new = "It was 14 feet " + "and rising " * 40
    after = mended(full, [TakenBack(line, new)])
    assert len(after.plain) <= CODE_POINTS
    assert "It was 14 feet and rising" in after.plain
    tight = text(Bold("1. Flood"), f"\n{line}\n", "x" * (CODE_POINTS - 10 - len(line)))
    assert len(tight.plain) == CODE_POINTS
    assert "\n(corrected)\nxx" in mended(tight, [TakenBack(line, "It was 14 feet.")]).plain
