"""Words that mean the same, and words that carry no meaning in a question. Tables, and the way to read them.

A *sense* is a set of phrases that stand for each other ("PM", "prime minister"). Where a text or a query holds
one, it holds the sense: a token of its own, `~` and the first phrase. The longest phrase wins, so that
"Papua New Guinea" is not Guinea.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from opsdash.find.clocktime import SPELT
from opsdash.find.countries import TABLE as COUNTRIES
from opsdash.find.fold import words_of

SENSES = """
prime minister, PM, premier, head of government
foreign minister, FM, minister for foreign affairs, minister of foreign affairs, foreign secretary
defence minister, defense minister, DefMin, minister of defence, minister for defence, minister of defense
finance minister, FinMin, minister of finance, minister for finance
secretary general, SecGen, sec gen, SG
president, pres
chancellor, federal chancellor
press conference, PC, PCs, presser, press conf, pressconf, news conference
photo opportunity, photo op, photo call, photocall, photo ops
joint statement, press statement
accreditation, accredit, accredited, badge, pass, passes, accred
media centre, media center, IMC, press centre, press center
information desk, info desk, infodesk, helpdesk, help desk
stand-up, stand-ups, standup, stand-up position
van, vans, OB van, OB vans, SNG, OB truck, truck
wifi, wi-fi, wireless, internet, wlan
booth
pool
catering, food, lunch, dinner, breakfast, meal, canteen, restaurant, eat, eating
shuttle, bus, buses
deadline
apply, applying, application
photographer
phone, telephone, phone number
e-mail, email, mail
"""
"""One sense a line. Spelling, short forms and what people at a desk say instead; plurals by an s go without saying."""

PLURAL = 4
"""Letters of a word that may take an s: "pass" is not the plural of anything."""

OFFICES = frozenset(
    ("~prime minister", "~foreign minister", "~defence minister", "~finance minister", "~president", "~chancellor")
)
"""Senses that belong to a country when they stand beside one: the Belgian Prime Minister is no other."""

_IDLE = """
a an the of for to in on at by with and or is are was were be been am do does did can could may will would has have
had i we you they he she it me my our their his her its this that these those there here where what when which who
whom whose how why please still now currently right going get gets go find show tell say need needs want wants
looking some any if so not yet wheres whats whos whens hows from about into out up until till take takes place happen
happening happens held being much many long soon meet meets since
"""
IDLE = frozenset(words_of(_IDLE))
"""Words of a question that name nothing; they count only where a query holds nothing else."""


YIELDING = frozenset(
    words_of("""
all night day morning afternoon evening noon midnight round clock last first next open opens opened opening close
closes closed closing move moved moving moves change changed changes late later delay delayed cancelled cancel free
available far distance walk walking time times hour hours minute minutes start starts started end ends finish again
already ever never anyone anybody anything somebody someone something actually really running run runs leave leaves
leaving working today tonight tomorrow too also only other speak speaks speaking between
""")
)
"""Words of a question that are given up where nothing holds them all: what is asked about stands beside them."""


LETTERED = frozenset(
    words_of(
        "room gate hall studio booth zone block building area bay level wing position point entrance stand terminal"
    )
)
"""Words that a letter beside them belongs to: the A of "Gate A" is no article."""

ON = "~on"
"""What stands for the words of "what is on tomorrow", which name nothing; no text holds it."""


class Lexicon(NamedTuple):
    """The tables, read.

    Attributes:
        phrases: by first word the phrases with their sense, longest first.
        single: sense by one-word phrase. exact: senses that are matched as they are or not at all (countries).
    """

    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    single: dict[str, str]
    exact: frozenset[str]


def _read() -> Lexicon:
    """The tables; "half six" is one, half past it for some and half an hour before for others: no time to reckon by."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    exact = set()
    for table, is_exact in ((SENSES, False), (COUNTRIES, True)):
        for line in table.strip().splitlines():
            phrases = [words_of(phrase) for part in line.split("|") for phrase in part.split(",")]
            sense = "~" + " ".join(phrases[0])
            if is_exact:
                exact.add(sense)
            plurals = [] if is_exact else [(*p[:-1], f"{p[-1]}s") for p in phrases if len(p[-1]) >= PLURAL]
            for phrase in (*phrases, *plurals):
                found.setdefault(phrase[0], []).append((phrase, sense))
    found["half"] = [(("half", hour), f"~half {hour}") for hour in (*SPELT, *map(str, range(1, 13)))]
    ordered = {first: tuple(sorted(some, key=lambda one: -len(one[0]))) for first, some in found.items()}
    single = {phrase[0]: sense for some in ordered.values() for phrase, sense in some if len(phrase) == 1}
    return Lexicon(ordered, single, frozenset(exact))


LEXICON = _read()


class Piece(NamedTuple):
    """A stretch of a text: its words, and the sense they have together, "" for none."""

    words: tuple[str, ...]
    sense: str = ""

    @property
    def idle(self) -> bool:
        """Whether it names nothing."""
        return not self.sense and self.words[0] in IDLE

    def alike(self, other: "Piece") -> bool:
        """Whether both mean the same."""
        return self.words == other.words or (self.sense != "" and self.sense == other.sense)


def yielding(asked: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A query without the words that may be given up; empty where nothing else is asked, or none is given up."""
    left = tuple(piece for piece in asked if piece.sense or piece.words[0] not in YIELDING)
    return left if len(left) < len(asked) else ()


def lone(word: str) -> bool:
    """Whether a word is a letter or a number: a name's part, and no beginning of one."""
    return len(word) == 1 or word.isdigit()


def numbered(found: Sequence[Piece]) -> Iterator[str]:
    """The terms for each letter or number with what it stands behind: the 2 of "Room 2"."""
    for one, other in pairwise(found):
        if lone(other.words[-1]) and not (one.idle or other.idle or lone(one.words[-1])):
            yield f"{one.sense or '~' + one.words[-1]} {other.words[-1]}"


def is_numbered(term: str) -> bool:
    """Whether a term is one of `numbered`."""
    head, _, last = term.rpartition(" ")
    return head != "" and lone(last)


_NONE: tuple[tuple[str, ...], str] = ((), "")


def pieces(words: tuple[str, ...]) -> tuple[Piece, ...]:
    """`words` in order, those that have a sense together in one piece; the longest phrase wins."""
    found, at = [], 0
    while at < len(words):
        if words[at] == "a" and at and words[at - 1] in LETTERED:
            found.append(Piece(("a",), "~a"))
            at += 1
            continue
        known = LEXICON.phrases.get(words[at], ())  # of most words there is none
        phrase, sense = next(((p, s) for p, s in known if words[at : at + len(p)] == p), _NONE) if known else _NONE
        found.append(Piece(phrase or (words[at],), sense))
        at += len(phrase) or 1
    return tuple(found)


def offices(found: tuple[Piece, ...], between: frozenset[str] = frozenset(("of", "the"))) -> Iterator[tuple[int, int]]:
    """The places of two pieces that are an office and its country, whichever comes first.

    "Prime Minister of Norway", "Norwegian Prime Minister". Only the words `between` may stand between the
    office and a country after it, and nothing after a country: "of Norway and the President of Finland".
    """
    last = -1
    for at, piece in enumerate(found):
        if piece.sense:
            if last >= 0 and _belongs(found[last].sense, piece.sense):
                yield last, at
                last = -1
                continue
            last = at
        elif piece.words[0] not in between or (last >= 0 and found[last].sense in LEXICON.exact):
            last = -1


def _belongs(one: str, other: str) -> bool:
    return (one in OFFICES and other in LEXICON.exact) or (one in LEXICON.exact and other in OFFICES)


def terms_of(text: str) -> tuple[str, ...]:
    """What a text is found by: its words that name something, its senses, its offices with their country."""
    words = words_of(text)
    if LEXICON.phrases.keys().isdisjoint(words) and not any(map(lone, words)):  # most texts hold no sense at all
        return tuple(dict.fromkeys(word for word in words if word not in IDLE))
    found = pieces(words)
    terms = dict.fromkeys(word for piece in found if not piece.idle for word in piece.words)
    terms.update(dict.fromkeys(piece.sense for piece in found if piece.sense))
    if len(found) > 1:
        terms.update(dict.fromkeys(office_term(found[one], found[other]) for one, other in offices(found)))
        terms.update(dict.fromkeys(numbered(found)))
    return tuple(terms)


def in_passing(text: str) -> tuple[str, ...]:
    """What a text is found by that is no name: words that only ask are no answer there ("at set times")."""
    return tuple(term for term in terms_of(text) if term not in YIELDING)


def in_a_remark(text: str) -> tuple[str, ...]:
    """What a remark is found by: as written, for a bus it speaks of is not our shuttle; whose country or office it
    speaks of all the same."""
    return tuple(term for term in in_passing(text) if term[0] != "~" or _is_someone(term))


def _is_someone(term: str) -> bool:
    return term in OFFICES or term in LEXICON.exact or term.count("~") > 1


def office_term(one: Piece, other: Piece) -> str:
    """The term for an office and its country."""
    return "".join(sorted((one.sense, other.sense), key=lambda sense: sense in LEXICON.exact))
