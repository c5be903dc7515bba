"""A model as a writer: it drafts, the gate decides, and what it cannot do in time is written from sentences.

The edition never waits for a model that does not answer: after a failure it is left alone for a while, and whoever runs
the bot is told once, and once more when it is back.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from briefings.clock import Clock
from briefings.model import Brief, Story
from briefings.scribes.model.client import ModelClient, Unanswered
from briefings.scribes.writers import Writer
from briefings.writing.generated.checked import Checked, Decision, checked
from briefings.writing.generated.draft import Draft, read
from briefings.writing.generated.prompt import prompt, schema

FAILURES = 2
"""In a row, after which the model is left alone for a while."""
PAUSE = timedelta(minutes=10)
LONG_PAUSE = timedelta(hours=1)
REMEMBERED = 500
"""Briefs whose decisions are kept in memory, for whoever looks."""

log = structlog.get_logger()


class ModelWriter:
    """Writes by a model what the newsroom has not labelled itself; `otherwise` writes all else, and all that fails.

    `silent` hears why the model does not answer, once, and None when it does again.
    """

    def __init__(
        self,
        client: ModelClient,
        otherwise: Writer,
        clock: Clock,
        silent: Callable[[str | None], object] = lambda _: None,
    ) -> None:
        self._client = client
        self._otherwise = otherwise
        self._clock = clock
        self._silent = silent
        self._failures = 0
        self._closed_until: datetime | None = None
        self._told = False
        self.decisions: OrderedDict[str, tuple[Decision, ...]] = OrderedDict()

    async def write(self, story: Story) -> Brief:
        """A brief of the story; raises what the other writer raises."""
        extract = await self._otherwise.write(story)
        # What editors labelled themselves is better than anything that is made of it.
        if extract.writer == "labels" or not self._is_open():
            return extract
        asked = prompt(story)
        answer = await self._client.ask(asked.system, [("user", asked.user)], schema(), read)
        if isinstance(answer, Unanswered):
            self._failed(answer)
            return extract
        self._worked()
        draft: Draft = answer[0]
        return self._kept(checked(draft, asked, extract), extract)

    def _kept(self, found: Checked, extract: Brief) -> Brief:
        brief = found.brief or extract
        refused = [one for one in found.decisions if one.why_not]
        log.info("model.drafted", brief=brief.id, lines=len(found.decisions), refused=len(refused), used=brief.writer)
        self.decisions[brief.id] = found.decisions
        while len(self.decisions) > REMEMBERED:
            self.decisions.popitem(last=False)
        return brief

    def _is_open(self) -> bool:
        return self._closed_until is None or self._clock.now() >= self._closed_until

    def _worked(self) -> None:
        self._failures = 0
        self._closed_until = None
        if self._told:
            self._told = False
            self._silent(None)

    def _failed(self, why: Unanswered) -> None:
        self._failures += 1
        log.warning("model.silent", reason=why.reason, in_a_row=self._failures)
        if why.for_long or self._failures >= FAILURES:
            self._closed_until = self._clock.now() + (LONG_PAUSE if why.for_long else PAUSE)
            if not self._told:
                self._told = True
                self._silent(why.reason)
