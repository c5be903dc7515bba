import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.writing.length import count_words
from briefings.writing.shorten import misleads, shortened


def short(text, limit=99):
    """The shortened text."""
    form = shortened(text, limit)
    return form.text if form else None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("But the council waited.", "The council waited."),
        ("However, iPhone sales rose.", "iPhone sales rose."),
        ("Still waters run deep.", "Still waters run deep."),
        ("The council voted today.", "The council voted."),
        ("The council voted yesterday to wait.", "The council voted to wait."),
        ("The council, earlier today, voted.", "The council voted."),
        ("Yesterday, the council voted.", "The council voted."),
        ("Congress yesterday sent a bill.", "Congress sent a bill."),
        ("It has stood since yesterday.", "It has stood since yesterday."),
        ('"We vote today," Ruiz said.', '"We vote today," Ruiz said.'),
        ("The council votes on Monday.", "The council votes on Monday."),
    ],
)
def test_what_must_go_goes_and_the_rest_stays(text, left):
    """Connectives and words for a day that is over; weekdays and quotations are kept."""
    assert short(text) == left


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [
        ("The council (of nine members) put off its vote again.", 8, "The council put off its vote again."),
        ("The council — nine members in all — put off its vote.", 8, "The council put off its vote."),
        ("The council put off its vote on Monday.", 7, "The council put off its vote."),
        ("The lanes, which opened in May, will be closed again.", 8, "The lanes will be closed again."),
        ("Dana Ruiz, the head of the council, said it waits until May.", 8, "Dana Ruiz said it waits until May."),
        ("The council put off its vote, adding weeks of waiting.", 7, "The council put off its vote."),
        ("The council put off its vote, as riders had feared.", 7, "The council put off its vote."),
        ("In a room full of riders, the council put off its vote.", 7, "The council put off its vote."),
        ("The council put off its vote, and riders went home angry.", 7, "The council put off its vote."),
        (
            "The council put off its vote again as riders waited outside, police said.",
            10,
            "The council put off its vote again, police said.",
        ),
    ],
)
def test_what_may_go_goes_as_far_as_the_limit_asks(text, limit, left):
    """Asides first, added clauses later; who said it stays."""
    assert short(text, limit) == left
    assert short(text, 99) == text


def test_too_long_a_sentence_without_asides_is_given_up():
    """Nothing is cut in the middle of a clause."""
    assert short("Nine members of the council put off their vote once more", 5) is None


def test_the_main_clause_is_never_cut_off():
    """A sentence that opens with a subordinate clause keeps what follows it."""
    assert short("As Dana Ruiz put it again last week, and everybody in the room agreed with it.", 9) is None


def test_a_list_does_not_lose_its_last_member():
    """Two of three things are not what the sentence said."""
    assert short("The city will pay for new buses, wider stops, and better lights along the street.", 12) is None


def test_a_cut_never_enters_a_quotation():
    """Words in quotation marks are somebody's own."""
    assert short('Ruiz said "the lanes, which opened in May, will be closed again to all buses" soon.', 10) is None


def test_a_day_that_is_over_misleads_unless_it_is_a_name():
    """Papers and shows may be called Today."""
    assert misleads("It opens tomorrow.")
    assert misleads("It has stood since yesterday.")
    assert not misleads("She told USA TODAY so.")
    assert not misleads("It opens on Monday.")


WORDS = [
    "But ",
    "today",
    ", which ",
    "waits, ",
    "(so) ",
    "— a b — ",
    "Ruiz ",
    "said ",
    "“we ",
    "will” ",
    "on Monday ",
    "as it ",
    ". ",
    ", and ",
]


@given(st.lists(st.sampled_from(WORDS), max_size=20).map("".join), st.integers(1, 12))
def test_shortening_only_leaves_out(text, limit):
    """Whatever comes in, what comes out are kept ranges of it, in order, within the limit."""
    form = shortened(text, limit)
    if form is None:
        return
    edges = [edge for kept in form.kept for edge in kept]
    assert edges == sorted(edges)
    assert count_words(form.text) <= limit
    assert "".join(text[a:b] for a, b in form.kept).replace(" ", "").lower() == form.text.replace(" ", "").lower()


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("The dyes are used to give food, drinks and ingested drugs their colors all year.", 12),
        ("They beat their rivals by 19 points a game, including wins of 51 points, 30, and 37 points at home.", 15),
        ("He faces a judge, where he denies charges that he lied to all of them, engaged in fraud and fled.", 16),
    ],
)
def test_a_list_is_not_cut_in_its_middle(text, limit):
    """What is left would join things that do not belong together."""
    left = short(text, limit) or ""
    assert not any(broken in left for broken in ("food, drinks.", "game 30", "game 37", "judge engaged"))


def test_a_cut_behind_an_abbreviation_leaves_one_full_stop():
    """The abbreviation's own is enough."""
    assert short("Services will be held at 8 on Mill Ave.; at noon they begin in the park.", 9) == (
        "Services will be held at 8 on Mill Ave."
    )


@pytest.mark.parametrize(
    ("sentence", "limit"),
    [
        (
            "A survey of riders conducted on Monday and Tuesday found that nine in ten walk to work.",
            16,
        ),
        ("The council learned of the rise from a report that its auditor released on Tuesday.", 13),
        (
            "The new pier is to open to riders just four months after the old one sank in May.",
            15,
        ),
        (
            "They found that the number of people who ride, and of those who row, had changed little.",
            14,
        ),
        (
            "The yard will lay up its boats weeks before the season and as riders ask for more of them.",
            17,
        ),
    ],
)
def test_no_cut_takes_what_the_rest_waits_for(sentence, limit):
    """A pair keeps both, a subject its verb, "released" its day; else nothing is shortened."""
    form = shortened(sentence, limit)
    assert form is None or form.text == sentence


def test_a_comma_before_a_clause_goes_with_it():
    """No comma stands twice."""
    form = shortened(
        "Port Lowell raised its fares, even as its pier has all but stopped the ferries, according to a report.",
        12,
    )
    assert form is not None
    assert form.text == "Port Lowell raised its fares, according to a report."


def test_late_last_night_goes_whole():
    """Half of it would begin the sentence with a stray word."""
    form = shortened("Late last night the council of Port Lowell raised the fares.", 35)
    assert form is not None
    assert form.text == "The council of Port Lowell raised the fares."


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [
        (
            "The council told riders on Tuesday, the latest turn in its long quarrel over the lanes, to wait for May.",
            18,
            "The council told riders, the latest turn in its long quarrel over the lanes, to wait for May.",
        ),
        (
            "Ruiz won votes across the town on Tuesday, overcoming her troubles of the past weeks.",
            9,
            "Ruiz won votes across the town.",
        ),
        (
            "Dana Ruiz, whose street was flooded on Monday, said the town needs help.",
            11,
            "Dana Ruiz, whose street was flooded, said the town needs help.",
        ),
        ("The council, on Monday, put off its vote.", 6, "The council put off its vote."),
        (
            "The council said on Tuesday, Jan. 5, that it waits for riders.",
            9,
            "The council said that it waits for riders.",
        ),
        (
            "The council put off its vote on Tuesday, Jan. 5, as riders had feared.",
            11,
            "The council put off its vote, as riders had feared.",
        ),
        ("The council put off its vote late on Sunday evening.", 6, "The council put off its vote."),
        ("The council put off its vote earlier on Sunday.", 6, "The council put off its vote."),
        ("Ruiz stepped down, the day before the council was to vote on her.", 6, None),
        ("Ruiz left the council for good, the day before it was to vote.", 7, "Ruiz left the council for good."),
    ],
)
def test_a_day_takes_no_comma_but_its_own(text, limit, left):
    """The comma behind a day mostly belongs to the clause that follows, which may then go too."""
    assert short(text, limit) == left


def test_no_end_is_left_hanging_on_what_was_cut():
    """A last word like "particularly" waits for what stood behind it."""
    text = "The town will close stops and depots, particularly in the long winter months."
    assert short(text.replace("particularly in", "particularly, in"), 9) is None
