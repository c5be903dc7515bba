"""Words and forms that give away what a sentence does in a news story. Pure.

Each cue is a pattern and a weight for one move. The weights were set by hand and checked against stories whose own
editors labelled their points: why something matters is told in the present tense or with a modal, of many people or a
whole field, without quotation marks and with few figures.
"""

import re

from briefings.model import Move

Cue = tuple[re.Pattern[str], float]


def _cue(pattern: str, weight: float) -> Cue:
    return (re.compile(pattern, re.IGNORECASE | re.VERBOSE), weight)


WHY = (
    _cue(r"\b(?:could|may|might|can)\b", 0.8),
    _cue(r"\b(?:will|would)\b", 0.35),
    _cue(
        r"\b(?:is|are|has\ become|have\ become|has\ been|have\ been|remains?|makes?|gives?|raises?"
        r"|poses?|offers?|puts?)\b",
        0.4,
    ),
    _cue(
        r"\b(?:crucial|essential|vital|critical|pivotal|central\ to|important|significan\w+|importance"
        r"|landmark|milestone|turning\ point|watershed)\b",
        0.9,
    ),
    _cue(
        r"\b(?:stakes?|matters|consequences?|implications?|ramifications|impact|repercussions|ripple"
        r"|precedent|test\ case|bellwether|wake-up\ call)\b",
        0.9,
    ),
    _cue(
        r"\b(?:threat\w*|risks?|danger\w*|vulnerab\w+|jeopard\w+|undermin\w+|erod\w+|exacerbat\w+"
        r"|worsen\w*|harm\w*|costly|fears?|concerns?)\b",
        0.6,
    ),
    _cue(
        r"\b(?:help(?:s|ing)?|allow\w*|enabl\w+|pave\w*|open(?:s|ing)?\ (?:the|up|new)|possible"
        r"|opportunit\w+|advantage|benefit\w*|boost\w*|ability|easier|harder|useful|valuable"
        r"|powerful)\b",
        0.5,
    ),
    _cue(
        r"\b(?:millions|billions|thousands|americans|consumers|voters|families|workers|patients"
        r"|residents|taxpayers|drivers|homeowners|users|people|everyone|the\ world|worldwide|industry"
        r"|economy|market)\b",
        0.35,
    ),
    _cue(r"\b(?:many|most|more|increasingly|growing|often|especially|even|already|still|rapid\w*|widespread)\b", 0.25),
    _cue(
        r"\b(?:first\ (?:time|such|major|of\ its\ kind)|the\ (?:biggest|largest|most|highest|lowest"
        r"|worst|latest|last|only|strongest)|unprecedented|historic|record|rare)\b",
        0.5,
    ),
    _cue(
        r"\b(?:mean(?:s|ing)?\ (?:that|the|more|less|fewer)|would\ mean|shows?\ (?:how|that)|suggests?"
        r"|signal\w*|reflects?|underscor\w+|highlight\w+|illustrat\w+|reveal\w*|mark(?:s|ed)\ (?:a"
        r"|the))\b",
        0.6,
    ),
    _cue(
        r"\b(?:comes?\ (?:as|amid|at\ a\ time)|came\ (?:as|amid)|because|if|unless|without|amid"
        r"|as\ long\ as|depend\w*|determin\w+|decid\w+\ whether|shap\w+|control)\b",
        0.35,
    ),
    _cue(
        r"\b(?:struggl\w+|crisis|shortage|pressure|controvers\w+|debate|question\w*\ (?:about|whether"
        r"|over)|tension\w*|fight|battle|pandemic)\b",
        0.25,
    ),
    _cue(
        r"^(?:the\ move|the\ decision|the\ ruling|the\ change|the\ deal|the\ case|the\ law|the\ bill"
        r"|the\ vote|the\ result|the\ plan)\b",
        0.35,
    ),
    _cue(r"[\"“”]", -1.1),
    _cue(r"\b(?:said|says|told|wrote|tweeted|added|asked|replied|testified)\b", -0.8),
    _cue(r"\b(?:was|were|had)\b", -0.35),
    _cue(r"\d", -0.5),
    _cue(r"\d.*\b\d+.*\d", -0.4),
    _cue(r"\b(?:also|including|based\ on|respectively|according\ to|each|two|three|named|called)\b", -0.35),
    _cue(r"\b(?:mr|mrs|ms|dr|sen|rep|gov)\.\s", -0.3),
    _cue(r"\b(?:i|me|my|we|us|our|you|your)\b", -0.5),
    _cue(r"\b(?:on|late|early|last)\s(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", -0.5),
    _cue(r"^(?:in|on|at|after|when|since|during|by|with|for|a|an)\b", -0.25),
    _cue(r"\?", -0.9),
)

BIG_PICTURE = (
    _cue(
        r"\b(?:nationwide|nationally|across\ the\ (?:country|nation|state|world|globe|region|industry)"
        r"|around\ the\ (?:world|country)|worldwide|globally|countrywide|statewide)\b",
        1.0,
    ),
    _cue(
        r"\b(?:in\ recent\ (?:years|months|decades|weeks)|over\ the\ (?:past"
        r"|last)\ (?:\w+\ )?(?:years?|decades?|months)|for\ (?:years|decades|months)"
        r"|since\ (?:the\ )?(?:19|20)\d\d|decades?-(?:long|old)|long\ been|so\ far\ this\ year)\b",
        0.9,
    ),
    _cue(
        r"\b(?:part\ of\ (?:a|the)\ (?:\w+\ )?(?:trend|push|effort|wave|campaign|pattern|shift|plan)"
        r"|trend|wave\ of|the\ latest\ (?:in|of|\w+\ in)|a\ series\ of|string\ of|one\ of\ (?:several"
        r"|many|dozens|a\ number))\b",
        0.9,
    ),
    _cue(
        r"\b(?:growing|rising|increasing(?:ly)?|mounting|declin\w+|surg\w+|soar\w+|shrinking|expanding"
        r"|historically|traditionally|typically)\b",
        0.45,
    ),
    _cue(
        r"\b(?:has|have)\ (?:\w+\ )?(?:been|become|grown|seen|risen|fallen|faced|led|struggled|made"
        r"|pushed|sought|turned)\b",
        0.55,
    ),
    _cue(
        r"\b(?:many|most|several|dozens\ of|hundreds\ of|other)\ (?:\w+\ )?(?:states|cities|countries"
        r"|companies|americans|schools|voters|districts|counties|communities)\b",
        0.45,
    ),
    _cue(r"\b(?:comes?|came)\ (?:as|amid|after|at\ a\ time)\b", 0.8),
    _cue(r"[\"“”]", -1.2),
    _cue(r"\b(?:said|says|told|wrote|tweeted|asked)\b", -0.6),
    _cue(r"\b(?:i|me|my|we|us|our|you|your)\b", -0.6),
    _cue(r"\?", -1.0),
)

WHATS_NEXT = (
    _cue(
        r"\b(?:is|are)\ (?:now\ )?(?:expected|scheduled|set|slated|due|poised|likely)\ to\b"
        r"|\b(?:scheduled|planned|set)\ for\b|\b(?:is|are)\ (?:due|to)\b",
        1.2,
    ),
    _cue(r"\b(?:will)\b", 0.7),
    _cue(r"\b(?:plans?|intends?|aims?|hopes?|vow(?:s|ed)|pledged|promised)\ to\b", 0.6),
    _cue(
        r"\b(?:next\ (?:week|month|year|spring|summer|fall|winter|session|few|mon|tues|wednes|thurs"
        r"|fri|satur|sun)|later\ this\ (?:week|month|year|summer|spring|fall|winter)|in\ the\ coming"
        r"|(?:with)?in\ (?:\w+\ )?(?:days|weeks|months)"
        r"|coming\ (?:days|weeks|months)|by\ the\ end\ of|this\ (?:fall|spring|summer|winter))\b",
        1.0,
    ),
    _cue(
        r"\b(?:until|by|before|starting|beginning|on)\s(?:early\ |late\ |mid-)?(?:jan|feb|march|april"
        r"|may|june|july|aug|sept|oct|nov|dec)[a-z.]*\b",
        0.4,
    ),
    _cue(
        r"\b(?:hearing|trial|vote|deadline|decision|meeting|election|arraignment|sentencing|ruling"
        r"|appeal|investigation\ is|remains\ under)\b",
        0.3,
    ),
    _cue(r"[\"“”]", -0.7),
    _cue(r"\b(?:i|me|my|we|us|our|you|your|won['’]t)\b", -0.5),
    _cue(r"\b(?:said|told|wrote|had|would)\b", -0.35),
    _cue(r"\?", -1.0),
)

YES_BUT = (
    _cue(r"^(?:but|however|still|yet|nonetheless|nevertheless|even\ so|that\ said|on\ the\ other\ hand)\b", 0.9),
    _cue(r"^(?:although|though|despite|while|even\ though)\b", 0.6),
    _cue(
        r"\b(?:critics|opponents|skeptics|detractors|watchdogs|advocates|rivals|experts"
        r"|some)\ (?:\w+\ ){0,3}(?:say|said|argue\w*|warn\w*|contend\w*|counter\w*|question\w*|worry"
        r"|note\w*)\b",
        1.0,
    ),
    _cue(
        r"\b(?:criticiz\w+|criticism|object(?:ed|ions?)|oppos(?:e|es|ed|ition)|pushback|backlash"
        r"|lawsuit|sued|skeptic\w*|doubts?|disput\w+|den(?:y|ies|ied)|unclear|uncertain|no\ guarantee"
        r"|concerns?)\b",
        0.55,
    ),
    _cue(
        r"\b(?:not|isn['’]t|aren['’]t|doesn['’]t|don['’]t|didn['’]t|cannot|can['’]t|no\ evidence|few"
        r"|only|limited|lack\w*|fail\w*|difficult|remains?)\b",
        0.35,
    ),
    _cue(r"\bbut\b", 0.3),
    _cue(r"[\"“”]", -0.5),
    _cue(r"\b(?:i|me|my|we|us|our|you|your)\b", -0.5),
    _cue(r"\?", -1.0),
)

THEY_SAY = (
    _cue(
        r"\b(?:ceo|president|mayor|governor|gov\.|sen\.|rep\.|director|chief|chair\w*|spokes\w+"
        r"|professor|analyst|economist|coach|attorney|judge|secretary|owner|founder|resident|expert)\b",
        0.4,
    ),
    _cue(r"\b(?:said|says)\b", 0.3),
    _cue(r"\bin\ (?:a|an)\ (?:statement|interview|letter|email|news\ conference|press\ release)\b", 0.2),
    _cue(r"\b(?:we|our|us|i)\b", 0.2),
    _cue(r"\?", -0.5),
)

CUES = {
    Move.WHY_IT_MATTERS: (WHY, 1.1, 0.3),
    Move.BIG_PICTURE: (BIG_PICTURE, 1.1, 0.5),
    Move.WHATS_NEXT: (WHATS_NEXT, 1.1, 0.5),
    Move.YES_BUT: (YES_BUT, 1.2, 0.5),
}
"""For each move its cues, what they have to add up to with a sentence's place and nearness, and what they have to add
up to alone: no place makes a point of a sentence that says nothing of the kind. Quotations and figures are counted, not
cued (`scoring`)."""

_ASIDE = re.compile(
    r",\s(?:which|who|whose|where|so|but|because|although|though|while|as|since)\b.*|\s(?:that|which|who)\s(?:will|is|are)\b.*|\swhere\s.*"
    r"|(?<=\w)\s(?:before|after|until|when|as|hours|days)\s[^,]*"
)
_TO_COME = re.compile(
    r"\b(?:will|shall)\b(?!\snot\b)"
    r"|\b(?:is|are)\sto\s(?:be|begin|start|open|close|vote|meet|decide|appear|speak|go|come|run|rise|fall|end|take|hold|arrive"
    r"|return|reach|publish|report|announce|move|rule|testify|launch|play|receive|get)\b"
    r"|\b(?:is|are|remains?)\s(?:\w+\s)?(?:expected|scheduled|slated|due|poised|likely|planned|set|awaiting)\b"
    r"|\b(?:plans?|intends?|aims?|hopes?|expects?|vow(?:s|ed)|pledged|promised|agreed|wants?)\s(?:to|that)\b"
    r"|\b(?:is|are)\s(?:next|tomorrow|in\s(?:\w+\s)?(?:days|weeks|months))\b"
    r"|\b(?:could|may|might|must|should|would)\b.*\b(?:next|by|within|until|later|soon|before|in\s(?:\w+\s)?(?:days|weeks"
    r"|months|years))\b"
    r"|\b(?:begins?|starts?|opens?|ends?|meets?|votes?|takes?|resumes?|closes?|expires?|come|comes|runs?)\b.*\b(?:next|in|on"
    r"|at|by|within|until|tomorrow|later)\b",
    re.IGNORECASE,
)
_IS_PAST = re.compile(
    r"^[^,]{0,60}\b(?:followed|voted|spent|was|were|had|came|fell|rose|took|ended|began)\b(?!.*\b(?:will|is|are)\b)",
    re.IGNORECASE,
)


def is_to_come(text: str) -> bool:
    """Tell whether the main clause of `text` is about the future: what a side clause says is not enough."""
    main = "" if text.startswith("To ") else _ASIDE.sub("", text)
    return bool(_TO_COME.search(main)) and not _IS_PAST.search(main)


def weigh(cues: tuple[Cue, ...], text: str) -> float:
    """Return the sum of the weights of the cues that `text` shows."""
    return sum(weight for pattern, weight in cues if pattern.search(text))
