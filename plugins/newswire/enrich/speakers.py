"""Who is speaking: from the subject of a cue to the fullest name the article has for them.

Names go to their canonical form, pronouns to the latest speaker or subject that fits, and "the diplomat" to the fuller
"a senior western diplomat", who stays without a name. What can't be resolved keeps the words of the text.
"""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc, Token

from newswire.enrich.names import trim_name
from newswire.enrich.spans import Span
from newswire.records import EntityLabel, Mention, Speaker

HE: Final = frozenset({"he", "him", "his"})
SHE: Final = frozenset({"she", "her", "hers"})
THEY: Final = frozenset({"they", "them", "their"})
IT: Final = frozenset({"it", "its"})
MALE_TITLES: Final = frozenset({"mr", "mr.", "sir", "lord", "king", "prince", "father"})
FEMALE_TITLES: Final = frozenset({"mrs", "mrs.", "ms", "ms.", "miss", "madam", "lady", "queen", "princess"})
GROUPS: Final = frozenset({EntityLabel.ORG, EntityLabel.GPE, EntityLabel.NORP})
SPEAKING_LABELS: Final = GROUPS | {EntityLabel.PERSON}
PRONOUN_TAGS: Final = frozenset({"PRP", "WP", "WDT", "DT"})
CUT_FROM_NOUN_PHRASE: Final = frozenset({"relcl", "acl", "appos", "punct", "cc", "advcl"})
SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
MAIN_CLAUSES: Final = frozenset({"ROOT", "conj"})
DETERMINERS: Final = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "another", "one"]
)


class SpeakerResolver:
    """Resolves the speakers of one text, in reading order: each answer is a candidate for the pronouns after it."""

    def __init__(self, doc: Doc, text: str, mentions: Sequence[Mention]) -> None:
        self._doc = doc
        self._text = text
        self._mentions = mentions
        self._by_char = {char: mention for mention in mentions for char in range(mention.start_char, mention.end_char)}
        self._subjects = [token for token in doc if token.dep_ in SUBJECTS and token.head.dep_ in MAIN_CLAUSES]
        self._phrases = _noun_phrases(doc)
        self._roles = self._find_roles()
        self._spoken: list[tuple[int, str, EntityLabel]] = []
        self._is_female = self._find_genders()

    def resolve(self, subject: Token) -> Speaker:
        """Return the speaker that the subject of a cue names."""
        start, end = noun_phrase_span(subject)
        canonical, label = self._canonical(subject)
        if label is not None:
            self._spoken.append((subject.idx, canonical, label))
        return Speaker(start_char=start, end_char=end, text=self._text[start:end], canonical=canonical)

    def _canonical(self, subject: Token) -> tuple[str, EntityLabel | None]:
        word = subject.lower_
        if word in HE or word in SHE:
            person = self._person_before(subject, is_female=word in SHE)
            return (person, EntityLabel.PERSON) if person else (word, None)
        if word in IT | THEY:
            group = self._group_before(subject)
            return (group, EntityLabel.ORG) if group else (word, None)
        if subject.tag_ in PRONOUN_TAGS:
            return word, None
        named = self._named(subject)
        if named is not None:
            return named.canonical, named.label
        role = self._roles.get(word)
        if role is not None and subject.left_edge.lower_ in {"the", subject.lower_} and role[0] <= subject.idx:
            return role[1], EntityLabel.PERSON
        return self._fullest_phrase(subject), EntityLabel.PERSON if subject.tag_ == "NN" else EntityLabel.ORG

    def _speaking(self, token: Token) -> Mention | None:
        mention = self._by_char.get(token.idx)
        return mention if mention is not None and mention.label in SPEAKING_LABELS else None

    def _named(self, subject: Token) -> Mention | None:
        """Return the name at the head of the phrase, or the person that ends it or is in apposition with it."""
        head = self._speaking(subject)
        if head is not None and head.label is not EntityLabel.NORP:
            return head
        last = self._by_char.get(noun_phrase_span(subject)[1] - 1)
        if last is not None and last.label is EntityLabel.PERSON and last.start_char > subject.idx:
            return last
        for child in subject.children:
            beside = self._speaking(child) if child.dep_ == "appos" else None
            if beside is not None and beside.label is EntityLabel.PERSON:
                return beside
        return None

    def _find_roles(self) -> dict[str, tuple[int, str]]:
        """Return for each role ("envoy") the place and name of the one person it stands beside; shared roles go."""
        roles: dict[str, dict[str, int]] = {}
        for mention in self._mentions:
            words = self._doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand")
            if mention.label is not EntityLabel.PERSON or words is None:
                continue
            root = words.root
            beside = [child for child in root.children if child.dep_ in {"compound", "appos", "nmod"}]
            beside += [root.head] if root.dep_ == "appos" else []
            before = words[0].nbor(-1) if words.start else words[0]
            for word in (*beside, before):
                if word.tag_ in {"NN", "NNP"} and word.idx not in self._by_char:
                    roles.setdefault(word.lower_, {}).setdefault(mention.canonical, word.idx)
        return {
            role: (place, name) for role, people in roles.items() if len(people) == 1 for name, place in people.items()
        }

    def _person_before(self, pronoun: Token, *, is_female: bool) -> str | None:
        spoken = [(place, name) for place, name, label in self._spoken if label is EntityLabel.PERSON]
        acting: list[tuple[int, str]] = [
            (token.idx, mention.canonical)
            for token in self._subjects
            if token.idx < pronoun.idx and (mention := self._speaking(token)) and mention.label is EntityLabel.PERSON
        ]
        for _, name in sorted(spoken + acting, reverse=True):
            if self._is_female.setdefault(name, is_female) is is_female:
                return name
        return None

    def _group_before(self, pronoun: Token) -> str | None:
        for token in reversed(self._subjects):
            mention = self._speaking(token)
            if token.idx >= pronoun.idx:
                continue
            if mention is not None and mention.label in GROUPS:
                return mention.canonical
            if token.tag_ == ("NN" if pronoun.lower_ in IT else "NNS"):
                return self._fullest_phrase(token)
        return None

    def _find_genders(self) -> dict[str, bool]:
        """Return for each person whom a title shows to be a man or a woman whether she is a woman."""
        found = {}
        for mention in self._mentions:
            words = self._doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand")
            if mention.label is not EntityLabel.PERSON or words is None:
                continue
            titles = {word.lower_ for word in self._doc[max(0, words.start - 1) : words.start + 1]}
            if titles & (MALE_TITLES | FEMALE_TITLES):
                found[mention.canonical] = bool(titles & FEMALE_TITLES)
        return found

    def _fullest_phrase(self, subject: Token) -> str:
        """Return the longest phrase up to here with the same head noun, without its article."""
        same = [head for head in self._phrases.get(subject.lower_, ()) if head.i <= subject.i]
        if subject.left_edge.lower_ not in DETERMINERS:
            same = [subject]
        phrases = [phrase_text(head) for head in same or [subject]]
        return max(phrases, key=len)


def _noun_phrases(doc: Doc) -> dict[str, list[Token]]:
    found: dict[str, list[Token]] = {}
    for token in doc:
        if token.tag_ in {"NN", "NNS"}:
            found.setdefault(token.lower_, []).append(token)
    return found


def noun_phrase_span(head: Token) -> Span:
    """Return the characters of ``noun_phrase``."""
    first, last = noun_phrase(head)
    return first.idx, last.idx + len(last)


def noun_phrase(head: Token) -> tuple[Token, Token]:
    """Return the first and last word of the noun phrase without relative clauses and appositions, with its article."""
    end = head
    for child in head.rights:
        if child.dep_ in CUT_FROM_NOUN_PHRASE or (child.dep_ == "prep" and head.tag_ == "NNP" and child.lower_ != "of"):
            break
        end = child.right_edge
    return head.left_edge, end


def phrase_text(head: Token) -> str:
    """Return the noun phrase as a name for somebody: without article, on one line."""
    first, last = noun_phrase(head)
    words = head.doc[first.i : last.i + 1].text
    start, end = trim_name(words, 0, len(words))
    phrase = " ".join(words[start:end].split()) or head.text
    begins = first.is_sent_start and start == 0 and not first.tag_.startswith("NNP") and first.is_title
    return phrase[:1].lower() + phrase[1:] if begins else phrase
