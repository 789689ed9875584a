"""What is only text: deadlines, contacts, notices, news and the info desk's answers."""

from datetime import timedelta
from typing import Any

from opsdash.demo.cast import CHAIR, SECRETARY, SOURCE, SPOKESPERSON
from opsdash.demo.story import Frame, Step, Story
from opsdash.model import Answer, Contact, Deadline, NewsItem, Notice, record_id
from opsdash.parts import Severity

DESKS = (
    ("accreditation", "Accreditation desk", "badges, late applications", "11", "Gate A"),
    ("information-desk", "Information Desk", "everything a journalist asks; pool cards", "12", "Media Centre hall"),
    ("media-operations", "Media operations, duty officer", "rooms, programme, access", "13", "Media Centre office 3"),
    ("pool-desk", "Pool desk", "pool seats, escorts, pooled material", "14", "beside the Information Desk"),
    ("broadcast-services", "Broadcast services", "booths, stand-ups, vans, Host TV", "15", "Booth Street"),
    ("transport", "Transport desk", "shuttle, motorcades, road closures", "16", "Gate A"),
    ("technical-support", "Technical support", "network, power, interpretation", "17", "Media Centre office 5"),
    ("lost-property", "Lost property", "found badges and bags", "18", "Information Desk"),
)
CARDS = (
    ("where-to-accredit", "Where do I get my badge?",
     "At the Accreditation Office at Gate A, with a passport and the confirmation; it is the only way in.",
     ("badge", "pass", "accreditation", "entrance"), "accreditation"),
    ("pool-card", "How do I get a pool card?",
     "Pool cards are handed out at the Information Desk to those named by their agency; one pool for each person.",
     ("pool", "card", "photographers"), "pool-desk"),
    ("bilateral", "When is our bilateral meeting?",
     "Bilateral meetings are not part of the official programme; please ask the delegations.",
     ("bilateral", "delegation", "meeting"), ""),
    ("booth", "Can I have a booth for an hour?",
     "Free booths are given on the spot for up to an hour at Broadcast services in Booth Street.",
     ("booth", "editing", "edit"), "broadcast-services"),
    ("host-tv", "Where do I get the pictures?",
     "Host TV is on every floor socket as HD-SDI 1080i50 and on the network; clean sound is on the audio splitters.",
     ("host", "tv", "feed", "signal", "hd-sdi"), "broadcast-services"),
    ("vans", "Can I move my van?",
     "No: once parked, a vehicle stays until the end of the summit.", ("van", "truck", "ob", "sng"),
     "broadcast-services"),
    ("wifi", "What is the network?",
     "The network's name and password are on the back of the badge; live transmission needs a booked line.",
     ("wifi", "wireless", "internet", "password"), "technical-support"),
    ("shuttle", "When does the shuttle leave?",
     "Every 20 minutes from Gate A, at least until 90 minutes after the last press conference.",
     ("bus", "hotel", "transport"), "transport"),
    ("food", "Where can I eat?",
     "Hot meals are served at set times on level 0; coffee and water are there at all times.",
     ("meal", "lunch", "dinner", "coffee", "catering"), "information-desk"),
)  # fmt: skip
NOTICES: tuple[tuple[float, float, Severity, str], ...] = (
    (-95, 60, "info", "The audio splitters in Press Room 4 have been replaced; channel 2 is English."),
    (1.1, 45, "warning", "Lift B is out of order; use lift A or the stairs by Booth Street."),
    (8.4, 90, "info", "Pool cards for the signing ceremony are ready at the Information Desk."),
    (26.5, 66, "warning", "Wind: outdoor stand-up 5 is closed and canopies on the terrace must be secured."),
    (38, 58, "warning", "Shuttle halted: road closed for a motorcade, about 20 minutes."),
    (71, 240, "info", "Arrivals for the working dinner are not covered: the programme is downsized."),
    (118, 200, "info", "Texts of the summit declaration will be at the Information Desk under embargo."),
    (190, 300, "info", "Host TV: test signal on channel 3 until the closing press conference."),
    (265, 420, "info", "Lost: a camera battery case, grey, near Press Room 1."),
)
"""Minutes from and until, after the start; severity; text."""

HEADLINES: tuple[tuple[float, str], ...] = (
    (-230, f"Arrival statement by the {SECRETARY}"),
    (-150, f"The {CHAIR} welcomes the delegations"),
    (-48, "Conclusions of working session 1"),
    (-15, "Joint statement after working session 1"),
    (2.8, "Photographs of the official welcome"),
    (13.5, "Written statement replaces a press conference"),
    (32, f"Remarks by the {SPOKESPERSON} on the agenda of working session 2"),
    (58, "Family photo: high resolution and list of names"),
    (92, "Fact sheet: what the declaration says"),
    (128, "Transcript of the technical briefing will not be published"),
    (183, "Summit declaration signed: full text"),
    (245, "Joint statement on working session 2: full text"),
    (400, "Closing press conference: transcript"),
)


def texts(frame: Frame) -> list[Story]:
    """Their stories."""
    return [*_deadlines(frame), *_contacts(), *_notices(frame), *_news(frame), *_answers()]


def _deadlines(frame: Frame) -> list[Story]:
    evening = frame.clock(-1, 24) - timedelta(minutes=1)
    meals, earlier = frame.at(135), frame.at(120)
    sooner = Step(frame.since(16.2), {"at": earlier, "wording": frame.shown(earlier)})
    return [
        _deadline("accreditation", "Applications for accreditation", "accreditation", at=frame.clock(-14, 18),
                  wording="18:00", after="Late applications will not be considered."),
        _deadline("bulky-equipment", "Lists of bulky equipment", "broadcast-services", at=evening,
                  wording=f"{evening.astimezone(frame.zone):%Hh%M %Z}",
                  after="Vehicles not on the list are turned away."),
        _deadline("hot-meals", "Hot-meal tickets", "information-desk", sooner, at=meals,
                  wording=frame.shown(meals), after="No tickets are given out."),
        _deadline("pool-tomorrow", "Names for tomorrow's pool", "pool-desk", at=frame.at(200), zone="Europe/London",
                  after="Seats go to the reserve list."),
        _deadline("booth-extension", "Extending a booth for tomorrow", "broadcast-services", at=frame.at(330),
                  after="The booth is offered to others."),
        _deadline("invoices", "Questions about invoices", "broadcast-services",
                  day=frame.day + timedelta(days=12), wording="at midnight", after="Invoices count as accepted."),
    ]  # fmt: skip


def _deadline(key: str, title: str, contact: str, *steps: Step, **fields: Any) -> Story:
    return Story(Deadline(id=record_id("deadline", SOURCE, key), title=title, contact=contact, **fields), steps)


def _contacts() -> list[Story]:
    return [
        Story(
            Contact(
                id=record_id("contact", SOURCE, key),
                name=name,
                about=about,
                email=f"{key}@demo-summit.example",
                phone=f"+00 000 00 {number}",
                place=place,
            )
        )
        for key, name, about, number, place in DESKS
    ]


def _notices(frame: Frame) -> list[Story]:
    stories = []
    for number, (since, until, severity, text) in enumerate(NOTICES, start=1):
        start = frame.since(since)
        record = Notice(
            id=record_id("notice", SOURCE, f"notice-{number}"),
            text=text,
            severity=severity,
            start=start,
            until=frame.since(until),
        )
        stories.append(Story(record, appears=start))
    return stories


def _news(frame: Frame) -> list[Story]:
    stories = []
    for number, (since, title) in enumerate(HEADLINES, start=1):
        at = frame.since(since)
        url = f"https://newsroom.demo-summit.example/{number}"
        record = NewsItem(id=record_id("news", SOURCE, f"news-{number}"), title=title, url=url, published=at)
        stories.append(Story(record, appears=at))
    return stories


def _answers() -> list[Story]:
    return [
        Story(
            Answer(
                id=record_id("answer", SOURCE, key), question=question, sentence=sentence, words=words, contact=contact
            )
        )
        for key, question, sentence, words, contact in CARDS
    ]
