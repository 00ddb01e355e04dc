"""Places as agencies code them: countries by ISO 3166, towns by name, and codes of vocabularies of their own."""

from collections.abc import Iterable

from newswire.records import Place, PlaceRole

COUNTRY_SCHEMES = {2: "iso3166-1a2", 3: "iso3166-1a3"}  # by the length of the code; IPTC's names of the vocabularies


def place(
    role: PlaceRole, name: str | None = None, scheme: str | None = None, code: str | None = None
) -> Iterable[Place]:
    """Return the place, none where neither a name nor a code is stated."""
    name, code = (name or "").strip() or None, (code or "").strip() or None
    return [Place(role=role, name=name, scheme=scheme if code else None, code=code)] if name or code else []


def country(role: PlaceRole, code: str | None, name: str | None = None) -> Iterable[Place]:
    """Return the country of an ISO code of two or three letters; of anything else, the country of that name.

    >>> [found] = country(PlaceRole.EVENT, "IND")
    >>> found.scheme, found.code
    ('iso3166-1a3', 'IND')
    """
    stated = (code or "").strip()
    if stated.isascii() and stated.isalpha() and len(stated) in COUNTRY_SCHEMES:
        return place(role, name, COUNTRY_SCHEMES[len(stated)], stated.upper())
    return place(role, name or stated)
