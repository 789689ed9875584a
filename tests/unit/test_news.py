"""Headlines and notices on the board."""

from datetime import timedelta

from opsdash.board.board import board_at
from opsdash.board.items import Board
from opsdash.board.news import MOST
from opsdash.model import NewsItem, Notice, Record
from opsdash.snapshot import Desk
from tests.support import snapshot, venue

NOW = venue("2025-06-25T14:32")


def headline(number: int, published: str = "") -> NewsItem:
    return NewsItem(
        id=f"news/n/{number}", title=f"Headline {number}", published=venue(published) if published else None
    )


def notice(key: str, **fields: object) -> Notice:
    return Notice(id=f"notice/n/{key}", text=key, **fields)  # type: ignore[arg-type]


def shown(*records: Record, at: str = "2025-06-25T14:32", travelling: bool = False) -> Board:
    return board_at(snapshot(*records), Desk(), venue(at), NOW if travelling else None)


def test_s16_headlines_are_newest_first_those_without_a_time_last_and_bounded() -> None:
    found = shown(headline(1), headline(2, "2025-06-25T09:00"), headline(3, "2025-06-25T14:00")).news
    assert [line.title for line in found] == ["Headline 3", "Headline 2", "Headline 1"]
    assert found[0].published is not None
    assert f"{found[0].published:%H:%M %Z}" == "14:00 CEST"
    many = [headline(n, "2025-06-25T09:00") for n in range(MOST + 5)]
    assert len(shown(*many).news) == MOST


def test_back_in_time_a_later_headline_is_not_known_yet() -> None:
    records = (headline(1, "2025-06-25T09:00"), headline(2, "2025-06-25T14:00"))
    assert [line.id for line in shown(*records, at="2025-06-25T12:00", travelling=True).news] == ["news/n/1"]
    assert len(shown(*records, at="2025-06-26T12:00", travelling=True).news) == 2


def test_a_headline_dated_ahead_of_the_clock_is_shown_all_the_same() -> None:
    assert len(shown(headline(1, "2025-06-25T16:00")).news) == 1


def test_notices_in_force_the_gravest_first() -> None:
    hour = timedelta(hours=1)
    found = shown(
        notice("info"),
        notice("warning", severity="warning", start=NOW - hour),
        notice("critical", severity="critical", until=NOW + hour),
        notice("to come", start=NOW + hour),
        notice("lapsed", until=NOW),
        notice("taken back", severity="critical", withdrawn=NOW - hour),
    ).notices
    assert [(item.text, item.tone) for item in found] == [("critical", "bad"), ("warning", "warn"), ("info", "quiet")]
