from briefings.writing.units import LONGEST, units


def test_a_quotation_over_several_sentences_is_one_unit(article):
    """Half a quotation is nobody's words."""
    found = units([article("“We wait. We hope,” said Dana Ruiz. It rained.")])
    assert [unit.text for unit in found] == ["“We wait. We hope,” said Dana Ruiz.", "It rained."]
    assert all(unit.whole for unit in found)


def test_a_quotation_that_is_never_closed_is_marked(article):
    """A speech that goes on in the next paragraph cannot be told whole."""
    found = units([article("“We wait. We hope.", "It rained.")])
    assert [(unit.text, unit.whole) for unit in found] == [
        ("“We wait.", False),
        ("We hope.", False),
        ("It rained.", True),
    ]


def test_what_stands_before_an_open_quotation_and_behind_a_stray_mark_is_whole(article):
    """Only an opening mark makes what follows in its line somebody's own words."""
    found = units([article('It rained. "We wait. We hope.', "We wait.” It rained. They left.")])
    assert [unit.whole for unit in found] == [True, False, False, False, True, True]


def test_units_say_where_they_stand(article):
    """The article, the line and the place in it are what a scorer knows of position."""
    found = units([article("One came. Two came."), article("- Three came.", name="b")])
    assert [(u.article, u.outlet, u.line, u.lines, u.place, u.bullet) for u in found] == [
        ("a", 0, 0, 1, 0, False),
        ("a", 0, 0, 1, 1, False),
        ("b", 1, 0, 1, 0, True),
    ]
    assert found[2].text == "Three came."


def test_an_endless_sentence_is_not_read(article):
    """A table without full stops is no sentence, and must not cost seconds."""
    assert units([article("word " * LONGEST)]) == []
