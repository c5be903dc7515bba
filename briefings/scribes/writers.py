"""Who writes: this process, or a child of its own, which costs the event loop nothing and gives its memory back."""

import asyncio
import hashlib
from collections import OrderedDict
from typing import Protocol

from briefings.model import Brief, Story
from briefings.scribes.wire import pack_story
from briefings.writing.write import write

MOST_KEPT = 1024


class Writer(Protocol):
    """Makes a brief of a story."""

    async def write(self, story: Story) -> Brief:
        """Raises whatever went wrong with this story."""
        ...


class InThread:
    """Writes in a thread of this process: for what lives a short while, such as a preview."""

    async def write(self, story: Story) -> Brief:
        """Write the brief of a story."""
        return await asyncio.to_thread(write, story)


class Remembering:
    """Writes a story once, as long as it stays the same and is not forgotten for newer ones."""

    def __init__(self, writer: Writer, most: int = MOST_KEPT) -> None:
        self._writer = writer
        self._most = most
        self._kept: OrderedDict[bytes, Brief] = OrderedDict()

    async def write(self, story: Story) -> Brief:
        """The brief of a story, from memory where it is there."""
        # By its hash: the texts of a thousand stories would be most of the memory of the bot.
        key = hashlib.blake2b(pack_story(story), digest_size=16).digest()
        if key not in self._kept:
            self._kept[key] = await self._writer.write(story)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
