"""What a reference in one record means among the others."""

from opsdash.board.references import References
from opsdash.model import Space
from tests.support import venue

GONE = venue("2025-06-24T10:00")


def booth(key: str, name: str = "", gone: bool = False) -> Space:
    return Space(id=f"space/api/{key}", name=name or key, withdrawn=GONE if gone else None)


def found(text: str, *spaces: Space, aliases: dict[str, str] | None = None) -> str:
    record = References(spaces, aliases or {}).find(text)
    return record.key if record else ""


def test_id_key_alias_and_name_in_that_order() -> None:
    spaces = (booth("1", "Booth 3"), booth("2", "1"), booth("3"))
    assert found("space/api/2", *spaces) == "2"
    assert found("1", *spaces) == "1"
    assert found("Booth 3", *spaces, aliases={"Booth 3": "3"}) == "3"
    assert found(" booth 3", *spaces) == "1"
    assert found("", *spaces, booth("")) == ""


def test_what_is_still_listed_goes_before_what_it_replaced() -> None:
    spaces = (booth("1", "Booth 3", gone=True), booth("2", "Booth 3"))
    assert found("Booth 3", *spaces) == "2"
    assert found("space/api/1", *spaces) == "1", "a full id means that record"
    assert found("Booth 3", spaces[0]) == "1", "where nothing replaced it, it is still meant"


def test_only_a_full_id_is_taken_apart_and_once() -> None:
    assert found("space/calendar/3", booth("3")) == "3", "its own source may mean another one's record"
    assert found("space/calendar/2025/06/3", booth("2025/06/3")) == "2025/06/3"
    assert found("space/calendar/2025/06/3", booth("3")) == "", "its key is 2025/06/3"
    assert found("East/West/3", booth("3")) == "", "a name with slashes is no id"
    assert found("/" * 5000, booth("3")) == ""
