"""Lines of a news page that are no part of its story, told by how they are worded: general habits, no publisher's own.

Each rule wants a line to begin so, or to be short and whole: a sentence of a story that happens to contain the words
stays. All expressions run in time linear in the line, which is cut to MAX_CHARS before it is looked at.
"""

import re

MAX_CHARS = 600
SHORT_WORDS = 30  # captions and promotion are short
BIO_WORDS = 90

# "Read more", in the languages of the larger wires.
RELATED_WORDS = (
    r"(?:(?:also|now|must|further|please|related|recommended|suggested)[ -])?(?:read|see|watch|listen)"
    r"(?:(?: also| more| next| now| on| this| too)(?: about| on)?)?|read more about|related(?: \w+){0,2}"
    r"|more(?: (?:on this(?: story)?|from|stories|news|like this))?|don[\u2019']?t miss|recommended(?: \w+)?"
    r"|in case you missed it"
    r"|you (?:may|might) (?:also|be interested)(?: \w+){0,2}|trending(?: now)?|most (?:read|popular|viewed)"
    r"|editor[\u2019']s picks?"
    r"|up next|read the full story|what to read next|lesen sie (?:auch|mehr)|mehr (?:zum thema|dazu)|auch interessant"
    r"|(?:à )?lire (?:aussi|également)|voir aussi|(?:lea|lee|leer|vea|mira)(?: también| más)|te puede interesar"
    r"|leia (?:também|mais)|saiba mais|veja também|leggi anche|lees ook|lees meer|les også|läs (?:också|mer|även)"
    r"|læs også|czytaj (?:też|także|więcej|również)|zobacz (?:też|także|również)|читайте также"
    r"|ayr\u0131ca oku(?:yun)?"
)
RELATED_LABEL = re.compile(rf"(?:[-\u2013\u2014•»>|*\[(] ?)?(?:{RELATED_WORDS}) ?(?:[:|»>→\u2013\u2014]|- )", re.I)
RELATED_HEADING = re.compile(rf"(?:[-\u2013\u2014•»>|*\[(] ?)?(?:{RELATED_WORDS})[ :|»>→\u2026.!?\])]*", re.I)
PROMOTION = re.compile(
    r"(?:click|tap|press) (?:here|below|on the link)\b"
    r"|(?:sign|join) up (?:here |now |today )?(?:for|to|here|now)\b|(?:please )?subscribe (?:to|now|here|today|for)\b"
    r"|(?:already a|not a|become a|are you a) (?:subscriber|member)\b|(?:get|receive) (?:the|our|all the|more"
    r"|your) [^.]{0,60}"
    r"\b(?:newsletter|inbox|e-?mail|app|alerts?)\b|(?:to )?(?:get|receive|stay) [^.]{0,60}\b(?:notifications"
    r"|updates) "
    r"|download (?:the|our) [^.]{0,30}\bapps?\b|(?:like|enjoy(?:ed|ing)?) (?:this|what you)[^.]{0,30}\?"
    r"|(?:please )?(?:follow|like|find|join) (?:us|our|me|the [\w ]{1,30}team|[\w. ]{1,30}) on (?:social"
    r"|twitter|facebook|x\b"
    r"|instagram|telegram|whatsapp|youtube|google|linkedin|tiktok|threads)"
    r"|share (?:this|on|via|with|your)(?: (?:article|story|post|page|facebook|twitter|friends|thoughts"
    r"|views))?\b[^.]{0,30}$"
    r"|(?:do you )?(?:have|got) an? (?:news )?(?:story|tip|question|comment)\b[^?]{0,80}\?|(?:send"
    r"|e-?mail) (?:us|your) (?:a )?"
    r"(?:tips?|stories|thoughts|comments|feedback)\b|(?:get|keep) in touch (?:with|by)\b|contact (?:us|our"
    r"|the (?:author"
    r"|writer|reporter))\b|for more (?:stories|news|information|on this|like this|from)\b|(?:want"
    r"|looking) (?:to|for) [^?.]{0,80}\?"
    r" (?:start|sign|subscribe|click|check|try)\b|join (?:our|the|in the"
    r"|[\w-]{3,20}) (?:\w+ )?(?:conversations?|commenting"
    r"|discussion|community|debate|forum|comments)\b|(?:leave|post|write|add) (?:a|your) (?:comment|reply)\b"
    r"|(?:show|view|hide|load"
    r"|see|read) (?:all |more |\d+ )?comments\b|comments? (?:are |have been )?(?:closed|disabled|off)\b"
    r"|(?:abonnieren sie|melden sie sich|newsletter\b|abonnez-vous|inscrivez-vous|suscríbete|suscríbase|assine"
    r"|iscriviti)"
    r"|support (?:our|independent|local|quality) (?:\w+ )?(?:journalism|reporting|work)\b|advertisement\b[^.]{0,40}$"
    r"|(?:story|article) continues (?:below|after)\b|scroll (?:down )?(?:for|to)\b|skip (?:to|past)\b",
    re.I,
)
RIGHTS = re.compile(
    r"(?:©|\(c\) ?\d|copyright\b(?: ?©| \d| \(c\)| by))|[^.]{0,80}\ball rights reserved\b"
    r"|(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados)",
    re.I,
)
CAPTION = re.compile(
    r"\(? ?(?:(?:file|stock|handout|courtesy) )?(?:photos?|photographs?|images?|pictures?|illustrations?"
    r"|videos?|graphic|foto|fotos"
    r"|bild|symbolbild|symbolfoto)(?: ?(?:credits?|source|caption|courtesy|by|from|via|of))* ?[:/|©]|(?:photo"
    r"|image|picture)"
    r"(?:graph)?s? (?:credit|by|courtesy|via)\b",
    re.I,
)
CREDIT = re.compile(
    r"(?:getty images|shutterstock|ap photo|afp photo|alamy|istock|pixabay|unsplash|picture[- ]alliance|epa-efe)"
    r"[^.]{0,40}[)\].]?$|[(\[](?:photo|image|picture|ap photo|foto)s?[ :/][^()\[\]]{0,80}[)\]]$|[(/](?:afp"
    r"|reuters|ap|epa|efe"
    r"|dpa|getty|pa)\)?$",
    re.I,
)
AGENCY = re.compile(
    r"(?:(?:by|source|via|from|quelle|fuente|fonte) ?:? )?(?:(?:the )?associated press|reuters(?: staff)?|afp"
    r"|ap|pa|dpa|upi|ani|pti|ians"
    r"|xinhua|agence france[- ]presse|press association|pa media|bloomberg(?: news)?)[. ]*",
    re.I,
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
CLOCK = re.compile(
    r"(?:(?:first |last )?(?:published|updated|posted|modified|created)(?: at| on|:)|(?:veröffentlicht"
    r"|aktualisiert|stand|publié|mis à jour"
    r"|publicado|actualizado|atualizado|aggiornato)\b)[^a-z]{0,3}.{0,60}$"
    r"|(?:\w+, )?(?:\d{1,2}[./ ])(?:\w+[./ ]){1,3}\d{4}(?:.{0,4}\d{1,2}[:.h]"
    r"\d{2}(?:.{0,10}))?$|\w+ \d{1,2}, \d{4}(?:.{0,4}\d{1,2}:\d{2}.{0,12})?$"
    r"|\d{4}[-/.]\d{2}[-/.]\d{2}(?:[ T]\d{2}:\d{2}.{0,12})?$",
    re.I,
)
READING_TIME = re.compile(r"\d{1,2} ?(?:min(?:ute)?s?)(?: of)?(?: read(?:ing)?(?: time)?)?$", re.I)
BYLINE = re.compile(r"by [A-Z][\w.'\u2019-]+(?: [A-Z][\w.'\u2019-]+){1,3}(?:(?:,| and) [A-Z][\w.'\u2019 -]{2,60})?$")
BIOGRAPHY = re.compile(
    r"[^.]{3,120}\b(?:is|was) (?:an? |the |our )?(?:\w+[ -]){0,6}(?:writer|reporter|correspondent|editor"
    r"|journalist|columnist|author"
    r"|contributor|producer|freelancer|professor|fellow)\b",
    re.I,
)
REACH = re.compile(
    r"\b(?:follow (?:him|her|them|me|\w+) (?:on|at)|on (?:twitter|x|instagram|bluesky)\b|send (?:tips|him|her"
    r"|story)|e-?mail|can be "
    r"reached|reach (?:him|her|them))|@\w",
    re.I,
)
NO_LETTERS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """Return a text's letters and digits, in lower case: two lines that say the same have the same ones."""
    return NO_LETTERS.sub("", text.lower())


def is_related_heading(line: str) -> bool:
    """Return whether a line is only the title of a list of other stories."""
    return len(line) < 60 and RELATED_HEADING.fullmatch(line.removeprefix("- ")) is not None


def is_furniture(line: str, *, is_lead: bool, is_tail: bool) -> bool:
    """Return whether a line belongs to the page and not to the story; ``is_lead`` and ``is_tail`` say where it stands.

    >>> is_furniture("READ MORE: Harbour pilots strike", is_lead=False, is_tail=False)
    True
    >>> is_furniture("Read more slowly, the teacher said.", is_lead=False, is_tail=False)
    False
    """
    words = line.count(" ") + 1
    head = line[:MAX_CHARS].removeprefix("- ")
    if words <= SHORT_WORDS and (RELATED_LABEL.match(head) or CAPTION.match(head) or AGENCY.fullmatch(head)):
        return True
    if words <= SHORT_WORDS and (CREDIT.search(head) or PROMOTION.match(head) or RIGHTS.match(head)):
        return True
    if words <= BIO_WORDS and is_tail and (PROMOTION.match(head) or RIGHTS.match(head)):
        return True
    if words <= BIO_WORDS and is_tail and BIOGRAPHY.match(head) and REACH.search(head):
        return True
    if (is_lead or is_tail) and words <= 12:
        return bool(ADDRESS.fullmatch(head) or CLOCK.match(head) or READING_TIME.match(head) or BYLINE.match(head))
    return False
