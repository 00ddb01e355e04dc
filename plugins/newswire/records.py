"""The records that travel between stages: frozen, keyword-only, checked where they are made.

All offsets count Unicode code points, the end is exclusive, so ``text[start_char:end_char]`` is the thing itself.
All instants (``_at``, ``_until``) are aware and in UTC.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class SourceFormat(StrEnum):
    """The kind of a document, sniffed from its bytes."""

    RSS = "rss"
    ATOM = "atom"
    HTML = "html"
    NEWSML_G2 = "newsml-g2"
    NEWSML_1 = "newsml-1"
    NITF = "nitf"
    NINJS = "ninjs"
    AP_JSON = "ap-json"
    DIGITALWIRES = "digitalwires"
    JSON_FEED = "json-feed"
    XML = "xml"
    SITEMAP = "sitemap"
    ANPA_1312 = "anpa-1312"
    IPTC_7901 = "iptc-7901"
    ZCZC = "zczc"
    WARC = "warc"
    JSONL = "jsonl"
    CSV = "csv"
    EMAIL = "email"
    TEXT = "text"


class PubStatus(StrEnum):
    """IPTC pubStatus (NewsML-G2 2.34, NewsCodes ``stat``): only ``usable`` may be shown."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class Signal(StrEnum):
    """What a version does to its story."""

    UPDATE = "update"
    CORRECTION = "correction"
    REPEAT = "repeat"
    KILL = "kill"
    ADVISORY = "advisory"
    PLANNED = "planned"
    # Agencies' slug tags, which IPTC's vocabulary does not have.
    REFILE = "refile"
    WRAPUP = "wrapup"
    EXCLUSIVE = "exclusive"
    BREAKING = "breaking"


class PlaceRole(StrEnum):
    """What a place is to a story: where it was filed, where it happened, or what it is about."""

    ORIGIN = "origin"
    EVENT = "event"
    ABOUT = "about"


class SourceKind(StrEnum):
    """How a source is read: a feed over HTTP whose entries link to pages, or files in a folder."""

    FEED = "feed"
    FILES = "files"


class FurnitureKind(StrEnum):
    """Wire furniture: text around the story that is kept aside, with its offsets in the parsed text."""

    SLUG_TAG = "slug_tag"
    DATELINE = "dateline"
    BYLINE = "byline"
    ADVISORY = "advisory"
    CORRECTION_NOTE = "correction_note"
    SIGN_OFF = "sign_off"
    TRUST_LINE = "trust_line"
    COPYRIGHT = "copyright"
    PROMOTION = "promotion"
    RELATED_LINK = "related_link"
    CAPTION = "caption"
    CONTACT = "contact"


class Role(StrEnum):
    """What somebody who is named in a byline, a sign-off or a photo credit did for the story."""

    REPORTER = "reporter"
    WRITER = "writer"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    PHOTOGRAPHER = "photographer"
    COMPILER = "compiler"
    RESEARCHER = "researcher"
    PRODUCER = "producer"
    GRAPHICS = "graphics"


class Damage(StrEnum):
    """What a text lost on its way: its casing, the spacing of its marks, its apostrophes, its quotation marks."""

    LOWERCASED = "lowercased"
    CAPITALS = "capitals"
    TOKENISED = "tokenised"
    LOST_APOSTROPHES = "lost_apostrophes"
    LOST_QUOTES = "lost_quotes"


class Relation(StrEnum):
    """How an article belongs to an earlier one of its cluster."""

    EXACT = "exact"
    NEAR = "near"
    CONTAINED = "contained"
    UPDATE = "update"


class QuoteKind(StrEnum):
    """Direct: the speaker's words. Indirect: reported. Mixed: reported, with words in quotation marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class EntityLabel(StrEnum):
    """OntoNotes 5 labels that Newswire keeps; the last four are values, not names."""

    PERSON = "PERSON"
    ORG = "ORG"
    GPE = "GPE"
    LOC = "LOC"
    NORP = "NORP"
    FAC = "FAC"
    EVENT = "EVENT"
    WORK_OF_ART = "WORK_OF_ART"
    LAW = "LAW"
    PRODUCT = "PRODUCT"
    DATE = "DATE"
    MONEY = "MONEY"
    PERCENT = "PERCENT"
    QUANTITY = "QUANTITY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One entry of ``sources.toml``. ``location`` is a URL for a feed, a folder for files.

    ``floor_s`` and ``ceiling_s`` bound the wait between two polls, None for the usual bounds; equal, they fix it.
    ``expected_articles`` is how many articles a run brings, give or take the share ``tolerance``. ``min_delay_s`` and
    ``daily_cap`` are for each server that the source asks: between two requests, and requests a day (UTC).
    ``keep_days`` is how long its stories are kept after their last version, None for ever. ``columns`` are those of its
    CSV and JSON Lines, by field.
    """

    name: str
    kind: SourceKind
    location: str
    glob: str = "**/*"
    title: str | None = None
    timezone: str = "UTC"
    language: str | None = None
    country: str | None = None
    owner: str | None = None
    is_enabled: bool = True
    proxy: str | None = None
    allow_private: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    rights: str | None = None
    floor_s: int | None = None
    ceiling_s: int | None = None
    expected_articles: int | None = None
    tolerance: float | None = None
    min_delay_s: float | None = None
    daily_cap: int | None = None
    keep_days: int | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed as published; ``content_html`` is the longest text that the feed itself carries."""

    guid: str
    url: str | None
    title: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    content_html: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject as the agency coded it; ``scheme`` is its vocabulary (medtop, subj, an agency's own)."""

    scheme: str
    code: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that the agency states beside the text: by name, by a code of ``scheme``, or by both."""

    role: PlaceRole
    name: str | None = None
    scheme: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedItem:
    """One version of one story, as its document says. ``body`` is plain text, paragraphs parted by a blank line.

    ``version`` grows with each version of a guid and is not sequential. ``notes`` are warnings for people: what was
    dropped or guessed while reading ("published_at not a date: ..."). ``word_count`` is what the agency states,
    ``associations`` are references to pictures and the like. ``published_from`` is the place whose time won ("feed",
    "json-ld", "meta date", ...); ``kept_text_ratio`` is the share of a page's visible words that are its body.
    ``take_number`` says that the body is but the first, second ... take of a long story, whose takes share the guid;
    ``take_of`` is that guid, also where a text may prove to be a first take; ``take_count`` says that the body was put
    together from so many.
    """

    source_format: SourceFormat
    guid: str
    version: int
    pubstatus: PubStatus = PubStatus.USABLE
    signals: tuple[Signal, ...] = ()
    embargoed_until: datetime | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str | None = None
    headline: str | None = None
    slugline: str | None = None
    byline: str | None = None
    dateline: str | None = None
    section: str | None = None
    urgency: int | None = None
    subjects: tuple[Subject, ...] = ()
    edition_note: str | None = None
    url: str | None = None
    located: str | None = None
    places: tuple[Place, ...] = ()
    genres: tuple[str, ...] = ()
    priority: int | None = None
    credit: str | None = None
    copyright: str | None = None
    usage_terms: str | None = None
    word_count: int | None = None
    keywords: tuple[str, ...] = ()
    associations: tuple[str, ...] = ()
    body: str = ""
    notes: tuple[str, ...] = ()
    published_from: str | None = None
    kept_text_ratio: float | None = None
    take_of: str | None = None
    take_number: int | None = None
    take_count: int | None = None

    @property
    def words(self) -> int:
        """How many words the agency states, or how many the body has where it states none."""
        return len(self.body.split()) if self.word_count is None else self.word_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Where and when a story was filed, as its first line says. ``place`` is as written, None in "(AP) _"."""

    place: str | None = None
    on: date | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A piece of wire furniture; offsets are into the text that was given to the cleaner."""

    kind: FurnitureKind
    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """Who worked on a story, as its byline, sign-off or photo credit says; ``place`` is where they were."""

    name: str
    role: Role
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A body without its furniture. ``language`` is None where the text is too short to tell.

    ``signals`` are what slug tags and notes to editors say of this version, in the text, its headline or its slug.
    """

    body: str
    dateline: Dateline | None = None
    byline: str | None = None
    furniture: tuple[Furniture, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    signals: tuple[Signal, ...] = ()
    language: str | None = None
    damage: tuple[Damage, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_degraded(self) -> bool:
        """Whether the text lost anything."""
        return bool(self.damage)


class MatchBasis(StrEnum):
    """What made two articles one story."""

    TEXT = "text"
    STORY = "story"
    HEADLINE = "headline"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why an article belongs to an earlier one. ``similarity`` is the containment ratio, 0 to 1, of the shorter text.

    ``kept_ratio`` is the share of the earlier text that this one has, ``own_ratio`` the share of this text that is the
    earlier one's, ``numbers_ratio`` the share of the smaller set of figures that both have (None without figures).
    ``shared_sentence_count`` is None where the texts are not at hand.
    """

    relation: Relation
    similarity: float
    kept_ratio: float = 1.0
    own_ratio: float = 1.0
    numbers_ratio: float | None = None
    shared_sentence_count: int | None = None
    basis: MatchBasis | None = None


class Field(StrEnum):
    """The field of life that a person's role belongs to: people of one name in two fields are two people."""

    PUBLIC = "public"
    SPORT = "sport"
    ARTS = "arts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name or value found in a body. ``ids`` are (scheme, code) pairs such as ("iso3166", "SY").

    ``role`` is what the text says of a person at this place ("special envoy for Syria"); ``field`` is that of all the
    person's roles in the text.
    """

    start_char: int
    end_char: int
    text: str
    label: EntityLabel
    canonical: str
    ids: tuple[tuple[str, str], ...] = ()
    role: str | None = None
    field: Field | None = None


class Modality(StrEnum):
    """Whether what a cue announces was said: "said", "did not say", "would say"."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"


class SpeakerKind(StrEnum):
    """Named: an entity; anonymous: somebody only described; group: several such; unresolved: a pronoun of nobody."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    GROUP = "group"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The word or words that announce a quotation ("said", "according to"). ``lemma`` is None for words of no list."""

    start_char: int
    end_char: int
    text: str
    lemma: str | None = None
    modality: Modality = Modality.ASSERTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who is told, as the text says it."""

    start_char: int
    end_char: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is quoted, as the text says it at this place, and the fullest name the article has for them."""

    start_char: int
    end_char: int
    text: str
    canonical: str
    kind: SpeakerKind = SpeakerKind.NAMED


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One statement. ``spans`` has more than one pair where the attribution interrupts the words.

    ``text`` is the spans' text joined by " ... "; ``start_char`` and ``end_char`` enclose all spans.
    ``confidence`` is 0 to 1.
    """

    spans: tuple[tuple[int, int], ...]
    text: str
    kind: QuoteKind
    confidence: float
    cue: Cue | None = None
    speaker: Speaker | None = None
    addressee: Addressee | None = None

    @property
    def start_char(self) -> int:
        """Offset of the first character of the first span."""
        return self.spans[0][0]

    @property
    def end_char(self) -> int:
        """Offset after the last character of the last span."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What one pass over a body found, in reading order."""

    entities: tuple[Mention, ...] = field(default_factory=tuple)
    quotes: tuple[Quote, ...] = field(default_factory=tuple)
