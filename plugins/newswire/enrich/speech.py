"""How spoken words sound, where the marks around them were lost: a few traits, each weighed (logistic).

A story tells the past in the third person; who speaks says "I", "you", "it's" and "is". The weights are fitted by
``training.speech`` on texts whose marks tell which statements are in the speaker's own words.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from newswire.enrich.confidence import ConfidenceMap, Signs, read_map
from newswire.enrich.cues import cue_lemma
from newswire.enrich.spans import WORD, Span
from newswire.enrich.tags import guess_tags

SPEECH_MAP: Final = Path(__file__).parent / "speech.json"
EVEN: Final = 0.5  # traits alone speak: nothing else measured the words
MIN_DIRECT: Final = 0.5

FIRST_PERSON: Final = frozenset(
    ["i", "we", "me", "my", "our", "mine", "ours", "myself", "ourselves"]
)  # "us" is a country
SECOND_PERSON: Final = frozenset({"you", "your", "yours", "yourself"})
THIRD_PERSON: Final = frozenset({"he", "she", "they", "his", "her", "their", "its"})
CONTRACTED: Final = frozenset({"s", "t", "re", "ve", "ll", "m", "d"})
CONTRACTING: Final = frozenset(
    ["i", "you", "he", "she", "it", "we", "they", "that", "there", "what", "who", "here", "let", "don", "doesn", "didn"]
    + ["isn", "aren", "wasn", "weren", "can", "couldn", "won", "wouldn", "hasn", "haven", "hadn", "shouldn", "ain"]
)
GOING_ON: Final = frozenset({"and", "but", "so", "or", "because", "well", "yes", "no", "look", "now"})
REPORTED: Final = frozenset({"that", "to", "whether", "how", "why", "if", "for", "as", "of", "about", "what"})
DEICTICS: Final = frozenset({"this", "that", "these", "those", "it", "there", "here"})
BE: Final = frozenset({"is", "are", "s", "re", "was", "were"})
SHIFTED: Final = frozenset({"would", "had", "could", "was", "were", "might"})
PRESENT: Final = frozenset({"VBZ", "VBP", "MD"})
FINITE: Final = PRESENT | {"VBD"}
SPOKEN_WORDS: Final = frozenset(
    ["very", "really", "just", "lot", "going", "gonna", "think", "know", "thing", "things", "something", "everybody"]
    + ["always", "never", "got", "get", "want", "believe", "hope", "clearly", "obviously", "actually", "course"]
)
WEEKDAYS: Final = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
PERSONAL: Final = frozenset({"he", "she", "they", "i", "we", "it"})
SHORT_WORDS: Final = 3
LONG_WORDS: Final = 25
ASIDE: Final = re.compile(r", (?:who|which|whose|where|based|including)\b")
SENTENCE_END: Final = re.compile(r"[.?!]\s+\w")  # a paraphrase is one sentence
LINE: Final = re.compile(r"[^\n]+")


def sounds_direct(text: str, content: Sequence[Span], cue: Span, source: Span | None) -> bool:
    """Say whether the content that hangs on the cue is more likely than not in the speaker's own words."""
    return load_speech()(Signs(raw=EVEN, traits=statement_traits(text, content, cue, source))) >= MIN_DIRECT


@cache
def load_speech() -> ConfidenceMap:
    """Return the weights that ship with the rules."""
    return read_map(SPEECH_MAP.read_text(encoding="utf-8"))


def statement_traits(text: str, content: Sequence[Span], cue: Span, source: Span | None) -> frozenset[str]:
    """Return the traits of the words, of how they stand to their cue, and of who is said to say them."""
    before, after = content[0][0] < cue[0], content[-1][1] > cue[1]
    between = text[cue[1] : content[0][0]].strip()
    lemma = cue_lemma(text, cue)
    forms, who = _forms(text, content), _forms(text, [source] if source else [])
    holds = {
        "before cue": before and not after,
        "around cue": before and after,
        "after colon": not before and (between.endswith(":") or text[slice(*cue)].endswith(":")),
        "after comma": not before and between == ",",
        "told by say": lemma == "say",
        "according to": lemma == "according to",
        "cue of no list": lemma is None,
        "by a pronoun": len(who) == 1 and who[0] in PERSONAL,
        "by many": len(who) > 0 and who[-1].endswith("s") and len(who[-1]) > SHORT_WORDS,
        "by nobody": not who,
        "opens the text": not text[: content[0][0]].count("\n"),
        "long": len(forms) > LONG_WORDS,
        "sentences": any(SENTENCE_END.search(text, start, end) for start, end in content),
        "aside": bool(ASIDE.search(" ".join(forms))),
    }
    return _traits(forms) | {trait for trait, is_so in holds.items() if is_so}


def is_told_in_present(text: str) -> bool:
    """Say whether the first finite verb of the words stands in the present tense."""
    return "present" in _traits(_forms(text, [(0, len(text))]))


def _forms(text: str, spans: Sequence[Span]) -> list[str]:
    return [word.lower() for start, end in spans for word in WORD.findall(text[start:end])]


def _traits(forms: Sequence[str]) -> frozenset[str]:
    """Return the traits of the words themselves, in small letters."""
    among = set(forms)
    first = forms[0] if forms else ""
    tags = zip(forms, guess_tags(forms), strict=True)
    verb, tag = next(((form, tag) for form, tag in tags if tag in FINITE), ("", ""))
    holds = {
        "any": True,
        "first person": bool(among & FIRST_PERSON),
        "second person": bool(among & SECOND_PERSON),
        "third person first": first in THIRD_PERSON,
        "contraction": any(after in CONTRACTED and before in CONTRACTING for before, after in pairwise(forms)),
        "spoken word": bool(among & SPOKEN_WORDS),
        "goes on": first in GOING_ON,
        "reported": first in REPORTED,
        "deictic": len(forms) > 1 and first in DEICTICS and forms[1] in BE,
        "asks or calls": bool(among & {"?", "!"}),
        "present": tag in PRESENT and verb not in SHIFTED,
        "past": tag == "VBD" and verb not in SHIFTED,
        "shifted": verb in SHIFTED,
        "weekday": bool(among & WEEKDAYS),
        "figure": any(form[0].isdigit() for form in forms),
        "short": len(forms) <= SHORT_WORDS,
    }
    return frozenset(trait for trait, is_so in holds.items() if is_so)
