"""Valid JSON of the wrong shape: a value replaced, a key gone, a part put where another belongs."""

import copy
import json
from typing import Any

from hypothesis import strategies as st

_HOSTILE: st.SearchStrategy[Any] = st.sampled_from(
    [
        None, True, False, 0, -1, 7, 1.5, -1e300, 10**18, 10**400, "", " ", "x", "9999-12-31", "2025-06-25", "00:00:00",
        "25:61:00", "2025-03-30T02:30:00", "9999-12-31T23:59:59+1400", "0001-01-01T00:00:00-1400", "Europe/Nowhere",
        "../etc", "\u202e\x1b[31m", "\ud800", "a" * 5000, [], {}, [[]], [None], {"": {}}, [{"id": []}], {"date": 1},
    ]
)  # fmt: skip


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(value, key) for key, _ in inner]
    for _, one in list(inner) if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        found += _places(one)
    return found


@st.composite
def reshaped(draw: st.DrawFn, seed: Any) -> bytes:
    """`seed` as JSON with one to five of its values replaced, removed, renamed or taken from elsewhere in it."""
    box = [copy.deepcopy(seed)]
    for _ in range(draw(st.integers(1, 5))):
        places = _places(box)
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        match draw(st.sampled_from(("replace", "remove", "swap", "wrap"))):
            case "replace":
                holder[key] = copy.deepcopy(draw(_HOSTILE))
            case "remove":
                del holder[key]
            case "swap":
                other, its = draw(st.sampled_from(places))
                if its in other if isinstance(other, dict) else its < len(other):
                    holder[key] = copy.deepcopy(other[its])
            case _:
                holder[key] = [holder[key]]
    return json.dumps(box[0] if box else None).encode()
