"""What a program has switched on in its terminal, by the bytes it wrote."""

import re

ALTERNATE_SCREEN, CURSOR, LINE_WRAP = 1049, 25, 7
_ON_AT_FIRST = frozenset({CURSOR, LINE_WRAP})
_SWITCH = re.compile(rb"\x1b\[\?([\d;]+)([hl])|\x1b\[(>\d+|<\d*)u")


def left_behind(output: bytes) -> set[str]:
    """What is otherwise than a fresh terminal has it: private modes by number, the kitty keyboard protocol.

    Synchronised output (2026) is off again after each frame and counts like any other.
    """
    on, keyboard = set(_ON_AT_FIRST), 0
    for numbers, way, kitty in _SWITCH.findall(output):
        if kitty:
            keyboard = keyboard + 1 if kitty.startswith(b">") else max(0, keyboard - 1)
        for number in map(int, filter(None, numbers.split(b";"))):
            (on.add if way == b"h" else on.discard)(number)
    return {str(number) for number in on ^ _ON_AT_FIRST} | ({"kitty keyboard"} if keyboard else set())
