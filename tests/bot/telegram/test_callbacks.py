"""What buttons send: only what could have been packed is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.callbacks import ARGUMENTS, LONGEST_BYTES, Press, Verb, pack, unpack
from briefings.catalogue import LONGEST_SLUG


def payloads() -> st.SearchStrategy[Press]:
    """Every press that has a payload."""

    def of(verb: Verb) -> st.SearchStrategy[Press]:
        forms = ARGUMENTS.get(verb, ())
        return st.tuples(*(st.from_regex(form, fullmatch=True) for form in forms)).map(lambda args: Press(verb, args))

    return st.sampled_from(list(Verb)).flatmap(of)


@given(payloads())
def test_what_is_packed_is_read_back(press):
    """Or refused when it is packed, never cut."""
    try:
        data = pack(press.verb, *press.args)
    except ValueError:
        assert len(":".join(("1", press.verb, *press.args)).encode(errors="replace")) > LONGEST_BYTES
    else:
        assert unpack(data) == press
        assert len(data.encode(errors="replace")) <= LONGEST_BYTES


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(data):
    """A payload can be anything."""
    press = unpack(data)
    assert press is None or pack(press.verb, *press.args) == data


@pytest.mark.parametrize(
    "args", [("s",), ("s", "denver"), ("x", "+denver"), ("s", "+Denver"), ("s", "+denver", "more")]
)
def test_a_payload_that_could_not_be_read_is_not_made(args):
    """A mistake of ours shows at once, not when somebody presses."""
    with pytest.raises(ValueError, match="not a payload"):
        pack(Verb.TOGGLE, *args)


def test_the_longest_slug_fits_every_button():
    """What the catalogue allows can be pressed."""
    slug = "a" * LONGEST_SLUG
    for verb, args in ((Verb.TOGGLE, ("s", f"+{slug}")), (Verb.ADD, (slug,)), (Verb.CITY, (slug,))):
        assert pack(verb, *args)


def test_the_largest_delivery_id_fits():
    """Sixty-three bits."""
    assert pack(Verb.STORY, str(2**63 - 1), "999")
