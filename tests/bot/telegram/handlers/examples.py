"""What buttons send, by what they do: `{delivery}` and `{reader}` stand for the ids of one. For tests."""

from bot.telegram.callbacks import Verb

DELIVERY, READER = "{delivery}", "{reader}"
EXAMPLES: dict[Verb, tuple[tuple[str, ...], ...]] = {
    Verb.TOGGLE: (("s", "+markets"), ("l", "-denver"), ("s", "-login"), ("l", "+nowhere")),
    Verb.LIST: (("s",), ("l",)),
    Verb.PROMISES: (("s",), ("l",)),
    Verb.DONE: (("s",), ("l",)),
    Verb.BACK: (("list",), ("morning",), ("evening",), ("place",)),
    Verb.ADD: (("sports",), ("nowhere",)),
    Verb.DROP: (("denver",), ("nowhere",)),
    Verb.TIMES: ((),),
    Verb.TIME: (("morning", "0730"), ("evening", "off"), ("morning", "off")),
    Verb.OTHER_TIME: (("morning",), ("evening",)),
    Verb.CITY: (("denver",), ("markets",), ("nowhere",)),
    Verb.PLACE: (("Portland", "US-OR"), ("Portland", "US-ME"), ("Atlantis", "US-OR")),
    Verb.OTHER_PLACE: ((),),
    Verb.DAYS: ((),),
    Verb.THESE_DAYS: (("12345",), ("67",)),
    Verb.PAUSE: ((),),
    Verb.PAUSE_FOR: (("7",), ("ever",), ("999",)),
    Verb.RESUME: ((),),
    Verb.NOW: ((),),
    Verb.SETTINGS: ((),),
    Verb.OPEN_SETTINGS: ((),),
    Verb.STATUS: ((),),
    Verb.SOURCES: ((DELIVERY,),),
    Verb.STORY: ((DELIVERY, "1"), (DELIVERY, "2"), (DELIVERY, "99")),
    Verb.MORE: ((DELIVERY,),),
    Verb.PAGE: ((DELIVERY, "1"), (DELIVERY, "99")),
    Verb.CLOSE: ((DELIVERY,),),
    Verb.LENGTHS: ((),),
    Verb.LENGTH: (("1",), ("6",)),
    Verb.FORGET: ((READER,),),
    Verb.KEEP: ((),),
    Verb.OFFICE: (("overview", "1"), ("sources", "2"), ("editions", "99")),
    Verb.EDITION: (("open", "e-" + 16 * "0"), ("hold", "e-" + 16 * "a"), ("withdraw", "e-0123456789abcdef")),
}
"""Every verb has some; the newest buttons join at the end."""
