"""What publishers put in an article's place: pay walls, log-ins, consent forms, checks for robots and regions. Pure.

A wall is told by lines that speak to the visitor. News about pay walls and cookies speaks about them, and at length.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

ENOUGH_BEHIND_A_WALL = 250
"""Words from which on a text is whole in spite of a pay wall: previews end long before, and many publishers serve the
text to everybody and put the wall over it in the browser."""
_LONGEST_LINE = 60  # words
_MOST_BESIDE_A_CHECK = 120  # words that a check for robots may say besides the line that tells it
_LEAST_WORDS_COMPARED = 4
_LEAST_SHARED = 0.2


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_READ_ON = r"(?:continue|continue reading|keep reading|read(?: on| more| the| this| all)?|unlock|access|view|finish)\b"
_PIECE = r"(?:article|story|content|post|page|report|analysis|piece|newsletter|edition)"
_PAY = _any(
    rf"\b(?:subscribe|sign up|sign in|log in|register|join|upgrade|become a (?:paid )?(?:member|subscriber))\b"
    rf"[^.!?]{{0,60}}\bto {_READ_ON}",
    rf"^\W*(?:please |want |in order )*to {_READ_ON}[^.!?]{{0,60}}[,:]?[^.!?]{{0,40}}"
    r"\b(?:subscri\w+|sign (?:in|up)|log ?in|register|(?:create|start) (?:a|an|your)\b|free trial)",
    rf"\b(?:this|the (?:full|rest of (?:the|this)))\b[^.!?]{{0,20}}\b{_PIECE} is\b[^.!?]{{0,30}}"
    r"\b(?:for|to|reserved for)\b[^.!?]{0,30}\b(?:subscribers|members)\b(?: only)?\W*(?:$|[.!])",
    r"^\W*(?:for )?(?:paid )?(?:subscribers?|members?)[- ](?:only|exclusive)\b.{0,30}$",
    rf"^\W*(?:exclusive )?{_PIECE}? ?(?:for|available to) (?:our )?(?:paid )?(?:subscribers|members)(?: only)?\W*$",
    r"^\W*already (?:an?|have an?)\b[^.!?]{0,30}\b(?:subscriber|member|subscription|account|registered)\b.{0,40}$",
    rf"\byou(?:['’]ve| have) (?:reached|read|used|hit)\b[^.!?]{{0,40}}\b(?:free|monthly|complimentary)\b[^.!?]{{0,20}}"
    rf"\b(?:{_PIECE}s?|limit|stories)\b",
    r"\b(?:continue|keep) reading (?:this (?:post|article|story) )?(?:with|for) (?:a|an|just|only|free|\W?\d)",
    rf"\bunlock (?:this|the full|unlimited)\b.{{0,60}}$|\bsubscription (?:is )?required\b.{{0,40}}$|\bthis {_PIECE} is"
    r" behind a paywall\b",
)
_CHECK = _any(
    r"\b(?:please )?(?:enable|turn on|activate) (?:java ?script|cookies)\b|\byour browser (?:does not support|has)\b"
    r"[^.!?]{0,30}\bjava ?script\b|\bjava ?script is (?:disabled|required|not available)\b",
    r"\b(?:verify|confirm|prove)\b[^.!?]{0,20}\byou(?:['’]re| are)\b[^.!?]{0,20}\b(?:human|robot|bot)\b"
    r"|\bare you a robot\b|\bchecking your browser\b|\bunusual (?:traffic|activity)\b[^.!?]{0,40}\byour\b",
    r"^\W*access (?:to this (?:page|site|website) (?:has been )?)?denied\b"
    r"|\byou don['’]t have permission to access\b|\byou have been blocked\b",
    r"\b(?:not available|unavailable)\b[^.!?]{0,40}\b(?:in your|from your) (?:country|region|location|area)\b"
    r"|\baccess this (?:web)?site from\b[^.!?]{0,60}\beuropean economic area\b"
    r"|\bunavailable (?:due to|for) legal reasons\b",
)
_TO_THE_VISITOR = _any(r"\b(?:we|our|you|your|us)\b")
_CONSENT = _any(r"\b(?:cookies?|personal data|consent|legitimate interests?|trackers?|privacy (?:policy|notice))\b")
_BANNER = _any(
    r"^\W*(?:we|this (?:web)?site|our (?:web)?site)(?: and our (?:\d+ )?partners)? (?:use|uses|store|process) "
    r"[^.!?]{0,60}\bcookies\b",
    r"^\W*by (?:continuing|using|clicking|browsing)\b[^.!?]{0,80}\b(?:you (?:agree|accept|consent)|cookies)\b",
)
_CHOICE = _any(
    r"\b(?:accept|reject|agree|decline|manage|withdraw|object|preferences|settings|choices|purposes|partners|vendors"
    r"|improve|personali[sz]ed?|experience)\b"
)
_ELSEWHERE = re.compile(
    r"/(?:log-?in|sign-?in|sign-?up|register|subscri(?:be|ption)s?|consent|paywall|captcha|cookie-?wall|unsupported"
    r"|auth|account|checkout)(?:[./?-]|$)",
    re.IGNORECASE,
)


def asks_for_payment(line: str) -> bool:
    """Whether a line asks the visitor to pay, subscribe or log in before reading on."""
    return len(line.split()) <= _LONGEST_LINE and bool(_PAY.search(line))


def without_walls(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The paragraphs that belong to an article, and whether they are all of it.

    Nothing is left of a page that only asks for consent or checks who visits it.
    """
    if 2 * _words([line for line in paragraphs if _asks_for_consent(line)]) > _words(paragraphs):
        return (), False
    lines = [line for line in paragraphs if not _BANNER.match(line)]
    checks = [line for line in lines if len(line.split()) <= _LONGEST_LINE and _CHECK.search(line)]
    if checks and _words(lines) - _words(checks) < _MOST_BESIDE_A_CHECK:
        return (), False
    text = tuple(line for line in lines if line not in checks and not asks_for_payment(line))
    walled = any(map(asks_for_payment, lines))
    return text, not walled or is_enough(text)


def is_enough(paragraphs: Sequence[str]) -> bool:
    """Whether a text behind a pay wall is long enough to be more than its preview."""
    return _words(paragraphs) >= ENOUGH_BEHIND_A_WALL


def leads_elsewhere(asked: str, got: str) -> bool:
    """Whether the page that came for an article's address is a log-in, a consent form or the home page instead."""
    wanted, come = urlsplit(asked), urlsplit(got)
    if come.path == wanted.path:
        return False
    is_home = not come.path.strip("/") and not come.query and bool(wanted.path.strip("/"))
    return is_home or bool(_ELSEWHERE.search(come.path) and not _ELSEWHERE.search(wanted.path))


def is_about(title: str, text: Sequence[str]) -> bool:
    """Whether a text can be the article of a title: it has a fifth of the title's longer words at least.

    A title of few such words says nothing about it. Measured on 800 articles: three have less, and three quarters of
    texts that belong to another title.
    """
    wanted = set(re.findall(r"\w{4,}", title.casefold()))
    found = set(re.findall(r"\w{4,}", " ".join(text).casefold()))
    return len(wanted) < _LEAST_WORDS_COMPARED or len(wanted & found) >= _LEAST_SHARED * len(wanted)


def _asks_for_consent(line: str) -> bool:
    asked = _CONSENT.search(line)
    return bool(_BANNER.match(line) or (asked and _CHOICE.search(line) and _TO_THE_VISITOR.search(line)))


def _words(paragraphs: Sequence[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)
