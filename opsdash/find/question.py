"""What is asked: words to find, a day, or a space for so many minutes."""

import re
from datetime import date, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple, get_args

from rapidfuzz import process
from rapidfuzz.distance import OSA

from opsdash.find.clocktime import Bound, clock_of
from opsdash.find.fold import words_of
from opsdash.find.lexicon import ON, Piece, pieces
from opsdash.find.stretch import ASKED_PARTS, Part, Stretch
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
        apart: whether it says from where or to where. who: whether it asks for somebody.
        hours: the clock time asked about, see `opsdash.find.clocktime`; () for none. bound: how it bounds what is
            asked. part: of the day. ahead: minutes from now, less than 0 for those ago; 0 where none are told.
        span: minutes from the clock time asked about until a second one, 0 where none is named.
        stretch: the time that is meant by all this, once it is known when it is asked, see `opsdash.find.stretch`.
    """

    asked: tuple[Piece, ...]
    day: date | None = None
    without_day: tuple[Piece, ...] = ()
    minutes: int = 0
    spaces: tuple[SpaceKind, ...] = ()
    only: tuple[Piece, ...] = ()
    hours: tuple[time, ...] = ()
    apart: bool = False
    bound: Bound = "at"
    part: Part | None = None
    ahead: int = 0
    span: int = 0
    stretch: Stretch | None = None
    who: bool = False

    @property
    def words(self) -> frozenset[str]:
        """All words of what is asked."""
        return frozenset(word for piece in self.asked for word in piece.words)

    def besides(self, words: frozenset[str]) -> tuple[Piece, ...]:
        """What is asked that is not all of `words`."""
        return tuple(piece for piece in self.asked if not words.issuperset(piece.words))


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
_WHO = frozenset(("who", "whom", "whos", "names"))
_NUMBERS = {
    "an": 1, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "ninety": 90,
}  # fmt: skip
_NUMBER = "|".join(_NUMBERS)
_LENGTH = re.compile(
    r"\b(?:(?P<half>(?:half an|a half) hour)|(?P<quarter>(?:a )?quarter (?:of an|an) hour)"
    rf"|(?P<many>\d{{1,2}}|{_NUMBER}) ?(?:hours?|hrs?|h)"
    r"(?P<and> and a half| ?(?P<more>\d{1,2}) ?(?:min(?:ute)?s?|m)?\b)?"
    rf"|(?P<minutes>\d{{1,3}}|{_NUMBER}) ?min(?:ute)?s?|(?P<day>(?:all|whole) day))\b"
)
_LATELY = re.compile(r"(?:\b(?:in|over|within|during|for) )?(?:\bthe )?\b(?:last|past) $")
"""What stands before a length of time that is over."""
_DAY_LENGTH = 10 * 60
"""Minutes of "all day", for who wants a space."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_APART = frozenset(("from", "to"))
_GOING = frozenset(("on", "happening", "happen", "happens"))
SINCE: Final = "since"
"""The word that asks from a time in the past until now."""
_ANYTHING = frozenset(("anything", "something"))
_ASKING = frozenset(words_of("a an any is are there i we can could have get need want please for"))
"""Words beside a kind of space and a time that change nothing of what is wanted."""
_OFFSETS = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}


@lru_cache(maxsize=256)
def question_of(text: str, today: date) -> Question:
    """What `text` asks, on the venue day `today`. Any text is a question; an empty one asks nothing."""
    clock = clock_of(text[:400])
    ahead, words = _ahead(words_of(clock.rest)[:MOST_WORDS])
    words = (SINCE, *words) if clock.bound == SINCE else words
    minutes, rest = _length(words)
    minutes = minutes or clock.minutes
    free = any(word in _FREE for word in rest)
    day, part, undated = _day(rest, today)
    kinds, others = _space_kinds(tuple(word for word in undated if word not in _FREE))
    back = SINCE in words and not clock.minutes and bool(clock.hours or ahead or day or part)
    bound = SINCE if back else "at" if clock.bound == SINCE else clock.bound
    who = not _WHO.isdisjoint(words)
    timed = Question((), None, hours=clock.hours, bound=bound, part=part, ahead=ahead, span=clock.minutes, who=who)
    wanted = minutes or free or _wanted(kinds, others, timed, day not in (None, today))
    if not wanted or not (kinds or (minutes != _DAY_LENGTH and not _named(others))):
        return _words(words, timed, today)
    return timed._replace(
        asked=_named(tuple(word for word in undated if word not in _FREE)),
        day=day if day != today else None,
        minutes=minutes or DEFAULT_MINUTES,
        spaces=kinds or get_args(SpaceKind),
        only=_named(others),
    )


def _wanted(kinds: tuple[SpaceKind, ...], others: tuple[str, ...], timed: Question, later: bool) -> bool:
    """Whether a kind of space and a time without another word ask for a free one."""
    if timed.bound == SINCE:
        return False
    if timed.hours or timed.ahead:
        return bool(kinds) and all(word.isdigit() for word in others)
    named = bool(kinds) and kinds != get_args(SpaceKind)
    return named and bool(timed.part or later) and _ASKING.issuperset(others)


def _words(words: tuple[str, ...], timed: Question, today: date) -> Question:
    """The question for words to find; what names nothing may be the beginning of a word."""
    day, _, left = _day(words, today)
    dated = bool(day or timed.hours or timed.ahead or timed.part)
    asked = _named(left)
    if all(piece.words[0] in _ANYTHING for piece in asked):
        moment = not (day or timed.part) and timed.bound == "at"
        asked = _unnamed(frozenset(left), moment) or asked or (() if dated else pieces(words)[-1:])
    return timed._replace(asked=asked, day=day, without_day=_named(words), apart=not _APART.isdisjoint(words))


def _unnamed(words: frozenset[str], moment: bool) -> tuple[Piece, ...]:
    """What is asked by words that name nothing, "what's on now": what is on, or the programme of a longer time; what
    is open."""
    if {"get", "in"} <= words:
        return (Piece(("open",)),)
    asked = not words.isdisjoint(_GOING) and not words.isdisjoint((*_ANYTHING, "what", "now", "currently"))
    return (Piece(("live" if moment else ON,)),) if asked else ()


def _named(words: tuple[str, ...]) -> tuple[Piece, ...]:
    """The pieces that name something."""
    return tuple(piece for piece in pieces(words) if not piece.idle)


def _ahead(words: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """The minutes from now that the words name, "in one hour", "2 hours ago"; 0 for none; and the other words,
    with `SINCE` for "in the last ..."."""
    text = re.sub(r"\b(last|past) (hour|minute)\b", r"\1 one \2", " ".join(words))
    for found in _LENGTH.finditer(text):
        before, behind = text[: found.start()].split(), text[found.end() :].split()
        if found["day"]:
            continue
        if lead := _LATELY.search(text[: found.start()]):
            return -_minutes(found), (*text[: lead.start()].split(), SINCE, *behind)
        if before[-1:] == ["in"]:
            return _minutes(found), (*before[:-1], *(behind[1:] if behind[:1] == ["time"] else behind))
        if behind[:2] == ["from", "now"]:
            return _minutes(found), (*before, *behind[2:])
        if behind[:1] == ["ago"]:
            return -_minutes(found), (*before, *behind[1:])
    return 0, words


def _length(words: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """The minutes that the words hold, 0 for none, and the other words."""
    text = " ".join(words)
    found = _LENGTH.search(text)
    if found is None:
        return 0, words
    return _minutes(found), tuple((text[: found.start()] + " " + text[found.end() :]).split())


def _minutes(found: re.Match[str]) -> int:
    if found["half"] or found["quarter"]:
        return 30 if found["half"] else 15
    if found["day"]:
        return _DAY_LENGTH
    if found["minutes"]:
        return _NUMBERS.get(found["minutes"]) or int(found["minutes"])
    hours = _NUMBERS.get(found["many"]) or int(found["many"])
    more = int(found["more"] or 0) if found["more"] else 30 if found["and"] else 0
    return hours * 60 + more


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


def _day(words: tuple[str, ...], today: date) -> tuple[date | None, Part | None, tuple[str, ...]]:
    """The venue day that the words name, the part of it, and the other words."""
    for at in range(len(words)):
        named, used = _around(words[at : at + 3], today), 3
        if named is None:
            named, used = _named_day(words[at], today, back=SINCE in words[:at]), 1
        if named is None:
            named, used = _dated(words[at : at + 2], today), 2
        if named is not None:
            rest = (*words[:at], *words[at + used :])
            part = next((part for part in ASKED_PARTS if part in rest), None)
            tonight = used == 1 and "tonight" in (words[at], _beginning(words[at]))
            return named, part or ("night" if tonight else None), tuple(one for one in rest if one not in ASKED_PARTS)
    for at, part in ((words.index(part), part) for part in ASKED_PARTS if part in words):
        for lead in (("this",), ("in", "the")):
            if words[max(at - len(lead), 0) : at] == lead:
                return (today if lead == ("this",) else None), part, (*words[: at - len(lead)], *words[at + 1 :])
    if "later" in words and not {"later than", "to later"} & {f"{one} {other}" for one, other in pairwise(words)}:
        return None, "later", tuple(word for word in words if word != "later")
    return None, None, words


def _around(words: tuple[str, ...], today: date) -> date | None:
    """The day after tomorrow, and the one before yesterday."""
    days = {"day after tomorrow": 2, "day before yesterday": -2}.get(" ".join(words))
    return _shifted(today, days) if days else None


def _named_day(word: str, today: date, back: bool = False) -> date | None:
    """today, tomorrow, or the weekday to come, today included; the last one when asked `back`."""
    if word in _OFFSETS:
        return _shifted(today, _OFFSETS[word])
    for number, name in enumerate(_DAYS):
        if word in (name, name[:3]):
            return _shifted(today, -((today.weekday() - number) % 7) if back else (number - today.weekday()) % 7)
    meant = _beginning(word) or _misspelt(word)
    return _named_day(meant, today, back) if meant else None


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
