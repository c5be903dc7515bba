import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.writing.sentences import sentences


def split(text):
    """The sentences of `text` as texts."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["It opens at 9 a.m. Monday at the park.", "Polls close at 8 p.m.", "Results follow."],
        ["Join us at 10 a.m. ET.", "Expect rain."],
        ["It runs until 5 p.m. (local time) each day.", "Then it closes."],
        ["They met Washington, D.C. Mayor Lee Bo.", "He left D.C.", "Lawmakers agreed."],
        ["It stands at 500 Main St.", "The owner moved from St. Louis to Ft. Worth."],
        ["It cost $30 vs. $35 a year ago.", "Sec. of State Jo Li spoke Thurs. and Cos. are waiting."],
        ["Tesla Inc. CEO Bo Li quit.", "Shares fell at Acme Inc.", "The rest rose."],
        ["Sen. Bo Li, I-Vt., opposed it.", "Nobody else did."],
        ["“We are late.", "We are wrong,” said K.", "“We know.”"],
        ["He said no.", "She scored from No. 5.", "That was it."],
        ["“Why now?” Ruiz asked.", '"Why?" she said.', "“When?” Dana Ruiz asked.", "Nobody knew!"],
        ["J. K. Rowling met George W. Bush.", "Both left."],
        ["The U.S.' allies left.", "It is in the U.S.", "The rest is not.", "U.S. Rep. Ann Lo won."],
        ["Then it rose ... and fell.", "It stopped…", "But why?", "(He left.)", "They stayed."],
        ["1. First comes the vote.", "2. Then the count."],
        ["Shares of Yahoo! rose.", "iPhone sales fell."],
        ["It fell 3.5 percent in Jan. 2026.", "In Feb. it rose."],
        ["It ended with plan B.", "The mayor smiled."],
        ["She works for the U.N.", "“It is hard,” she said."],
        ["Visit harlow.Com for more of Harlow.Net News or ask Sens.Bo Li there."],
    ],
)
def test_hard_ends_are_told_from_abbreviations(parts):
    """Each passage falls into exactly its sentences."""
    assert split(" ".join(parts)) == parts


def test_a_line_without_a_full_stop_is_a_sentence_of_its_own():
    """Publishers put headlines on lines of their own."""
    assert split("What happened\nThe bridge closed. It reopens soon.") == [
        "What happened",
        "The bridge closed.",
        "It reopens soon.",
    ]


def test_an_empty_paragraph_has_no_sentences():
    """White space is no sentence."""
    assert sentences("") == sentences(" \n\t ") == []


PIECES = [*'aA.!?"”“’ \n1()…', "St. ", "a.m. ", "U.S. ", "No. "]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_spans_are_in_order_do_not_overlap_and_hold_all_text(text):
    """The promise that spans of a brief rest on."""
    spans = sentences(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


def test_sentences_whose_line_break_was_lost_are_told_apart():
    """A stop between a small and a capital letter ends a sentence, with its quotation mark, without any white space."""
    assert split("The bridge closed.The council waits!“We hope.”Ruiz left. It stands in the U.S.And no.") == [
        "The bridge closed.",
        "The council waits!",
        "“We hope.”",
        "Ruiz left.",
        "It stands in the U.S.And no.",
    ]
