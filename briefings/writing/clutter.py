"""Lines of a page that are not part of its story: sign-up lines, captions, credits, notes of the newsroom. Pure.

Rules about how such lines are made, not lists of lines: an imperative to the reader with the vocabulary of a
newsletter, a photo credit, a pointer elsewhere, a promise of the outlet about itself.
"""

import re

_SIGN_UP = re.compile(
    r"""^\W*(?:
        (?:sign|signed)\ up\b | subscribe\b | (?:not\ )?(?:a\ |already\ a\ )?subscribers?\b.{0,40}(?:sign
          |log)\ ?-?in | unsubscribe\b | register\ (?:now|for|here)\b | log\ in\b
      | want\ (?:a|an|the|more|to\ get|our|your|these|this)\b.*(?:\?|newsletter|inbox|digest|briefing|daily)
      | (?:like|love|enjoy|enjoying)\ (?:this|what\ you)\b | (?:already\ )?(?:have|got)\ a\ (?:news\ )?tip\b
      | (?:follow|like|join|find)\ (?:us|me|him|her|them|our|@|[A-Z][\w.]+(?:\ [A-Z][\w.]+){0,2}\ on\ (?:twitter
        |x|facebook|instagram|threads|bluesky))
      | (?:download|install|try|check\ out)\ (?:the|our)\b.{0,40}\b(?:app|newsletter|podcast|quiz)\b
      | (?:click|tap)\ (?:here|to|on|below)\b | (?:support|donate|become\ a\ (?:member
        |subscriber))\b.{0,80}(?:journalism|newsroom|reporting|today|now|member)
      | (?:share|email|print|tweet|copy\ link|comments?|leave\ a\ comment)(?:\W|$)(?=.{0,40}$)
      | (?:you\ can\ )?(?:reach|contact|email|e-mail)\ (?:the\ (?:reporter|author|writer)|(?:him|her|them|us
        |me)\b|[A-Z][\w.]+(?:\ [A-Z][\w.]+)?\ at\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Imperatives that a news or service text may also begin with: they count only beside a newsletter's vocabulary.
_SOFT = re.compile(
    r"^\W*(?:get|make|stay|catch|keep|start|receive|discover|explore|binge|dive|browse|read|find|see"
    r"|watch|listen|let|join|never)\b",
    re.IGNORECASE,
)
_NEWSLETTER = re.compile(
    r"\b(?:newsletters?|inbox|digest|sign\ up|subscrib\w+|for\ free|free\ trial|daily\ (?:briefing|update|email|news)"
    r"|in\ (?:just\ )?(?:\w+\ )?\d*\ ?minutes|your\ (?:hometown|city|busy|day|days|morning|mornings"
    r"|phone)|curated|insider['’]?s?|inside\ (?:stories|scoop|track|look)"
    r"|our\ (?:\w+\ )?(?:take|coverage|reporting|app|podcast|newsroom|journalists)|(?:biggest|top"
    r"|latest|best)\ (?:\w+\ )?(?:stories|trends|news|headlines)"
    r"|stories\ and|special\ reports|stories\ that|day['’]s\ (?:\w+\ )?(?:\w+\ )?(?:stories|news))\b",
    re.IGNORECASE,
)
_ABOUT_ITSELF = re.compile(
    r"\bworthy\ of\ your\ time\b | \bdelivered\ (?:straight\ |right\ )?to\ your\b | (?:^"
    r"|[.!?:]\s*)sign\ up\ (?:for|here|to|now|today)\b.{0,60}(?:free|newsletter|alerts|inbox|briefing"
    r"|here|\.)\s*$"
    r" | \ball\ rights\ reserved\b | ^\W*(?:©|copyright\b) | \bthis\ (?:material"
    r"|article)\ may\ not\ be\ (?:published|reproduced)"
    r" | \bopinions?\ (?:expressed|in\ this)\b.{0,80}\b(?:author|own|solely|their|her|his)\b",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"""
      (?:\b(?:file\ )?(?:photo|photograph|photo\ illustration|illustration|image|graphic|chart|map|video
        |screenshot|screengrab|credit|data|source)s?(?:\ (?:by|credit|courtesy))?\s*[:：]\s*[^.!?]{0,120}$)
    | ^\W*(?:photo|image|illustration|picture|graphic|file\ photo|screenshot)s?\b\s*(?:[:|]|by\b|courtesy\b|credit\b)
    | (?:\(|\b)(?:ap|afp|reuters|epa|upi)\ (?:photo|file|images?)\b | \b(?:getty|shutterstock|istock
      |afp)\ ?(?:images?)?\s*\W*$ | \|\s*(?:ap|afp|reuters|getty|epa|upi)\b
      | /(?:getty|ap|afp|reuters|shutterstock|pool)\b.{0,30}$
    | ^.{10,260}\b(?:jan|feb|march|april|may|june|july|aug|sept|oct|nov|dec)[a-z]*\.?\ \d{1,2},\ (?:19
      |20)\d\d\.?\s*(?:reuters.{0,30}|\W*)$
    | ^[^.]{10,240}\bon\ (?:jan|feb|march|april|may|june|july|aug|sept|oct|nov|dec)[a-z]*\.?\ \d{1,2},\ (?:19
      |20)\d\d,?\ in\b.{2,60}$
    | \bmedia\ (?:playback|caption)\b | \btoggle\ caption\b | ^\W*file\s*[-–—]\s
    | \((?:photo|image|picture|courtesy|credit|file)\b[^)]*\)\s*$ | \b(?:photo|image|picture)\ (?:by
      |courtesy)\b[^.]{0,60}\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOTE = re.compile(
    r"""^\W*(?:
        (?:editor['’]?s['’]?|publisher['’]?s)\ note | note:\ .{0,40}\b(?:earlier|previous)\ (?:version|story)\b
      | (?:correction|clarification|disclosure|disclaimer
          |advertisement|analysis/opinion|opinion)\b\s*(?:[:—-]|$)
      | (?:updated?|published|posted|last\ updated)(?:\ (?:on|at))?\s*:?\s*(?:\d|mon|tue|wed|thu|fri|sat|sun|jan
        |feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|at\b|am\b)
      | this\ (?:is\ a\ (?:developing|breaking)|(?:story|article|post|piece|report)\ (?:has\ been|was|is
        |will\ be|originally|first|appeared))\b
      | (?:the\ )?associated\ press\b.{0,60}\bcontributed | .{0,80}\bcontributed\ (?:to|reporting)\b.{0,40}$
        | contributing\s*:
      | (?:additional\ )?(?:reporting|writing|editing)\ by\b | (?:story|article)\ continues\b | (?:read|see
        |watch|listen|hear)\ (?:more|also|next|the\ full)\b
      | (?:related|more|recommended|most\ read|trending|also\ read|in\ case\ you\ missed\ it
        |don['’]t\ miss)(?:\ (?:stories|coverage|reading|articles))?\s*(?:[:|]|$)
      | (?:by|written\ by)\ (?:[A-Z][\w.'’-]+\ ?){1,4}(?:[,|].{0,60})?$ | \d+\ (?:min|minute)s?\ read
        | (?:https?://|www\.)\S+$ | play\ video | loading\b | related\b.{0,20}$
      | (?:[\w.'’-]+\ ){1,4}is\ (?:a|an|the)\ [^.]{0,60}\b(?:reporter|correspondent|columnist|writer|editor
        |contributor|journalist|fellow)\b[^.]{0,80}\.?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ARCHIVE = re.compile(
    r"(?:\b(?:January|February|March|April|May|June|July|August|September|October|November|December),?\s(?:19|20)\d\d\b"
    r"\W*){3}"
)
_ENDS = re.compile(r"[.!?…:;][\"'”’)\]»]*\s*$")
_LONGEST_LINE = 1500  # characters: the patterns need not search what no page's furniture is as long as
_LONGEST_HEADING = 14
_LONGEST_SIGN_UP = 45


def is_clutter(line: str) -> bool:
    """Tell whether a line is furniture of the page: a sign-up, a caption, a credit, a note, a link."""
    if not any(map(str.isalnum, line)):
        return True
    if len(line) > _LONGEST_LINE:
        return False
    words = len(line.split())
    if _ARCHIVE.search(line) or _CREDIT.search(line) or _NOTE.match(line) or _ABOUT_ITSELF.search(line):
        return words <= 2 * _LONGEST_SIGN_UP
    if words > _LONGEST_SIGN_UP:
        return False
    return bool(_SIGN_UP.match(line) or (_SOFT.match(line) and (_NEWSLETTER.search(line))))


def is_heading(line: str) -> bool:
    """Tell whether a line is a heading or a stray phrase: short, and not closed like a sentence."""
    return len(line.split()) <= _LONGEST_HEADING and not _ENDS.search(line)
