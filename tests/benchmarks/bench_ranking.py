"""Does the ranking know what a newsroom that it cannot see holds for important? Run by hand.

`python -m tests.benchmarks.bench_ranking $DAYBRIEF_DATA/data/feeds` in the project's folder. Reads feed documents of
several publishers that were served on one day. Each publisher is left out in turn: the stories of the others are ranked
for a newsletter without a subject, and of the best ten it is counted how many the one left out carries, too. Beside it:
the same by the newest first, by the place in the feed, and by chance. Same-story grouping decides who carries what, in
all four alike, so its mistakes count for none of them.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from rich.console import Console

from briefings.feeds.arrivals import article_of, named
from briefings.feeds.parse import parse
from briefings.feeds.readings import ParseFailed
from briefings.model import Article, Kind, Newsletter, Slot, Source, Story
from briefings.stories.cluster import cluster
from briefings.stories.leading import story_of
from briefings.stories.rank import rank

DAY = date(2026, 2, 17)
"""The day on which most of the documents were served."""
WINDOW = timedelta(days=2)
TOP = 10
LEAST = 8
"""Articles in the window without which a publisher says little."""
ORDERS = ("ranked", "newest first", "by place", "by chance")


def read(folder: Path) -> dict[str, list[Article]]:
    """The articles of the window by publisher, of those who have enough."""
    end = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC) + timedelta(days=1, hours=6)
    found = {}
    for row in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        name = Path(row["file"]).name
        source = Source(name, name, f"https://{name}.example/feed", f"https://{name}.example/")
        feed = parse((folder / name).read_bytes(), None)
        if not row["news_publisher"] or isinstance(feed, ParseFailed):
            continue
        articles = [article_of(one, source, None, end) for one in named(feed.entries, source)]
        recent = [one for one in articles if one and end - WINDOW <= one.published < end]
        if len(recent) >= LEAST:
            found[name] = recent
    return found


def orders(stories: Sequence[Story], newsletter: Newsletter, now: datetime) -> dict[str, list[Story]]:
    """The stories in each of the orders."""
    return {
        "ranked": [one.story for one in rank(stories, newsletter, now)],
        "newest first": sorted(stories, key=lambda story: max(one.published for one in story.articles), reverse=True),
        "by place": sorted(stories, key=lambda story: (min(one.position for one in story.articles), story.id)),
    }


def without(publisher: str, stories: Sequence[Story]) -> tuple[list[Story], set[str]]:
    """The stories as the others tell them, and the ids of those that the publisher tells, too."""
    rest = [(story, [one for one in story.articles if one.publisher != publisher]) for story in stories]
    told = {story.id for story, others in rest if len(others) < len(story.articles)}
    return [replace(story, articles=tuple(others)) for story, others in rest if others], told


def main() -> None:
    """Print a line for each publisher left out, and the mean."""
    say = partial(Console(width=120).print, highlight=False)
    by_publisher = read(Path(sys.argv[1]))
    articles = [one for some in by_publisher.values() for one in some]
    now = max(one.published for one in articles)
    members: defaultdict[str, list[Article]] = defaultdict(list)
    given = cluster(articles)
    for one in articles:
        members[given[one.id]].append(one)
    stories = [story_of(story, some) for story, some in members.items()]
    newsletter = Newsletter("all", "All", "All", Kind.TOPIC, "UTC", (Slot.MORNING,), frozenset({1}), ())
    say(f"{len(articles)} articles of {len(by_publisher)} publishers, {len(stories)} stories")
    say(f"{'left out':<34}" + "".join(f"{name:>14}" for name in ORDERS))
    sums = dict.fromkeys(ORDERS, 0.0)
    for publisher in by_publisher:
        rest, told = without(publisher, stories)
        shares = {
            name: sum(story.id in told for story in order[:TOP]) / TOP
            for name, order in orders(rest, newsletter, now).items()
        } | {"by chance": sum(story.id in told for story in rest) / len(rest)}
        say(f"{publisher[:33]:<34}" + "".join(f"{shares[name]:>14.2f}" for name in ORDERS))
        sums = {name: sums[name] + shares[name] for name in ORDERS}
    say(f"{'mean':<34}" + "".join(f"{sums[name] / len(by_publisher):>14.2f}" for name in ORDERS))


if __name__ == "__main__":
    main()
