"""/language, by words and by buttons."""


async def test_a_language_is_set_by_its_name_or_its_code(settled):
    """The answer is in it already."""
    await settled.say("/language español")
    assert settled.text.startswith("Desde ahora hablo español.\nDenver y Markets, por la mañana a las 7:00")
    assert (await settled.known()).language == "es"
    await settled.say("/language EN")
    assert settled.text.startswith("I speak English from now on.\nDenver and Markets, mornings at 7:00")
    assert (await settled.known()).language == "en"


async def test_a_language_is_chosen_by_a_button_of_the_settings(settled):
    """The present one is marked; each has its own name."""
    await settled.say("/settings")
    await settled.tap("Language")
    assert settled.buttons == ["\u2713 English", "Español", "Settings"]
    await settled.tap("Español")
    assert (await settled.known()).language == "es"
    assert len(settled.messages) == 2


async def test_a_language_that_is_not_spoken_changes_nothing(settled):
    """Said with an example; a payload with another one is out of date."""
    await settled.say("/language klingon")
    assert settled.text == 'I do not speak "klingon". Try /language es.'
    assert (await settled.known()).language == "en"
