"""The JSON Schema of the board's JSON form, printed by `opsdash status --schema`."""

from typing import Any

import msgspec

from opsdash.board.items import Board


def board_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of what `opsdash status --json` prints; times are ISO 8601 with the venue's offset."""
    schema = msgspec.json.schema(Board)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
