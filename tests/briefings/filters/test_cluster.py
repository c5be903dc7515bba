from briefings.filters.cluster import answers

BRIDGE = "The Harlow Bridge will close on Friday for 14 months of repairs, the transport office said."


def record(name, text=BRIDGE, **more: object):
    """A record about the bridge."""
    return {"id": name, "title": "Harlow Bridge closes", "paragraphs": [text], "published": "2026-11-23"} | more


def test_each_record_gets_its_story_in_its_order():
    """Equal events share a story; ids come back as they came."""
    found = list(answers([record(2), record("x", "The Otters won the cup.", title="Otters win"), record(1)]))
    assert [answer["id"] for answer in found] == [2, "x", 1]
    assert found[0]["story"] == found[2]["story"] != found[1]["story"]


def test_a_record_that_cannot_be_read_gets_an_error_and_the_rest_their_stories():
    """One bad line costs one answer."""
    found = list(answers([record("a"), record("b", paragraphs=None), {}]))
    assert found[0]["story"] == "s-a"
    assert found[1]["id"] == "b"
    assert "paragraphs" in found[1]["error"]
    assert found[2]["id"] is None


def test_a_story_that_a_record_names_is_kept():
    """A program may hand over what it grouped before."""
    found = list(answers([record("a", story="old"), record("b")]))
    assert [answer["story"] for answer in found] == ["old", "old"]
