"""Which items of a feed are not news stories: they are left out of briefings, never out of the store. Pure.

Told by the title, by the folder that the publisher filed it in (its section, the path of its address) and by the shape
of its text. The rules ask for the forms that such items have, not for their subject: "Lottery numbers for Monday" is
none, a story about a lottery fraud is one. Where in doubt an item stays, since ranking may still leave it behind.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from briefings.model import Article


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_DAY = r"(?:today|tonight|tomorrow|(?:this |the )?week(?:end)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_END = r"(?:\s*(?:$|[:|,–—])|\s+-\s)"
_TITLES = {
    "live page": _any(
        r"\blive[\s-]+(?:updates?|blog|coverage|results|scores?|tracker|reaction)\b|\bas\s+it\s+happened\b",
        r"^live\s*[:|–—-]|(?-i:\bLIVE)\s*[:|]|\blatest\s*:|\s[–—-]\s+(?:live|latest)$",
    ),
    "video": _any(
        r"^(?:watch(?:\s+(?:live|now|again))?|videos?|live\s?stream|replay)\s*[:|]|[|]\s*(?:watch|video)$",
        r"^watch\s+(?:live|the\s+moment|as)\b",
    ),
    "pictures": _any(
        r"^(?:photos?|pictures?|(?:photo\s+)?gallery|slide\s?show|photo\s+essay|cartoons?)\s*[:|]|\bin\s+pictures\b",
        rf"(?<!seen )(?<!shown )(?<!caught )(?<!pictured )\bin\s+photos(?:\s+and\s+videos?)?{_END}",
        r"\bphotos?\s+of\s+the\s+(?:day|week|month)\b|\bbest\s+(?:photos|pictures)\b|\b(?:photos|pictures)\s+that\b",
        r"\bcartoons?\s+of\s+the\s+(?:day|week)\b",
    ),
    "podcast": _any(
        r"^(?:(?:\w+\s+){0,2}podcast|listen)\s*[:|]|^(?:episode|ep\.)\s*#?\d+\b|\bepisode\s+#?\d+$|[|]\s*podcast$",
    ),
    "puzzle": _any(
        r"\b(?:crossword|sudoku|word\s+search|jumble|kenken)\b.{0,30}\b(?:answers?|clues?|solutions?|puzzle|game)\b",
        r"^(?:the\s+|today['’]?s\s+|daily\s+|mini\s+|quick\s+|cryptic\s+){0,2}(?:crossword|sudoku|word\s+search)"
        rf"(?:{_END}|\s+(?:for\b|{_DAY}|\W?\d))",
        r"\b(?:wordle|quordle|connections|strands|spelling\s+bee|spangram|globle|nerdle)\b.{0,30}"
        r"\b(?:hints?|answers?|clues?|solutions?)\b",
        r"\b(?:hints?|answers?)\b.{0,30}\b(?:wordle|quordle|nyt\s+(?:connections|strands)|spelling\s+bee)\b",
        rf"^(?:the\s+)?(?:[\w'’-]+\s+){{0,3}}quiz{_END}|\bquiz\s+of\s+the\b|\btake\s+(?:our|the|this)\s+quiz\b",
        r"^test\s+your\s+(?:knowledge|memory|wits)\b|[:|]\s*(?:a\s+|the\s+)?quiz$",
        r"^(?:[\w'’-]+\s+)?trivia\b.{0,20}$",
    ),
    "horoscope": _any(
        r"\b(?:daily|weekly|monthly|your|free|today['’]?s)\s+horoscopes?\b",
        rf"^(?:\w+\s+)?horoscopes?\s*(?:for\b|by\b|{_DAY}|$|[:|,–—-])|\bhoroscopes?\s+(?:for|{_DAY})\b",
    ),
    "numbers of a lottery": _any(
        r"\bwinning\s+(?:lottery\s+|powerball\s+|lotto\s+)?numbers\b",
        r"\b(?:powerball|mega\s+millions|lotter(?:y|ies)|lotto|euromillions|pick\s+\d|cash\s?\d|fantasy\s+5)\b.{0,40}"
        rf"\b(?:numbers|results)\b(?:{_END}|.{{0,20}}\b(?:for|on|from|{_DAY})\b)",
    ),
    "notices": _any(
        rf"^(?:(?!news)[\w.'’-]+\s+){{0,2}}(?:obituaries|(?:death|funeral|public|legal)\s+notices?)\s*(?:for\b|{_DAY}"
        r"|$|[:|,–—-])",
        r"^(?:recent|local|area)\s+deaths\b|^in\s+memoriam\s*[:|]|^(?:police|arrest|crime)\s+(?:log|blotter)\b",
        r"^(?:(?:community|events?|concert)\s+calendar|calendar\s+of\s+events|tv\s+(?:listings|guide|tonight))\b",
        r"^(?:corrections?|clarifications?)\s*(?:$|[:|&–—-]|(?:and|for)\b)",
    ),
    "advertisement": _any(
        r"\b(?:sponsored|partner|paid|branded)\s+(?:content|post|partnership|program)\b|\bpaid\s+for\s+by\b",
        r"^[\[(]?(?:sponsored|advertisement|advertorial|promoted|promo|ad)[\])]?\s*[:|]|[:|–—-]\s*presented\s+by\b",
        r"[|–—-]\s*(?:sponsored|advertorial|promoted)$|^press\s+release\s*[:|]",
    ),
    "shopping": _any(
        r"\b(?:best|top|early|today['’]?s|hottest|lowest)\s+(?:(?!trade|peace|arms|plea|tv|contract|merger)[\w'’&-]+\s+)"
        r"{0,4}deals\b",
        r"\bdeals?\s+(?:of\s+the\s+day|under\s+\$|(?:you\s+can|to)\s+(?:shop|buy|grab))|\b(?:black\s+friday|cyber\s+monday"
        r"|prime\s+day)\b.{0,30}\bdeals?\b",
        r"\b(?:promo|discount|coupon|voucher|bonus)\s+codes?\b|^coupons?\b|\bcoupons?\s+(?:for|and\s+deals)\b",
        r"\b(?:save|get|take)\s+(?:up\s+to\s+|an?\s+extra\s+|over\s+)?(?:[$£€]\d[\d,.]*|\d+%)\s+(?:off\s+)?(?:on|off|at)\b",
        r"\b\d+%\s+off\b|[$£€]\d+\s+off\b|\b(?:off|discount)\s+(?:at|on)\s+amazon\b|\bsteep\s+discount\b",
        r"\bgift\s+(?:guide|ideas)\b|\b(?:best|great|perfect)\s+(?:[\w'’-]+\s+){0,3}gifts\b",
        r"^(?:the\s+)?(?:\d+\s+)?best\s+(?:[\w'’&-]+\s+){1,5}(?:(?:you\s+can|to)\s+(?:buy|shop)|of\s+20\d\d|we['’]ve"
        r"\s+tested|for\s+20\d\d)\b",
        r"\b(?:editors?|staff|shoppers?)\b.{0,20}\b(?:swear\s+by|favou?rites?|picks)\b|\bworth\s+buying\b|^better\s+buy\s*:",
    ),
    "betting": _any(
        r"\b(?:odds|betting|parlays?|moneyline|over/under|props?)\b.{0,60}\b(?:picks?|predictions?|best\s+bets?|lines?"
        r"|expert|tips)\b",
        r"\b(?:picks?|predictions?)\b.{0,60}\b(?:odds|spread|best\s+bets?|parlays?|moneyline|betting)\b",
        r"\bbest\s+bets\b|\bsportsbook\s+promos?\b|^fantasy\s+(?:football|baseball|basketball|hockey|soccer)\b",
    ),
    "programme": _any(
        r"\bhow\s+(?:and\s+where\s+|and\s+when\s+)?to\s+(?:watch|stream|listen)\b"
        r"|\bwhere\s+to\s+(?:watch|stream)\b|\bhow\s+to\s+(?:get|buy)\s+tickets\b",
        rf"\bwhat\s+to\s+(?:watch|stream)\s+(?:{_DAY}|on\s+(?:tv|netflix|hulu|disney|prime|max|hbo|streaming))\b",
        r"\b(?:start|kickoff|tip-?off)\s+times?,|\btv\s+(?:channel|schedule|info)\s*(?:$|[,:|])|\bwhat\s+(?:time|channel)\s+(?:is|does"
        r"|do|are)\b",
        r"\b(?:games?|matches)\s+(?:today|tonight)\s*[:|]|\brecap\s*:|^(?:episode\s+)?recap\b|\bseason\s+\d+,?\s+episode\s+\d+",
    ),
    "things to do": _any(
        r"\bthings\s+to\s+(?:do|see)\s+(?:in|this|around|near|for|on|over|at|with)\b|^(?:\w+\s+){0,4}things\s+to\s+do\b",
        rf"\b{_DAY}\s+(?:events|planner|picks|guide|to-do\s+list)\b|^what['’]?s\s+(?:on|happening|going\s+on)\s+(?:in\b.{{0,20}}"
        rf"\s)?{_DAY}\b",
        rf"\b(?:fun|free|best|top)\s+(?:[\w'’-]+\s+)?(?:events|activities)\b.{{0,30}}\b(?:{_DAY}|in|around|near)\b",
    ),
    "forecast": _any(
        r"\b(?:hourly|extended|(?:\d+|three|five|seven|ten)-day)\s+(?:weather\s+)?forecast\b|^forecast\s*[:|]",
        rf"^(?:{_DAY}['’]?s\s+)?weather\s*(?:forecast|update|{_DAY})?\s*(?:for\b|$|[:|–—-])"
        rf"|\b(?:today|tonight|tomorrow|weekend)(?:['’]s)?\s+(?:weather\s+)?forecast\b",
    ),
    "newsletter": _any(
        rf"^(?:sign\s+up|subscribe)\b|^newsletter{_END}|^(?:the|our|your)\s+(?:[\w'’]+\s+){{0,3}}newsletter{_END}",
        r"\bnewsletter\s*(?:#|no\.?\s*)\d+|^(?:your\s+)?(?:morning|evening|daily|weekly|friday)\s+(?:briefing|digest"
        r"|round-?up|newsletter)\b",
    ),
    "opinion": _any(
        r"^(?:opinions?|editorials?|op-?ed|commentary|(?:guest\s+)?(?:column|essay)|viewpoint|letters?)\s*[:|]",
        r"\bletters?\s+to\s+the\s+editor\b|[|–—-]\s*(?:opinion|letters?|editorial|commentary|column|op-?ed)$"
        r"|^(?:readers['’]?|your)\s+(?:letters|views)\b",
        r"^(?:our|my)\s+view\s*[:|]|^dear\s+(?:abby|annie|prudence)\b|^(?:ask|miss)\s+(?:amy|manners)\b",
    ),
    "review": _any(
        r"^(?:(?:film|movie|book|album|tv|theater|concert|restaurant|game)\s+)?reviews?\s*[:|]|[|:]\s*review$"
    ),
    "poll of readers": _any(
        r"^(?:readers?|online|today['’]?s|daily)\s+poll\b|\bpoll\s+of\s+the\s+(?:day|week)\b|^vote\s*:"
    ),
}
_BETWEEN = r"[\s_-]?"
_SECTIONS = [
    rf"live{_BETWEEN}(?:blogs?|updates?|news|coverage)",
    rf"videos?(?!{_BETWEEN}game)",
    rf"(?:photo{_BETWEEN})?galler(?:y|ies)",
    rf"photos|pictures|in{_BETWEEN}pictures|slide{_BETWEEN}?shows?|galerias?",
    r"podcasts?|webinars?",
    r"horoscopes?|puzzles?|crosswords?|quizzes|quiz|trivia|cartoons?",
    rf"sponsored(?:{_BETWEEN}(?:content|posts?))?|advertorials?|brand{_BETWEEN}?studio|branded{_BETWEEN}content",
    rf"partner{_BETWEEN}content|paid{_BETWEEN}(?:content|posts?)|press{_BETWEEN}release{_BETWEEN}wire",
    rf"coupons?|gift{_BETWEEN}guides?|amazon{_BETWEEN}deals|tech{_BETWEEN}deals",
    rf"betting|sportsbook|odds|fantasy{_BETWEEN}(?:football|baseball|basketball|sports)|lottery{_BETWEEN}(?:numbers|results)",
    rf"classifieds|(?:death|public|legal){_BETWEEN}notices|things{_BETWEEN}to{_BETWEEN}do|tv{_BETWEEN}listings",
    rf"events?{_BETWEEN}calendar|calendar{_BETWEEN}of{_BETWEEN}events|corrections?",
    rf"opinions?|op-?eds?|editorials?|commentisfree|letters(?:{_BETWEEN}to{_BETWEEN}the{_BETWEEN}editor)?",
    rf"columnists?|commentary|viewpoints?|guest{_BETWEEN}columns?",
    rf"(?:(?:book|film|movie|tv|music|album|restaurant|product){_BETWEEN})?reviews",
]
_FOLDERS = "|".join(_SECTIONS)
_SECTION = re.compile(rf"(?:^|[/>|,;]\s*)(?:{_FOLDERS})\s*(?:$|[/>|,;])|\bphoto galler(?:y|ies)\b", re.IGNORECASE)
_PATH = re.compile(
    rf"/(?:{_FOLDERS}|live|watch|voices/(?:editorials|letters)|pr-?newswire|business-?wire|globe-?newswire)(?=/|$)"
    r"|^/(?:deals|shopping|shop|calendar|events)/|[/-]live-(?:updates?|blog)(?=[/.-]|$)|/(?:shopping|tech|offers)/deals/",
    re.IGNORECASE,
)
_OBITUARY_FOLDER = re.compile(r"/obit(?:uarie)?s(?:/|$)|^obit(?:uarie)?s$", re.IGNORECASE)
_OF_NOTE = re.compile(r"\b(?:dies|dead|died|death|killed)\b", re.IGNORECASE)
_WIRES = re.compile(
    r"(?:^|\.)(?:prnewswire|businesswire|globenewswire|accesswire|newsfilecorp|einpresswire|einnews|prweb|marketersmedia)"
    r"\.(?:com|net|org)$",
    re.IGNORECASE,
)
_OPENINGS = _any(
    r"(?:/|\(|--\s?)\s?(?:PRNewswire|BUSINESS WIRE|GLOBE NEWSWIRE|ACCESSWIRE|EIN Presswire|Newsfile Corp)\b",
    r"^\W*this (?:article|post|story|content) (?:is|was) (?:sponsored|paid for|(?:produced|created|written|provided) by"
    r"[^.]{0,60}\b(?:sponsor|advertiser|partner))",
    r"^\W*(?:sponsored by|paid (?:content|post) by|advertisement feature)\b",
    r"\bwe may (?:earn|receive|get)\b[^.]{0,40}\bcommission\b|\b(?:contains|includes) affiliate links\b",
    r"^\W*(?:listen|subscribe)\b.{0,120}\b(?:apple podcasts|spotify)\b",
)
_LONGEST_OPENING = 600  # characters of a paragraph that are looked at
_TIME = re.compile(r"\W*\d{1,2}[:.h]\d{2}\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?\W*", re.IGNORECASE)
_LONGEST_TIME = 24  # characters
_TIMES_OF_A_LIVE_PAGE = 6


def is_news(article: Article) -> bool:
    """Tell whether an article is a news story."""
    return kind(article) is None


def kind(article: Article) -> str | None:
    """Return what an article is if it is no news story, in plain words, or None if it is one."""
    return _by_title(article.title) or _by_folder(article) or _by_text(article.paragraphs)


@lru_cache(maxsize=8192)
def _by_title(title: str) -> str | None:
    # The articles of three days are asked about for every edition, again and again.
    words = " ".join(title.split())
    return next((name for name, form in _TITLES.items() if form.search(words)), None)


def _by_folder(article: Article) -> str | None:
    try:
        parts = urlsplit(article.url)
    except ValueError:
        return None
    section = (article.section or "").strip()
    if _WIRES.search(parts.hostname or ""):
        return "press release"
    if _OBITUARY_FOLDER.search(parts.path) or _OBITUARY_FOLDER.search(section):
        # A notice that a family paid for names the person; news of a death says so.
        return None if _OF_NOTE.search(article.title) else "notices"
    return "filed elsewhere" if _SECTION.search(section) or _PATH.search(parts.path) else None


def _by_text(paragraphs: tuple[str, ...]) -> str | None:
    if any(_OPENINGS.search(text[:_LONGEST_OPENING]) for text in paragraphs[:2]):
        return "advertisement"
    times = sum(bool(_TIME.fullmatch(text)) for text in paragraphs if len(text) <= _LONGEST_TIME)
    return "live page" if times >= _TIMES_OF_A_LIVE_PAGE else None
