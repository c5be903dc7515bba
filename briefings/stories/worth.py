"""Which items of a feed are not news stories: they are left out of briefings, never out of the store. Pure.

Told by the title, the section and the address, where publishers say plainly what an item is.
"""

import re

from briefings.model import Article

_TITLE = re.compile(
    r"""
      \blive\s+(?:updates?|blog|coverage|results|stream|tracker)\b | \bas\s+it\s+happened\b | ^live\s*[:|-]
        | ^watch(?:\s+live)?\s*[:|]
    | ^(?:video|photos?|gallery|podcast|listen|slideshow|cartoon|crossword|quiz|poll|sponsored|advertisement
      |promo)\s*[:|]
    | \b(?:horoscopes?|crosswords?|wordle|sudoku|word\s+search|lottery\s+(?:numbers|results)
      |powerball\s+(?:numbers|results))\b
    | \b(?:news|weekly|daily|the)\s+quiz\b | ^quiz\b | \bin\s+pictures\b | \bphotos?\s+of\s+the\s+(?:day|week)\b
    | \bobituar(?:y|ies)\b | \bdeath\s+notices?\b | \bfuneral\s+notices?\b
    | \b(?:sponsored|partner|paid)\s+(?:content|post)\b | \bpaid\s+for\s+by\b
    | \b(?:best|top|early|today['’]?s)\s+(?:[\w'’&-]+\s+){0,3}deals\b | \bdeals?\s+(?:of\s+the\s+day
      |under\s+\$) | \bpromo\s+codes?\b | \bcoupons?\b
    | \b(?:off|discount)\s+(?:at|on)\s+amazon\b | \bgift\s+guide\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SECTION = re.compile(
    r"\b(?:horoscopes?|obituar(?:y|ies)|quiz(?:zes)?|puzzles?|crosswords?|sponsored|advertorial"
    r"|brand\s?-?studio|partner"
    r"\s?-?content|deals|coupons|comics|galler(?:y|ies)|videos?|podcasts?|live-?\s?blogs?|classifieds)\b",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"/(?:live|live-?blog|live-news|live-updates|videos?|watch|galler(?:y|ies)|slideshows?|podcasts?"
    r"|horoscopes?|obituaries|"
    r"quiz(?:zes)?|puzzles?|crosswords?|sponsored|advertorial|brand-?studio|partner-?content|deals|coupons)(?:/|$)",
    re.IGNORECASE,
)


def is_news(article: Article) -> bool:
    """Tell whether an article is a news story, not a live page, a video, a puzzle, a notice or an advertisement."""
    path = article.url.split("?")[0].partition("://")[2]
    return not (_TITLE.search(article.title) or _SECTION.search(article.section or "") or _PATH.search(path))
