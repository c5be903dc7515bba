import pytest

from briefings.writing.headline import headline


@pytest.mark.parametrize(
    ("title", "publisher", "left"),
    [
        ("Council waits - Harlow Post", "Harlow Post", "Council waits"),
        ("Council waits | Local news | Harlow Post", "", "Council waits"),
        ("Council waits – The Daily Star", "Other", "Council waits"),
        ("Council waits — harlowpost.com", "", "Council waits"),
        ("Council waits - The Harlow Post Online", "Harlow Post", "Council waits"),
        ("Council waits - again", "Harlow Post", "Council waits - again"),
        ("Exclusive: council  waits\n", "", "Council waits"),
        ("Opinion: ", "", "Opinion:"),
        ("| Harlow Post", "Harlow Post", "| Harlow Post"),
        ("Bus-lane vote waits", "", "Bus-lane vote waits"),
        ("", "", ""),
    ],
)
def test_a_headline_is_the_title_without_its_outlet(title, publisher, left):
    """What belongs to the outlet goes; what belongs to the news stays."""
    assert headline(title, publisher) == left
