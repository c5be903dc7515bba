import pytest

from briefings.model import Move, Point
from briefings.writing.choose import Choice, choose, dangles, fitting
from briefings.writing.fitness import fits
from briefings.writing.length import BRIEF_WORDS, LEDE_WORDS, POINT_WORDS, count_words
from briefings.writing.roles import ROLES, Scores
from briefings.writing.units import units

NOTHING = Choice(None, None, ())


def chosen(article, *moves: Move | None, lede=None):
    """What is chosen when each unit scores 1 for the named move, 0 or less for the rest."""
    found = units([article])
    given = [Scores(lede[n] if lede else -n, {move: 1.0 - n / 100} if move else {}) for n, move in enumerate(moves)]
    return choose(found, given, NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "It rained.",
        "But Ruiz waits.",
        "“They wait,” said Ruiz.",
        "As a result, rents rose.",
        "Here's why.",
        "Others wait.",
        "By then 300 gallons had been lost.",
        "Without it, rents would have grown.",
        "Fourteen want another cut.",
        "Each costs $61,000.",
        "First, rents rose.",
        "Weight limits were set on three of them overnight.",
    ],
)
def test_a_line_that_points_back_dangles(text):
    """The reader does not see the sentence before it."""
    assert dangles(text)


def test_a_name_or_a_noun_does_not_dangle():
    """Neither do words that merely begin alike."""
    assert not any(map(dangles, ["Ruiz waits.", "The council waits.", "Soil tests failed.", "Italy waits."]))
    assert not any(
        map(
            dangles,
            ["Fourteen colleges want a cut.", "By June 300 left.", "The first bus left.", "Half of Harlow waits."],
        )
    )
    assert not dangles("The town has 19 bridges and has closed three of them.")


@pytest.mark.parametrize(
    "text",
    [
        "It could lose the grant by then.",
        "Riders wait for the bus in the rain and on foot and so on and on and on (and on)",
        "Riders wait for the bus and ...",
        "“We have waited for all these years.”",
        "Riders will wait, she said on the phone.",
        "Riders will learn more about the plan tomorrow.",
        "They wait.",
        "Riders " + "wait and " * 40 + "wait.",
    ],
)
def test_what_cannot_stand_alone_does_not_fit(article, text):
    """Pronouns, scraps, orphan quotations, days that will be over and endless sentences."""
    (unit,) = units([article(text)])
    assert fitting(unit, POINT_WORDS) is None


def test_a_lede_may_open_where_a_point_may_not(article):
    """It's at the very start points to nothing but itself."""
    (unit,) = units([article("It's been two years since the bridge closed.")])
    assert fitting(unit, LEDE_WORDS) is None
    assert fitting(unit, LEDE_WORDS, opens=True) is not None


def test_no_sentence_stands_twice(article):
    """The best sentence of two roles serves the first of them only."""
    told = article("Harlow put off its vote until the spring.", "Riders could lose a large federal grant.")
    found = units([told])
    both = {Move.WHY_IT_MATTERS: 1.0, Move.WHATS_NEXT: 2.0}
    choice = choose(found, [Scores(1.0, both), Scores(0.0, both)], NOTHING)
    assert choice.lede.text.startswith("Harlow")
    assert choice.why.text.startswith("Riders")
    assert choice.points == ()


def test_two_sentences_that_say_the_same_are_not_both_told(article):
    """Repetition is not brief."""
    told = article("Harlow put off its vote until the spring.", "Harlow put off its bus vote until the spring.")
    assert chosen(told, None, Move.WHY_IT_MATTERS).why is None


def test_one_point_a_move_in_the_readers_order(article):
    """Points come in the order of ROLES, the best of each."""
    told = article(
        "Harlow put off its vote until the spring.",
        "A hearing will follow early next year in Milbrook.",
        "Rents near the depot have climbed for a decade.",
        "A second hearing is expected to follow within weeks.",
    )
    choice = chosen(told, None, Move.WHATS_NEXT, Move.BIG_PICTURE, Move.WHATS_NEXT)
    assert [p.move for p in choice.points] == [Move.BIG_PICTURE, Move.WHATS_NEXT]
    assert choice.points[1].text.startswith("A hearing")


def test_the_whole_keeps_its_room(article):
    """However much scores well, a brief is brief."""
    lines = [" ".join(f"Word{n}x{k}" for k in range(33)) + "." for n in range(7)]
    choice = chosen(article(*lines), None, Move.WHY_IT_MATTERS, *ROLES)
    total = sum(count_words(p.text) for p in (choice.lede, choice.why, *choice.points))
    assert BRIEF_WORDS - POINT_WORDS < total <= BRIEF_WORDS
    assert len(choice.points) == 2


def test_a_poor_lede_is_better_than_none_and_nothing_than_a_broken_one(article):
    """A whole sentence that leans is told; half a quotation is not."""
    assert (
        chosen(article("They waited there for the whole day."), None).lede.text
        == "They waited there for the whole day."
    )
    assert chosen(article("“We waited there for the whole day."), None).lede is None
    assert chosen(article(), *[]).lede is None


def test_without_a_lede_no_points_are_told(article):
    """A brief that does not say what happened says nothing."""
    told = article("“We waited there for the whole day.", "“Rents near the depot have climbed for a decade.")
    assert chosen(told, Move.BIG_PICTURE, Move.WHY_IT_MATTERS).points == ()


def test_a_point_names_where_its_words_stand(article):
    """Kept ranges become spans of the paragraph."""
    told = article("HARLOW (AP) — However, Harlow yesterday put off its vote until the spring.")
    lede = chosen(told, None).lede
    assert lede.text == "Harlow put off its vote until the spring."
    assert [told.paragraphs[s.paragraph][s.start : s.end] for s in lede.spans] == [
        "Harlow",
        "put off its vote until the spring.",
    ]


def test_a_move_that_is_given_is_not_chosen_again(article):
    """The newsroom's own why stands."""
    told = article("Harlow put off its vote until the spring.", "Riders could lose a large federal grant.")
    found = units([told])
    scores = [Scores(1.0, {}), Scores(0.0, {Move.WHY_IT_MATTERS: 1.0})]
    why = Point("Rents follow.", (), "a", "Why it matters", Move.WHY_IT_MATTERS)
    assert choose(found, scores, Choice(None, why, ())).why is why


def test_a_line_of_a_transcript_is_nobodys_sentence(article):
    """A name and a colon are quotation marks enough."""
    (unit,) = units([article("Dana Ruiz: We never wanted the lanes to end at York Street.")])
    assert fitting(unit, POINT_WORDS) is None


def test_numbers_that_were_cut_away_make_no_numbers(article):
    """What is left of a sentence has to do the job it was chosen for."""
    told = article(
        "Harlow put off its vote until the spring.",
        "Many small shops along the street could close with the depot, because some 200 of the town's families work in"
        " them and 40 or more of those shops sell to nobody but the drivers who pass there twice a day.",
    )
    assert chosen(told, None, Move.BY_THE_NUMBERS).points == ()


def test_what_was_found_stands_before_the_end_of_what_was_given(article):
    """A newsroom that ends with what comes next still ends with it."""
    told = article("Harlow put off its vote until the spring.", "About 31,000 people ride the bus a day.")
    given = Choice(None, None, (Point("A", (), "x", None, Move.ZOOM_IN), Point("B", (), "x", None, Move.WHATS_NEXT)))
    scores = [Scores(1.0, {}), Scores(0.0, {Move.BY_THE_NUMBERS: 1.0})]
    moves = [point.move for point in choose(units([told]), scores, given).points]
    assert moves == [Move.ZOOM_IN, Move.BY_THE_NUMBERS, Move.WHATS_NEXT]


@pytest.mark.parametrize(
    "poor",
    [
        "What will riders of the town do now?",
        "Below are the plans of the two sides for the lanes.",
        "Here are the plans of the two sides for the lanes.",
        "Here’s the plan of the mayor for the lanes.",
        "Note: The plan of the mayor was put right on Monday.",
        "This clause was taken out of the plan by the mayor.",
        "These lanes were taken out of the plan by the mayor.",
        "The town council also means to widen the bridge.",
        '"We are a very small town," Mayor Dana Ruiz said.',
        "Has put off the widening of the bridge for good.",
    ],
)
def test_a_question_a_pointer_and_a_note_open_only_what_has_nothing_else(article, poor):
    """The reader is told what happened, if the article says so anywhere."""
    good = "Harlow put off its vote until the spring."
    assert chosen(article(poor, good), None, None).lede.text == good
    assert chosen(article(poor), None).lede.text == poor


@pytest.mark.parametrize("time", ["This week", "This past winter", "This May", "These days", "This time around"])
def test_a_time_that_is_now_opens_well(article, time):
    """It points to nothing but the day on which it is read."""
    (unit,) = units([article(f"{time} the council of Harlow wants to hear its riders.")])
    assert fitting(unit, LEDE_WORDS, opens=True) is not None


@pytest.mark.parametrize(
    "text",
    [
        "I suspect that the council of Harlow waits for riders.",
        "The plan, I think, waits for its riders.",
        "But I know that it waits for its riders.",
        "The plan that I know waits for its riders.",
        "By then I’d seen the plan wait for riders.",
        "The plan waits for my own riders.",
    ],
)
def test_no_point_speaks_in_the_first_person(article, text):
    """Nobody whom the reader knows is that "I"."""
    (unit,) = units([article(text)])
    assert not any(fits(unit, move) for move in ROLES)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was built before World War I by the town.",
        "The school in Newport, R.I., has waited for Title I aid.",
        "J. I. Bo waits in My Bay for the lanes.",
        "The plan is called “I wait” by its riders.",
    ],
)
def test_numerals_initials_names_and_quotations_are_no_first_person(article, text):
    """The letter alone makes nobody speak."""
    (unit,) = units([article(text)])
    assert fits(unit, Move.BIG_PICTURE)


LEDE = "Harlow put off its vote until the spring."
STRANGE = "“We would rather be late than wrong about it,” Ruiz said."
KNOWN = "“Nobody will ever ride this bus in winter,” said rider Bo Li."
FULL = "The council is led by Dana Ruiz of Harlow."
SAYS, PICTURE = Move.THEY_SAY, Move.BIG_PICTURE


def test_a_line_by_somebody_whom_the_reader_has_met_goes_before_a_stranger(article):
    """A bare surname means nothing to whom nobody told of Dana Ruiz."""
    assert chosen(article(LEDE, STRANGE, KNOWN, FULL), None, SAYS, SAYS, None).points[0].text == KNOWN


def test_a_stranger_is_better_than_no_line(article):
    """No point is lost by it: neither for want of another nor where every other is a stranger's too."""
    assert chosen(article(LEDE, STRANGE, FULL), None, SAYS, None).points[0].text == STRANGE
    also = STRANGE.replace("Ruiz said", "said Mr. Ruiz")
    assert chosen(article(LEDE, STRANGE, also, FULL), None, SAYS, SAYS, None).points[0].text == STRANGE


def test_whom_the_headline_a_line_or_the_sentence_itself_names_is_no_stranger(article):
    """Neither is a name that the article never gives in full, nor a body or a company."""
    told = article(LEDE, STRANGE, KNOWN, FULL)
    scores = [Scores(float(n == 0), {SAYS: 1.0 - n / 100} if n in (1, 2) else {}) for n in range(4)]
    assert choose(units([told]), scores, NOTHING, "Ruiz puts off a vote").points[0].text == STRANGE
    assert chosen(article(LEDE, STRANGE, KNOWN), None, SAYS, SAYS).points[0].text == STRANGE
    lede = "Dana Ruiz of Harlow put off its vote until the spring."
    assert chosen(article(lede, STRANGE, KNOWN), None, SAYS, SAYS).points[0].text == STRANGE
    itself = "“We would rather be late than wrong about it,” Ruiz said of her man Juan Ruiz."
    assert chosen(article(LEDE, itself, KNOWN, FULL), None, SAYS, SAYS, None).points[0].text == itself
    body = STRANGE.replace("Ruiz", "Police")
    assert (
        chosen(article(LEDE, body, KNOWN, "It is led by Harlow Police."), None, SAYS, SAYS, None).points[0].text == body
    )


def test_a_stranger_stays_where_another_move_would_lose_its_line(article):
    """Two points are better than one by somebody whom the reader has met."""
    told = article(LEDE, STRANGE, KNOWN, FULL)
    scores = [Scores(1.0, {}), Scores(0.0, {SAYS: 0.9}), Scores(0.0, {SAYS: 0.8, PICTURE: 0.7}), Scores(0.0, {})]
    assert [p.text for p in choose(units([told]), scores, NOTHING).points] == [KNOWN, STRANGE]


def test_somebody_whom_a_line_introduces_does_not_introduce_another(article):
    """Each of the people of a line has to be met."""
    two = "Ruiz said to Juan Milo “we would rather be late than wrong about it,” as Milo said."
    assert chosen(article(LEDE, two, KNOWN, FULL), None, SAYS, SAYS, None).points[0].text == KNOWN


def test_no_more_points_than_a_brief_may_have(article):
    """The best four of five kinds are told."""
    lines = ["Rents rose by a third.", "Buses left 200 riders behind.", "Trees fell on the roads near Milbrook."]
    lines += ["Banks shut their doors for good.", "Wells in the north have dried up."]
    told = article(LEDE, *(line.replace(".", " while nobody looked.") for line in lines))
    assert [p.move for p in chosen(told, None, *ROLES).points] == list(ROLES[:4])


def test_a_quotation_with_its_news_around_it_opens_well(article):
    """Only one with nothing but its speaker gives way."""
    told = '"We are a very small town," Mayor Dana Ruiz said as she put off the vote on Monday.'
    assert chosen(article(told, "Harlow has a bridge and two schools."), None, None).lede.text == told


def test_what_says_best_why_it_matters_opens_only_if_it_is_by_far_better_at_that(article):
    """Two lines that can open: the one that would be missed as the answer is kept for it."""
    said, other = "The bridge in Harlow closes on Monday.", "The closing cuts off the only way to the hospital."
    found = units([article(said, other)])
    for why, lede in ((3.0, said), (0.5, said), (0.2, other)):
        scores = [Scores(1.0, {}), Scores(2.0, {Move.WHY_IT_MATTERS: why})]
        assert choose(found, scores, Choice(None, None, ())).lede.text == lede
    again = units([article(said, other, "Ambulances will need twenty minutes more for each call.")])
    scores = [Scores(1.0, {}), Scores(2.0, {Move.WHY_IT_MATTERS: 3.0}), Scores(0.0, {Move.WHY_IT_MATTERS: 2.8})]
    assert choose(again, scores, Choice(None, None, ())).lede.text == other


def test_a_line_without_its_subject_is_no_answer(article):
    """What stood above it in a list, the reader does not see; what begins with a name like a verb stands."""
    found = units([article("The bridge in Harlow closes on Monday.", "Has cost the town a third of its budget.")])
    scores = [Scores(1.0, {}), Scores(-9.0, {Move.WHY_IT_MATTERS: 5.0})]
    assert choose(found, scores, Choice(None, None, ())).why is None


def test_a_question_is_no_answer_to_why_it_matters(article):
    """What the reader is asked is not why the story matters, however well it scores."""
    found = units([article("The bridge in Harlow closes on Monday.", "Who will pay for the crossing of the river?")])
    scores = [Scores(1.0, {}), Scores(-9.0, {Move.WHY_IT_MATTERS: 5.0})]
    assert choose(found, scores, Choice(None, None, ())).why is None
