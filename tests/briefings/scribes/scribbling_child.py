"""A child process that writes what the story's id says: its own process id, or trouble."""

import os
import signal
from dataclasses import replace

from briefings.model import Brief, Story
from briefings.sample.story import sample_brief
from briefings.scribes import child_process


def _obey(story: Story) -> Brief:
    if story.id == "die":
        os._exit(3)
    if story.id == "hang":
        signal.pause()
    if story.id == "break":
        raise ValueError("odd")
    return replace(sample_brief(), story=str(os.getpid()))


if __name__ == "__main__":
    child_process.write = _obey
    child_process.main()
