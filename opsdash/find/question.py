"""What is asked: words to find, a day, or a space for so many minutes."""

import re
from datetime import date, time, timedelta
from functools import lru_cache
from typing import NamedTuple, get_args

from rapidfuzz import process
from rapidfuzz.distance import OSA

from opsdash.find.clocktime import clock_of
from opsdash.find.fold import words_of
from opsdash.find.lexicon import Piece, pieces
from opsdash.parts import SpaceKind

MOST_WORDS = 24
"""Words of a query that are looked at; nobody types more."""

DEFAULT_MINUTES = 60
"""For how long somebody wants a space who does not say so."""


class Question(NamedTuple):
    """A query, read.

    Attributes:
        asked: what must be found, word by word.
        day: the venue day asked about. without_day: `asked` with the day taken for words.
        minutes: for how long a space is wanted, 0 when none is. spaces: of which kinds.
        only: what else the space must hold ("hall", "3").
        apart: whether it says from where or to where.
        hours: the clock time asked about, see `opsdash.find.clocktime`; () for none.
    """

    asked: tuple[Piece, ...]
    day: date | None = None
    without_day: tuple[Piece, ...] = ()
    minutes: int = 0
    spaces: tuple[SpaceKind, ...] = ()
    only: tuple[Piece, ...] = ()
    hours: tuple[time, ...] = ()
    apart: bool = False


_BOOTHS: tuple[SpaceKind, ...] = ("tv booth", "radio booth")
_STANDUPS: tuple[SpaceKind, ...] = ("indoor stand-up", "outdoor stand-up")
_KINDS: dict[str, tuple[SpaceKind, ...]] = {
    "tv booth": ("tv booth",), "radio booth": ("radio booth",), "editing booth": _BOOTHS, "edit booth": _BOOTHS,
    "booth": _BOOTHS, "tv studio": ("tv studio",), "studio": ("tv studio",),
    "indoor stand up": ("indoor stand-up",), "outdoor stand up": ("outdoor stand-up",), "stand up": _STANDUPS,
    "standup": _STANDUPS, "indoor standup": ("indoor stand-up",), "outdoor standup": ("outdoor stand-up",),
    "live area": ("live area",), "live position": ("live area",), "van bay": ("van bay",), "bay": ("van bay",),
    "briefing room": ("briefing room",), "interview room": ("briefing room",), "room": ("briefing room",),
    "space": get_args(SpaceKind), "position": get_args(SpaceKind), "place": get_args(SpaceKind),
}  # fmt: skip
"""Kinds of space as people call them; in the plural too."""

_FREE = frozenset(("free", "available", "vacant", "empty", "spare", "unoccupied", "unused"))
_NUMBERS = {"an": 1, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_LENGTH = re.compile(
    r"\b(?:(?P<half>(?:half an|a half) hour)|(?P<quarter>(?:a )?quarter (?:of an|an) hour)"
    r"|(?P<many>\d{1,2}|an|a|one|two|three|four) ?(?:hours?|hrs?|h)"
    r"(?P<and> and a half| ?(?P<more>\d{1,2}) ?(?:min(?:ute)?s?|m)?\b)?"
    r"|(?P<minutes>\d{1,3}) ?min(?:ute)?s?)\b"
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_APART = frozenset(("from", "to"))
_PARTS = frozenset(("morning", "afternoon", "evening", "night", "noon"))
_OFFSETS = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}


@lru_cache(maxsize=256)
def question_of(text: str, today: date) -> Question:
    """What `text` asks, on the venue day `today`. Any text is a question; an empty one asks nothing."""
    clock = clock_of(text[:400])
    words = words_of(clock.rest)[:MOST_WORDS]
    minutes, rest = _length(words)
    minutes = minutes or clock.minutes
    free = any(word in _FREE for word in rest)
    day, undated = _day(rest, today)
    kinds, others = _space_kinds(tuple(word for word in undated if word not in _FREE))
    numbered = clock.hours and kinds and all(word.isdigit() for word in others)
    if not (minutes or free or numbered) or not (kinds or not _named(others)):
        day, left = _day(words, today)
        asked = _named(left) or (
            () if day or clock.hours else pieces(words)[-1:]
        )  # what names nothing may be the beginning of a word
        return Question(asked, day, _named(words), hours=clock.hours, apart=not _APART.isdisjoint(words))
    return Question(
        _named(tuple(word for word in undated if word not in _FREE)),
        day if day != today else None,
        minutes=minutes or DEFAULT_MINUTES,
        spaces=kinds or get_args(SpaceKind),
        only=_named(others),
        hours=clock.hours,
    )


def _named(words: tuple[str, ...]) -> tuple[Piece, ...]:
    """The pieces that name something."""
    return tuple(piece for piece in pieces(words) if not piece.idle)


def _length(words: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """The minutes that the words hold, 0 for none, and the other words."""
    text = " ".join(words)
    found = _LENGTH.search(text)
    if found is None:
        return 0, words
    rest = tuple((text[: found.start()] + " " + text[found.end() :]).split())
    if found["half"] or found["quarter"]:
        return (30 if found["half"] else 15), rest
    if found["minutes"]:
        return int(found["minutes"]), rest
    hours = _NUMBERS.get(found["many"]) or int(found["many"])
    more = int(found["more"] or 0) if found["more"] else 30 if found["and"] else 0
    return hours * 60 + more, rest


def _space_kinds(words: tuple[str, ...]) -> tuple[tuple[SpaceKind, ...], tuple[str, ...]]:
    """The kinds of space that the words name, and the other words."""
    found: dict[SpaceKind, None] = {}
    rest: list[str] = []
    at = 0
    while at < len(words):
        for size in (3, 2, 1):
            phrase = " ".join(words[at : at + size])
            kinds = _KINDS.get(phrase) or _KINDS.get(phrase.removesuffix("s"))
            if kinds and at + size <= len(words):
                found.update(dict.fromkeys(kinds))
                at += size
                break
        else:
            rest.append(words[at])
            at += 1
    return tuple(found), tuple(rest)


def _day(words: tuple[str, ...], today: date) -> tuple[date | None, tuple[str, ...]]:
    """The venue day that the words name, and the other words; the part of the day goes with it."""
    for at in range(len(words)):
        named, used = _named_day(words[at : at + 2], today), 1
        if named is None:
            named, used = _dated(words[at : at + 2], today), 2
        if named is not None:
            rest = (*words[:at], *words[at + used :])
            return named, tuple(other for other in rest if other not in _PARTS)
    return None, words


def _named_day(words: tuple[str, ...], today: date) -> date | None:
    """today, tomorrow, or the weekday to come, today included."""
    word = words[0]
    if word in _OFFSETS:
        return _shifted(today, _OFFSETS[word])
    for number, name in enumerate(_DAYS):
        if word in (name, name[:3]):
            return _shifted(today, (number - today.weekday()) % 7)
    meant = _beginning(word) or _misspelt(word)
    return _named_day((meant,), today) if meant else None


def _beginning(word: str) -> str:
    """The day that a word is the beginning of, as one types it; "" for none."""
    if len(word) < 4 and word not in ("tod", "tom", "ton"):
        return ""
    return next((name for name in (*_OFFSETS, *_DAYS) if name.startswith(word) and name != word), "")


def _misspelt(word: str) -> str:
    """The day that a longer word is a mistake or two away from, "" for none and where it may be either of two."""
    if len(word) < 6:
        return ""
    names = ("tomorrow", "yesterday", *_DAYS)
    near = process.extract(word, names, scorer=OSA.distance, score_cutoff=2 if len(word) > 7 else 1, limit=2)
    if not near or (len(near) > 1 and near[0][1] == near[1][1]) or near[0][1] == 0:
        return ""
    return near[0][0]


def _shifted(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _dated(words: tuple[str, ...], today: date) -> date | None:
    """ "26 June", "June 26": the one of this year."""
    if len(words) < 2:
        return None
    number, name = words if words[0].isdigit() else (words[1], words[0])
    month = next((n for n, known in enumerate(_MONTHS, 1) if name in (known, known[:3])), 0)
    if not month or not number.isdecimal() or not number.isascii() or len(number) > 2:
        return None
    try:
        return date(today.year, month, int(number))
    except ValueError:
        return None
