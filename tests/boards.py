"""Hand-made boards: busy, empty, stale, in trouble. No record of them is a real person or outlet."""

from datetime import datetime, timedelta

import msgspec

from opsdash.board import tones
from opsdash.board.items import (
    FORMAT,
    AlertItem,
    Board,
    ChangeItem,
    EventItem,
    FacilityItem,
    NewsLine,
    NoticeItem,
    PanelFreshness,
    PoolItem,
    SeatCount,
    SourceItem,
    SpaceCount,
    SpaceItem,
    SpaceState,
)
from opsdash.parts import SpaceKind
from opsdash.timing import zone_of
from tests.support import ZONE, venue

NOW = venue("2025-06-25T14:32").astimezone(zone_of(ZONE))
PANELS = ("facilities", "programme", "spaces", "pools")


def at(clock: str, days: int = 0) -> datetime:
    """The venue time `clock`, `days` after the board's day."""
    day = NOW.date() + timedelta(days=days)
    return venue(f"{day}T{clock}").astimezone(zone_of(ZONE))


def empty(**fields: object) -> Board:
    """The board of a first start: nothing configured, nothing stored."""
    fresh = PanelFreshness(state="never", brief="no source")
    board = Board(
        format=FORMAT,
        event="test",
        name="Test Summit",
        place="",
        zone=ZONE,
        now=NOW,
        generation=0,
        written=None,
        trouble="",
        polling=False,
        worst=fresh,
        freshness={"facilities": fresh, "programme": fresh, "spaces": fresh, "pools": fresh},
        facilities=(),
        programme=(),
        spaces=(),
        counts=(),
        pools=(),
        deadlines=(),
        alerts=(),
        changes=(),
        sources=(),
    )
    return msgspec.structs.replace(board, **fields)


def facilities() -> tuple[FacilityItem, ...]:
    """Six facilities in different states."""
    return (
        FacilityItem(
            id="facility/config/accreditation", name="Accreditation Office", short="Accredit.", tone="soon",
            place="Gate 2", state="closing soon", until=at("15:00"), brief="until 15:00",
            sentence="Accreditation Office: open until 15:00, in 28 min.", wording="08:00-15:00", source="config",
        ),
        FacilityItem(
            id="facility/config/imc", name="International Media Centre", short="Media Centre", tone="good",
            place="Hall 1", state="open", until=at("02:00", 1), brief="until Thu 02:00",
            sentence="Media Centre: open until Thu 26 June 02:00, in 11 h 28 min.",
            wording="24h; until 2h00 a.m. on Thursday", source="config",
        ),
        FacilityItem(
            id="facility/config/desk", name="Information Desk", short="Info Desk", tone="good", state="open",
            until=at("20:00"), brief="until 20:00", sentence="Information Desk: open until 20:00.", source="config",
        ),
        FacilityItem(
            id="facility/config/catering", name="Catering", short="Catering", tone="unknown",
            state="open today, hours not published", brief="hours not published", wording="Open", source="config",
            sentence="Catering: open today, hours not published.",
        ),
        FacilityItem(
            id="facility/config/shuttle", name="Shuttle", short="Shuttle", tone="soon", state="opening soon",
            until=at("15:00"), brief="opens 15:00", sentence="Shuttle: opens 15:00, in 28 min.", source="config",
        ),
        FacilityItem(
            id="facility/config/vans", name="Van Compound", short="Vans", tone="quiet", state="closed",
            then=at("08:00", 5), brief="opens Mon 08:00", audience="broadcasters", source="config",
            sentence="Van Compound: closed, opens Mon 30 June 08:00.",
        ),
    )  # fmt: skip


def programme() -> tuple[EventItem, ...]:
    """A day of press events: over, under way, next, moved, delayed, off, vague, tomorrow."""
    day = NOW.date()

    def event(key: str, title: str, clock: str, **fields: object) -> EventItem:
        item = EventItem(
            id=f"event/api/{key}", title=title, day=day, start=at(clock), when=clock, source="api",
            type="press conference",
        )  # fmt: skip
        return msgspec.structs.replace(item, **fields)

    return (
        event("e1", "Doorstep statement", "09:00", type="doorstep", state="ended", phase="past", end=at("09:20"),
              speakers=("President of Finland",), room="East Entrance"),
        event("e2", "Press conference by the Prime Minister of Norway", "14:15", state="live", phase="now",
              tone="good", end=at("14:45"), room="Room A", speakers=("Prime Minister of Norway",), access="open",
              host_tv=True, streamed=True),
        event("e3", "Press conference by the Prime Minister of Belgium", "14:45", state="starts soon", phase="next",
              tone="soon", room="Room B", speakers=("Prime Minister of Belgium",), access="open", host_tv=True,
              scheduled=at("14:30"), moved="moved 14:30 to 14:45, Room A to Room B"),
        event("e4", "Joint statement on the Baltic Sea", "15:00", state="delayed", delay=20, phase="later", tone="warn",
              room="Room A", speakers=("Foreign Minister of Denmark", "Foreign Minister of Estonia"), access="pool",
              type="joint statement", start=at("15:20"), when="15:20", scheduled=at("15:00")),
        event("e5", "Photo opportunity", "15:30", state="cancelled", phase="off", tone="warn", room="Atrium",
              type="photo opportunity", delegations=("Portugal",)),
        event("e6", "Briefing by a senior official", "16:00", state="tentative", phase="later", tone="unknown",
              room="Briefing Room", type="briefing", access="invitation"),
        event("e7", "Press conference by the Secretary General", "17:00", phase="later", room="Room A",
              speakers=("Secretary General",), access="open", host_tv=True, streamed=True, tone="bad",
              clashes=("Room A is also taken by Joint statement on the Baltic Sea.",)),
        event("e8", "Huddle with the delegation of Türkiye", "18:00", phase="later", room="Lounge 3", exact=False,
              when="early evening", official=False, type="huddle", delegations=("Türkiye",)),
        event("e9", "Doorstep statement", "08:15", phase="later", day=day + timedelta(days=1), start=at("08:15", 1),
              speakers=("Prime Minister of Iceland",), room="East Entrance", type="doorstep"),
        event("e10", "Press conference by the Minister of Defence of Latvia", "10:00", phase="later",
              day=day + timedelta(days=1), start=at("10:00", 1), speakers=("Minister of Defence of Latvia",),
              room="Room C"),
    )  # fmt: skip


def spaces() -> tuple[SpaceItem, ...]:
    """Forty spaces of five kinds, as a busy afternoon leaves them."""
    kinds: tuple[tuple[SpaceKind, str, str, int], ...] = (
        ("tv booth", "TV", "Hall 1 North", 12),
        ("radio booth", "Radio", "Hall 1 South", 8),
        ("indoor stand-up", "Stand-up", "Balcony", 8),
        ("outdoor stand-up", "Roof", "Roof", 6),
        ("van bay", "Bay", "Compound", 6),
    )
    pattern: tuple[SpaceState, ...] = ("occupied", "occupied", "free", "reserved", "free", "occupied")
    odd: dict[str, SpaceState] = {
        "TV 4": "overdue", "Radio 2": "no-show", "Stand-up 5": "double-booked", "Roof 3": "out of service",
    }  # fmt: skip
    outlets = ("Nordlys Wire", "Fjord TV", "Radio Solstice", "The Meridian Post", "Canal Onze Test", "日本灯台放送")
    found = []
    for kind, prefix, zone, total in kinds:
        for number in range(1, total + 1):
            name = f"{prefix} {number}"
            state = odd.get(name, pattern[(number + len(prefix)) % len(pattern)])
            holder = "" if state in ("free", "out of service") else outlets[(number * 5 + len(prefix)) % len(outlets)]
            brief = {
                "free": "free until 16:00", "reserved": f"{holder} from 14:45", "out of service": "no power",
                "overdue": f"{holder}, 22 min over", "no-show": f"{holder}, due 14:00",
                "double-booked": f"{holder} and Aurora Radio",
            }.get(state, f"{holder} until 15:30")  # fmt: skip
            found.append(
                SpaceItem(
                    id=f"space/api/{name.lower().replace(' ', '-')}", name=name, type=kind, zone=zone, capacity=4,
                    state=state, tone=tones.SPACE[state], holder=holder, brief=brief, source="api",
                    reason="no power" if state == "out of service" else "",
                    until=at("14:45") if state == "reserved" else at("16:00"),
                    next_holder="Fjord TV" if state == "free" else "", next_start=at("16:00"),
                )
            )  # fmt: skip
    return tuple(found)


def counts_of(items: tuple[SpaceItem, ...]) -> tuple[SpaceCount, ...]:
    """The occupancy of each kind among `items`."""
    found = []
    for kind in dict.fromkeys(item.type for item in items):
        of_kind = [item for item in items if item.type == kind]
        free = sum(item.state == "free" for item in of_kind)
        out = sum(item.state == "out of service" for item in of_kind)
        alarm = sum(item.tone in ("warn", "bad") for item in of_kind)
        taken = len(of_kind) - free - out - alarm
        found.append(SpaceCount(type=kind, total=len(of_kind), free=free, taken=taken, attention=alarm, out=out))
    return tuple(found)


def pools() -> tuple[PoolItem, ...]:
    """Five pools: under way, short, complete, later, tomorrow."""
    return (
        PoolItem(
            id="pool/api/1", name="Pool 1", state="under way", tone="busy", muster_at=at("13:45"), present=6,
            expected=6, muster_place="Press gate", event_title="Press conference by the Prime Minister of Norway",
            material="due 16:00", source="api",
        ),
        PoolItem(
            id="pool/api/3", name="Pool 3", state="incomplete", tone="warn", muster_at=at("14:40"), present=3,
            expected=5, muster_place="Stairs, level 2", event_title="Joint statement on the Baltic Sea",
            missing=("photographer 1 (Nordlys Wire)", "camera 2 (Fjord TV)"), event="event/api/e4",
            there=("photographer 2 (Aurora Pictures)", "camera 1 (Canal Onze Test)", "reporter 1 (Radio Solstice)"),
            seats=(SeatCount(medium="photo", seats=3, filled=2, present=1),
                   SeatCount(medium="tv", seats=2, filled=2, present=1),
                   SeatCount(medium="radio", seats=1, filled=1, present=1)),
            reserves=("photographer 5 (The Meridian Post)",), no_card=("camera 2 (Fjord TV)",), event_start=at("15:20"),
            obligations="Material is shared with all at once.", source="api", escort="escort 4",
        ),
        PoolItem(
            id="pool/api/4", name="Pool 4", state="musters soon", tone="soon", muster_at=at("14:55"), present=4,
            expected=4, muster_place="Press gate", event_title="Photo opportunity", source="api",
        ),
        PoolItem(
            id="pool/api/5", name="Pool 5", state="later", muster_at=at("16:30"), present=0, expected=8,
            muster_place="Press gate", event_title="Press conference by the Secretary General", source="api",
        ),
        PoolItem(
            id="pool/api/6", name="Pool 6", state="later", muster_at=at("07:40", 1), present=0, expected=4,
            muster_place="East Entrance", event_title="Doorstep statement", source="api",
        ),
        PoolItem(
            id="pool/api/0", name="Pool 0", state="done", muster_at=at("08:30"), present=4, expected=4,
            muster_place="Press gate", material="shared 10:02", source="api",
        ),
    )  # fmt: skip


def alerts() -> tuple[AlertItem, ...]:
    """Four alerts, one of them acknowledged."""
    return (
        AlertItem(
            id="double-booked:space/api/stand-up-5", rule="double-booked", subject="space/api/stand-up-5",
            title="Stand-up 5", severity="critical", tone="bad", since=at("14:30"),
            sentence="Stand-up 5 is promised to two outlets from 14:30.", action="offer Stand-up 3 to one of them",
        ),
        AlertItem(
            id="pool-incomplete:pool/api/3", rule="pool-incomplete", subject="pool/api/3", title="Pool 3",
            severity="warning", tone="warn", since=at("14:10"),
            sentence="Pool 3 meets at 14:40 and 2 of 5 are missing.", action="call photographer 1 and camera 2",
        ),
        AlertItem(
            id="overdue:space/api/tv-4", rule="overdue", subject="space/api/tv-4", title="TV 4", severity="warning",
            tone="warn", since=at("14:15"), sentence="TV 4 is still taken 22 min after its booking ended.",
            action="ask them to leave",
        ),
        AlertItem(
            id="no-show:space/api/radio-2", rule="no-show", subject="space/api/radio-2", title="Radio 2",
            severity="info", tone="quiet", since=at("14:15"), sentence="Nobody came to Radio 2.",
            state="acknowledged", acknowledged_by="duty officer",
        ),
    )  # fmt: skip


def changes() -> tuple[ChangeItem, ...]:
    """Three recent changes."""
    return (
        ChangeItem(id="event/api/e3", kind="event", title="Press conference by the Prime Minister of Belgium",
                   seen=at("14:21"), sentence="moved 14:30 to 14:45, Room A to Room B", affects=("Pool 4",)),
        ChangeItem(id="event/api/e5", kind="event", title="Photo opportunity", seen=at("14:05"), tone="bad",
                   sentence="cancelled", affects=("Pool 4",)),
        ChangeItem(id="space/api/roof-3", kind="space", title="Roof 3", seen=at("13:40"), sentence="out of service"),
    )  # fmt: skip


def sources(stale: bool = False) -> tuple[SourceItem, ...]:
    """Two sources; with `stale`, the first has not answered for twelve minutes."""
    api = SourceItem(
        id="api", name="api", kind="opsdash", state="fresh", tone="good", every=10, age=8, count=139, brief="fresh",
        succeeded=NOW - timedelta(seconds=8), next=NOW + timedelta(seconds=2), problems=1,
        latencies=(0.04, 0.06, 0.05, 0.3, 1.2, 0.6, 0.08, 0.05, 0.04, 0.05),
    )  # fmt: skip
    if stale:
        why = "connection refused"
        api = msgspec.structs.replace(
            api, state="stale", tone="warn", age=720, error=why, brief=f"stale 12 min: {why}", succeeded=at("14:20")
        )
    calendar = SourceItem(
        id="calendar", name="calendar", kind="ical", state="fresh", tone="good", every=60, age=35, count=12,
        brief="fresh",
    )  # fmt: skip
    return (api, calendar)


def news() -> tuple[NewsLine, ...]:
    """Headlines of two newsrooms, one without a time."""
    return (
        NewsLine(id="news/host/3", title="Programme of the second day published", published=at("14:20"), source="host"),
        NewsLine(id="news/host/2", title="Arrivals: where cameras may stand", published=at("11:05"), source="host"),
        NewsLine(id="news/union/7", title="Remarks by the President on arrival", published=at("18:40", -1),
                 source="union", url="https://newsroom.example/7"),
        NewsLine(id="news/union/1", title="Accreditation: what to bring", source="union"),
    )  # fmt: skip


def notices() -> tuple[NoticeItem, ...]:
    """One notice in force."""
    return (
        NoticeItem(id="notice/api/1", text="The lifts of Hall 1 are out of order.", severity="warning", tone="warn",
                   since=at("13:50"), until=at("17:00"), source="api"),
    )  # fmt: skip


def busy(**fields: object) -> Board:
    """A summit afternoon with everything going on, all data fresh."""
    fresh = PanelFreshness(state="fresh", age=8, brief="fresh", sources=("api",))
    configured = PanelFreshness(state="fresh", brief="from the configuration")
    items = spaces()
    board = empty(
        place="The Hague",
        generation=42,
        written=at("14:31"),
        polling=True,
        worst=fresh,
        freshness={"facilities": configured, "programme": fresh, "spaces": fresh, "pools": fresh},
        facilities=facilities(),
        programme=programme(),
        spaces=items,
        counts=counts_of(items),
        pools=pools(),
        alerts=alerts(),
        changes=changes(),
        sources=sources(),
        news=news(),
        notices=notices(),
    )
    return msgspec.structs.replace(board, **fields)


def stale() -> Board:
    """The busy board when its main source has not answered for twelve minutes and no poller runs."""
    old = PanelFreshness(state="stale", age=720, brief="stale 12 min", sources=("api",))
    worst = PanelFreshness(state="stale", age=720, brief="api stale 12 min", sources=("api", "calendar"))
    return busy(
        worst=worst,
        freshness={**busy().freshness, "programme": old, "spaces": old, "pools": old},
        sources=sources(stale=True),
        written=at("14:20"),
        polling=False,
    )


def stuck() -> Board:
    """The stale board when a poller runs and cannot write."""
    said = "Cannot write /srv/opsdash: the disk is full; free some space, opsdash tries again by itself."
    return msgspec.structs.replace(stale(), stuck=said)


def trouble() -> Board:
    """The busy board when the store's file cannot be read any more."""
    return busy(trouble="feed.json cannot be read (not JSON at line 1); showing what was read at 14:20.")
