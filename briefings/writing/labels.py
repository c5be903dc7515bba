"""Publishers' own labels at the start of a paragraph ("Why it matters: ..."), and what readers see instead. Pure.

Many newsrooms label the points of a story in bold; flattened to plain text the label stands at the paragraph's start
and ends in a colon or a dash, or stands alone on a line above its text. The wording varies ("What he's saying",
"Why this matters"); its `Move` and the reader's label do not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.model import LABELS, Move


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the start of a text. `end` is where the text after it begins.

    `move` is None for a pointer elsewhere ("Go deeper"), which no brief repeats. `text` is the reader's label.
    """

    move: Move | None
    text: str
    end: int


_WHO = (
    r"(?:he|she|they|it|we|people|others|officials|critics|experts|analysts"
    r"|[A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+){0,2}|[a-z]+s)"
)

# The label's words by move; apostrophes are written straight here and may be curly in the text.
_WORDINGS: dict[Move | None, str] = {
    Move.WHY_IT_MATTERS: r"""
        why\ (?:it|this|that|it\ all)\ (?:still\ |really\ |all\ )?matters?(?:\ (?:to\ you|now|today|here
          |for\ [^:]{1,30}))?
        | why\ (?:it's|this\ is|it\ is|that's)\ important | why\ (?:you\ should|should\ you|we|to)\ care | so\ what\??
        | what(?:'s|\ is)\ at\ stake | the\ stakes | (?:what|here's\ what)\ (?:it|this|that)\ (?:all\ )?(?:means
          |could\ mean)(?:\ for\ [^:]{1,40})?
        | what\ (?:does|would|could)\ (?:it|this|that)\ (?:all\ )?mean(?:\ for\ [^:?]{1,40})? | why\ (?:it
          |this)\ counts | the\ significance | the\ impact""",
    Move.BIG_PICTURE: r"(?:the\ )?(?:big|bigger|broader|wider)\ (?:picture|view|trend) | zoom(?:ing)?\ out "
    r"| stepping\ back",
    Move.DRIVING_THE_NEWS: r"""
        driving\ the\ (?:news|day) | what(?:'s|\ is)\ (?:happening|new|going\ on) | what\ (?:just\ )?happened
          | what's\ happened
        | (?:the\ )?state\ of\ play | where\ (?:it|things|we)\ stands? | the\ latest | the\ news | what\ we\ know""",
    Move.THEY_SAY: rf"""
        what\ {_WHO}(?:'s|'re|\ is|\ are|\ were|\ was)\ saying | what\ {_WHO}\ (?:said|say|says)
        | in\ (?:his|her|their|its)\ (?:own\ )?words | (?:the\ )?reactions? | how\ {_WHO}\ (?:is|are)\ reacting""",
    Move.BY_THE_NUMBERS: r"by\ the\ numbers | (?:the\ |key\ )numbers | in\ numbers | the\ math | the\ stats",
    Move.WHATS_NEXT: r"""
        what(?:'s|\ is)\ next(?:\ for\ [^:]{1,40})? | what\ (?:to\ watch|we're\ watching
          |they're\ watching)(?:\ for)? | what\ (?:comes|happens)\ next | what\ to\ expect
        | looking\ ahead | (?:the\ )?next\ steps? | up\ next | coming\ up | what's\ ahead
          | where\ it\ goes\ from\ here""",
    Move.BETWEEN_THE_LINES: r"between\ the\ lines | (?:the\ )?intrigue | be\ smart | behind\ the\ scenes "
    r"| reading\ between\ the\ lines",
    Move.YES_BUT: r"""
        yes,?\ but | but,?\ but,?\ but | (?:on\ )?the\ other\ (?:side|hand) | (?:a\ )?reality\ check
          | the\ (?:catch|caveat|flip\ side)
        | on\ the\ other\ hand | counterpoint""",
    Move.BOTTOM_LINE: r"(?:the\ )?bottom\ line | (?:the\ |key\ )?takeaways? | the\ upshot",
    Move.ZOOM_IN: r"""
        zoom(?:ing)?\ in | (?:the\ |more\ |key\ )?details | how\ it\ (?:works|worked|happened|will\ work)
          | results | of\ note | worth\ noting
        | case\ in\ point | what\ they\ found | key\ (?:insights?|highlights) | the\ fine\ print""",
    Move.CONTEXT: r"""
        (?:the\ )?(?:context|background|backdrop|backstory) | flashback | behind\ the\ news
          | catch\ up\ (?:quick|fast) | history\ lesson
        | how\ we\ got\ here | catch\ me\ up""",
    Move.OUR_TAKE: r"(?:our|my)\ (?:thought\ bubble|take) | thought\ bubble(?:\ from\ [^:]{1,40})? | we're\ thinking "
    r"| (?:the\ )?smart\ take",
    Move.OTHER: r"meanwhile | separately | what\ else | for\ the\ record | threat\ level | fun\ fact "
    r"| worthy\ of\ your\ time | the\ plan | the\ response",
    None: r"""
        (?:to\ )?(?:go|going|dig)\ deeper(?:\ with\ [^:]{1,30})? | (?:read|see|learn|hear|listen\ to
          |watch)\ more(?:\ (?:on|about|from|in)\ [^:]{1,40})?
        | (?:read|see|watch|listen)(?:\ (?:also|next|here))? | related(?:\ (?:stories|coverage|articles?
          |links?))? | more\ (?:from|on|coverage|in)\ [^:]{1,40}
        | (?:sign\ up|subscribe|share|download|follow)(?:\ [^:]{1,30})? | photos? | video""",
}
# A heading that names the story's own subject; only as a line of its own, where it cannot be a sentence's beginning.
_WHY_HEADING = r"""
    why\ (?:is|are|does|do|did|would|should)\ [^:.!]{1,60}\ (?:important|significant|matter)(?:\ [^:.!]{1,40})?
    | why\ [^:.!?]{1,50}\ (?:matters?|is\ important)(?:\ (?:to|for|now)\b[^:.!]{0,40})?
      | what's\ at\ stake\ [^:.!]{1,50}
    | what\ (?:does|do|would|could|will|might)\ [^:.!]{1,60}\ mean(?:\ (?:for|to|now|going)\b[^:.!]{0,60})?"""
_LEAD_IN = r"\s*(?:[-•*▪◾–—]\s+|\*{1,2}|_{1,2}|[^\w\s\"'“‘(\[$€£#@&+]+\s*)?"
_TAIL = r"(?:,?\ (?:per|according\ to|via|says|from)\ [^:]{1,40})?"
_CLOSE = r"(?:\*{1,2}|_{1,2})?\s*(?:[:：]\s*(?:\*{1,2}|_{1,2})?|[?](?:\s*[:：]|(?=\s|$))|\s[–—-]{1,2}\s)\s*"


def _compiled(wording: str, close: str) -> re.Pattern[str]:
    wording = wording.replace("'", "['’]")
    return re.compile(rf"{_LEAD_IN}(?P<label>{wording}){_TAIL}{close}", re.IGNORECASE | re.VERBOSE)


_OPENINGS = [(move, _compiled(wording, _CLOSE)) for move, wording in _WORDINGS.items()]
_HEADINGS = [(move, _compiled(wording, r"\s*[:：?.]?\s*$")) for move, wording in _WORDINGS.items()]
_HEADINGS.append((Move.WHY_IT_MATTERS, _compiled(_WHY_HEADING, r"\s*[:：?]?\s*$")))


def label_of(line: str) -> Label | None:
    """Return the label that `line` begins with or consists of, if there is one."""
    for move, pattern in (*_OPENINGS, *_HEADINGS):
        if found := pattern.match(line):
            return Label(move, _readers(move, found["label"]), found.end())
    return None


def carries_labels(paragraphs: Sequence[str]) -> bool:
    """Tell whether the newsroom itself labelled why the story matters, or at least two points of it."""
    moves = {label.move for paragraph in paragraphs if (label := label_of(paragraph))} - {None, Move.OTHER}
    return Move.WHY_IT_MATTERS in moves or len(moves) > 1


def _readers(move: Move | None, wording: str) -> str:
    if move in LABELS:
        return LABELS[move]
    return wording[:1].upper() + wording[1:]
