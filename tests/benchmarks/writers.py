"""Who is measured in `bench_writers`: Daybrief, and writers that rank sentences and know nothing of news.

Every writer answers two questions about a record of the `brief` filter: why does it matter, in the form of that
filter's answer, and what is its summary. A peer's "why" is its best sentence outside the first paragraph, which holds
the news itself; its summary is its three best sentences in the order of the article. All peers get the sentences that
Daybrief's own splitter finds.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from briefings.filters.brief import answer
from briefings.writing.scorers import scorer_from
from briefings.writing.sentences import sentences

SUMMARY = 3  # sentences, as many as the lead baseline of the literature has
PEERS = {
    "LexRank": "sumy.summarizers.lex_rank:LexRankSummarizer",
    "TextRank": "sumy.summarizers.text_rank:TextRankSummarizer",
    "LSA": "sumy.summarizers.lsa:LsaSummarizer",
}
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-])*")
_SAME = 9  # decimals: ratings that differ by less differ by the order of a sum, which is new in every run

Record = dict[str, Any]
Rank = Callable[[Sequence[Sequence[str]]], Sequence[int]]
"""Takes the sentences of each paragraph; gives their numbers, counted through the article, best first."""


class Writer(Protocol):
    """What can be measured."""

    @property
    def name(self) -> str: ...

    def why(self, record: Record) -> Record:
        """Answer as the `brief` filter does; only `why_it_matters` counts for a peer."""
        ...

    def summary(self, record: Record) -> str: ...


@dataclass(frozen=True, slots=True)
class Daybrief:
    """The writer of this project, called as its filter calls it."""

    brief: Callable[[Record], Record]
    name: str = "daybrief"

    def why(self, record: Record) -> Record:
        return self.brief(record)

    def summary(self, record: Record) -> str:
        """Return all that a reader could see of the brief below its headline."""
        brief = self.brief(record)
        points = (brief["lede"], brief["why_it_matters"], *brief["points"])
        return "\n".join(point["text"] for point in points if point)


@dataclass(frozen=True, slots=True)
class Ranker:
    """A writer that takes whole sentences by their rank."""

    name: str
    rank: Rank

    def why(self, record: Record) -> Record:
        spans, best = self._ranked(record)
        number = next((number for number in best if spans[number][0] > 0), None)
        point = None if number is None else {"text": _text(record, spans[number]), "spans": [list(spans[number])]}
        return {"id": record["id"], "lede": None, "why_it_matters": point, "points": []}

    def summary(self, record: Record) -> str:
        spans, best = self._ranked(record)
        return "\n".join(_text(record, spans[number]) for number in sorted(best[:SUMMARY]))

    def _ranked(self, record: Record) -> tuple[list[tuple[int, int, int]], Sequence[int]]:
        """Return where each sentence stands (paragraph, start, end), and their numbers, best first."""
        found = [sentences(paragraph) for paragraph in record["paragraphs"]]
        spans = [(number, start, end) for number, inside in enumerate(found) for start, end in inside]
        texts = [[record["paragraphs"][number][start:end] for start, end in own] for number, own in enumerate(found)]
        return spans, self.rank(texts)


def _text(record: Record, span: tuple[int, int, int]) -> str:
    paragraph, start, end = span
    text: str = record["paragraphs"][paragraph][start:end]
    return text


def daybrief(weights: Sequence[Path], fold_of: Callable[[Record, int], int]) -> Daybrief:
    """Return this project's writer: the one place where its scorer is chosen. Without weights, what is shipped.

    Of several files each is for the stories of its own fold, the first for fold 0: weights trained without that fold.
    Raises BriefingsError with one sentence where a file holds no weights.
    """
    if not weights:
        return Daybrief(answer)
    scorers = [scorer_from(path) for path in weights]
    return Daybrief(lambda record: answer(record, scorers[fold_of(record, len(scorers))]))


def lead() -> Ranker:
    """Return the writer that trusts the order of the article: its second paragraph's first sentence is the why."""
    return Ranker("lead", lambda paragraphs: range(sum(map(len, paragraphs))))


def peers() -> list[Ranker]:
    """Return sumy's summarisers, set up as its manual does; none where sumy or numpy is not installed."""
    if sumy_version() is None:
        return []
    stemmer = import_module("sumy.nlp.stemmers").Stemmer("english")
    stop_words = import_module("sumy.utils").get_stop_words("english")
    found = []
    for name, place in PEERS.items():
        module, kind = place.split(":")
        summariser = getattr(import_module(module), kind)(stemmer)
        summariser.stop_words = stop_words
        found.append(Ranker(name, partial(sumy_order, summariser)))
    return found


def sumy_version() -> str | None:
    """Return the installed version of sumy, or nothing where it cannot be used."""
    try:
        version("numpy")
        return version("sumy")
    except PackageNotFoundError:
        return None


class Words:
    """Splits a sentence for sumy, whose own tokenizer wants data that nltk fetches: the same pattern of a word."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(sentence))


def sumy_order(summariser: Any, paragraphs: Sequence[Sequence[str]]) -> list[int]:
    """Rank sentences by one of sumy's summarisers; of equals the earlier one is the better."""
    dom = import_module("sumy.models.dom")
    words = Words()
    document = dom.ObjectDocumentModel(
        [dom.Paragraph([dom.Sentence(text, words) for text in paragraph]) for paragraph in paragraphs]
    )
    order: list[int] = []

    def keep(rated: Sequence[Any]) -> Sequence[Any]:
        """Stand in for the count of sentences, which may be a function of the rated ones."""
        order.extend(one.order for one in sorted(rated, key=lambda one: (-round(one.rating, _SAME), one.order)))
        return ()

    summariser(document, keep)
    return order
