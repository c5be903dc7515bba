import itertools

import pytest

from bot.delivery.model import TRANSITIONS, Event, PartState
from bot.store.halt import delivery_state

LEGAL = {
    ("planned", "leased", "sending"),
    ("planned", "too_late", "expired"),
    ("planned", "refused", "failed"),
    ("sending", "delivered", "sent"),
    ("sending", "not_sent", "planned"),
    ("sending", "answer_lost", "uncertain"),
    ("sending", "lease_ended", "uncertain"),
    ("sending", "refused", "failed"),
    ("uncertain", "leased", "sending"),
}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(PartState, Event)))
def test_only_the_promised_transitions_exist(state, event):
    """The table is the specification: every pair is checked, legal or not."""
    leads_to = {after for before, happened, after in LEGAL if (before, happened) == (state, event)}
    assert {TRANSITIONS[state, event].value} == leads_to if leads_to else (state, event) not in TRANSITIONS


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([], "planned"),
        (["sent", "sent"], "sent"),
        (["sent", "planned"], "planned"),
        (["sending", "planned"], "sending"),
        (["uncertain", "planned"], "planned"),
        (["sent", "uncertain"], "uncertain"),
        (["sent", "failed"], "failed"),
        (["failed", "uncertain"], "uncertain"),
        (["sent", "expired"], "expired"),
        (["expired", "failed"], "failed"),
    ],
)
def test_a_delivery_is_as_its_parts_are(states, state):
    """Open while a part is open, else as bad as the worst part: nothing that went wrong is hidden by what went well."""
    assert delivery_state([PartState(one) for one in states]) == state
