"""Addresses of pages: resolved, canonical (fit to fetch and to show), and the key by which two are the same page.

The policy and its scores stand in docs/decisions/0004-url-keys.md. Whatever is no web address comes back as it came.
"""

import re
from html import unescape
from html.entities import html5
from urllib.parse import SplitResult, unquote_plus, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

MAX_CHARS = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}
# Parameters that campaigns, share buttons and newsletters add: no page's content depends on them. Names that some
# systems use for an article's number (id, cid, aid, sid, p, v, story) are not among them.
TRACKING_PREFIXES = (
    "utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "oly_", "vero_", "mc_", "ns_", "itm_", "wt_", "wt.", "trk_",
    "fb_",    "_hs", "__s", "__twitter", "_branch", "guce_", "guccounter", "at_",
    "sc_", "stm_", "_openstat", "ml_sub", "aftr_",
)  # fmt: skip
TRACKING_NAMES = frozenset({
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "yclid",
    "ysclid", "igshid", "igsh", "li_fat_id", "epik", "srsltid", "mkt_tok", "wickedid", "rb_clickid", "s_cid",
    "s_kwcid", "cmp", "cmpid", "cmpgn", "icid", "ncid", "ocid", "xtor", "cmid_source", "ito", "smid", "smtyp",
    "spm", "sfns", "echobox", "wtrid", "wtmc", "clickid", "click_id", "partnerid", "partner_id", "ref_src",
    "ref_url", "sharetoken", "share_token", "socialshare", "shareid", "share_id", "campaign", "campaignid",
    "campaign_id", "adgroupid", "utmsource", "utmmedium", "utmcampaign", "trackingid", "tracking_id", "_ga",
    "_gl", "ga_source", "__tn__", "__cft__", "__xts__", "rss_feed", "feedtype", "feedname", "traffic_source",
    "syn", "nr_email_referer", "fromrss", "sessionid", "session_id", "phpsessid", "jsessionid", "sr_share",
    "is_from_rss", "openwebshare", "taid", "tblci", "wprov", "sref", "cxrecs_s", "referrer", "referer",
})  # fmt: skip
# Parameters whose value tells: ?ref=rss is a mark, ?ref=1234 may be a page.
MARKED_NAMES = frozenset({
    "ref", "from", "source", "src", "via", "medium", "output", "origin", "feature", "cid", "channel",
    "partner", "share",
})  # fmt: skip
MARKS = re.compile(
    r"(?:rss|feeds?|atom|twitter|facebook|fb|e?mail|newsletters?|social(?:share)?|share[sd]?|amp|linkedin"
    r"|whatsapp|telegram|push"
    r"|google(?:news)?|app|instagram|reddit|flipboard|smartnews|copy|homepage|x)(?:[-_.]\w{0,30})?",
    re.I,
)
AMP_PARAMETERS = frozenset({"amp", "_amp", "amp_js_v", "usqp", "amp_gsa", "outputtype", "service_amp"})
AMP_CACHE = re.compile(r"[\w-]+\.cdn\.ampproject\.org")
AMP_CACHE_PATH = re.compile(r"/(?:[a-z]/)?(s/)?([\w.-]+\.[a-z]{2,}(?::\d+)?)(/.*)?")
AMP_ENDING = re.compile(r"(?:/amp(?:\.html?|/)?|[./]amp\.html?|\.amp)$")
PREFIX_HOSTS = re.compile(r"^(?:(?:www\d?|w3|amp|m|mobile|mobil|touch|wap)\.)+(?=[^.]+\.[^.])")
# A scheme written twice; but "https:443" is a host of that name.
BROKEN_SCHEME = re.compile(r"^(?:https?:/*)+(https?:)(?!\d+(?:[/?#]|$))/*", re.I)
SLASHES = re.compile(r"^(https?):[\\/]*", re.I)
INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.I)
CONTROLS = re.compile(r"[\x00-\x1f]")
ESCAPES = re.compile(r"&(#[0-9]{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")
HALF_ESCAPE = re.compile(r"%[\da-fA-F]?$")
HOST = re.compile(r"[\w-][\w.-]*|\[[\da-f:.]+\]", re.ASCII)  # of other letters remain here those that IDNA refuses
AFTER_MARKUP = re.compile(r"[<>\"\s{}].*$", re.S)


def resolve_url(link: str, base: str) -> str | None:
    """Return a page's link as an absolute web address, or None where it is none.

    >>> resolve_url("../b.html?x=1&amp;y=2", "https://gull.example/news/2026/a.html")
    'https://gull.example/news/b.html?x=1&y=2'
    >>> resolve_url("javascript:void(0)", "https://gull.example/") is None
    True
    """
    try:
        found = urljoin(base, _unescape(link.strip())[:MAX_CHARS])
        parts = urlsplit(found)
        return found if parts.scheme in DEFAULT_PORTS and parts.hostname else None
    except ValueError:
        return None


def canonical_url(url: str) -> str:
    """Return the address in its plain form: it leads to the same page, is shown to people, and may be fetched.

    Scheme and host in small letters, no default port, no dot segments, characters escaped, no tracking parameters, no
    fragment but one that names a page ("#!"). What a server may tell apart stays: scheme, "www.", the case of the path,
    other parameters and their order.

    >>> canonical_url("HTTPS://Gull.example:443/a/../B?id=7&utm_source=rss#top")
    'https://gull.example/B?id=7'
    """
    parts = _split(url)
    if parts is None:
        return url.strip()
    return urlunsplit(parts._replace(query=_without_tracking(parts), fragment=_page_fragment(parts)))


def url_key(url: str) -> str:
    """Return the text by which two addresses are the same page: host and path with the sorted rest of the parameters.

    Without scheme, "www.", mobile and AMP forms, default port, closing slash and index file.

    >>> url_key("http://m.gull.example/a/?b=2&a=1") == url_key("https://www.gull.example/a/amp?a=1&b=2&fbclid=x")
    True
    """
    parts = _split(url)
    if parts is None:
        return url.strip()
    if AMP_CACHE.fullmatch(parts.netloc) and (inner := AMP_CACHE_PATH.fullmatch(parts.path)):
        parts = parts._replace(netloc=inner[2], path=inner[3] or "/")
    query = "&".join(
        part for part in _without_tracking(parts).split("&") if part.partition("=")[0].lower() not in AMP_PARAMETERS
    )
    host = PREFIX_HOSTS.sub("", parts.netloc)
    path = INDEX.sub("/", AMP_ENDING.sub("", parts.path.rstrip("/"))).removeprefix("/amp/")
    path = "/" + path.strip("/")
    ordered = canonicalize_url(urlunsplit(("http", "x", path, query, _page_fragment(parts))), keep_fragments=True)
    return host + ordered.removeprefix("http://x").removesuffix("/")


def _split(url: str) -> SplitResult | None:
    """Return the parts of a web address, repaired and escaped; None for anything else."""
    text = _unescape(url.strip()[:MAX_CHARS]).strip()  # an escape may have been a blank
    text = AFTER_MARKUP.sub("", text.removeprefix("<![CDATA[").removesuffix("]]>"))
    text = BROKEN_SCHEME.sub(r"\1//", f"http:{text}" if text.startswith("//") else text)
    text = SLASHES.sub(r"\1://", text)
    try:
        parts = urlsplit(safe_url_string(text.replace("|", "%7C")))
        parts = parts._replace(path=parts.path or "/")
        if len(parts.geturl()) > MAX_CHARS:
            parts = urlsplit(HALF_ESCAPE.sub("", parts.geturl()[:MAX_CHARS]))
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except (ValueError, UnicodeError):
        return None
    scheme = parts.scheme.lower()
    host = f"[{host}]" if ":" in host else host
    if scheme not in DEFAULT_PORTS or not HOST.fullmatch(host):
        return None
    netloc = host if port in (None, DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    path = urlsplit(urljoin("http://x/", re.sub(r"(?<!:)/{2,}", "/", parts.path))).path
    return SplitResult(scheme, netloc, path, parts.query, parts.fragment)


def _unescape(text: str) -> str:
    """Return the text without control characters and HTML's escapes, were it escaped more than once.

    Only whole escapes: in "?id=1&section=2" stands a parameter and no "§".
    """
    while True:
        plain = ESCAPES.sub(_escaped, CONTROLS.sub("", text))
        if plain == text:
            return text
        text = plain


def _escaped(found: re.Match[str]) -> str:
    name = found[1]
    return unescape(found[0]) if name.startswith("#") else html5.get(name + ";", found[0])


def _page_fragment(parts: SplitResult) -> str:
    """Return a fragment that names a page of a page built by scripts; others name a place on it."""
    return parts.fragment if parts.fragment.startswith(("!", "/")) else ""


def _without_tracking(parts: SplitResult) -> str:
    host = parts.netloc.removeprefix("www.")
    return "&".join(part for part in parts.query.split("&") if part and not _is_tracking(part, host))


def _is_tracking(part: str, host: str) -> bool:
    name, _, value = part.partition("=")
    name, value = unquote_plus(name).lower().removeprefix("amp;"), unquote_plus(value)
    if name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES) or name.endswith("affiliate"):
        return True
    return name in MARKED_NAMES and (MARKS.fullmatch(value) is not None or value.lower().removeprefix("www.") == host)
