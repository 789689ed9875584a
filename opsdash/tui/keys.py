"""What to press, for whatever says so on the screen: a command's key as the configuration has it."""

from textual.widget import Widget

from opsdash.tui.commands import first_key


def remapped_in(widget: Widget) -> dict[str, str]:
    """The configuration's keys by command id."""
    keys: dict[str, str] = getattr(widget.app, "keys", {})
    return keys


def key_of(widget: Widget, command_id: str) -> str:
    """The first key of a command, as a person reads it."""
    return first_key(command_id, remapped_in(widget))
