"""What a person can do: one class for each. Key, footer, help, palette and remapping all come from it.

Imports no Textual, so that the configuration can check the keys it maps.
"""

from typing import TYPE_CHECKING, ClassVar

from opsdash.tui.keys import key_name, split

if TYPE_CHECKING:
    from opsdash.tui.app import OpsdashApp


class Command:
    """One thing to do. The docstring's first line is its help.

    Attributes:
        id: for remapping in the configuration's `[keys]`. key: as Textual names keys, several with commas.
        label: one or two words for the footer. footer: whether it is there.
        group: heading in the help. palette: whether the palette offers it.
        always: it works while a box is open, too.
        view: the view it belongs to, a name in `opsdash.tui.views.VIEWS`; "" for all.
    """

    id: ClassVar[str]
    key: ClassVar[str]
    label: ClassVar[str]
    group: ClassVar[str] = "Everywhere"
    footer: ClassVar[bool] = False
    palette: ClassVar[bool] = True
    always: ClassVar[bool] = False
    view: ClassVar[str] = ""

    @classmethod
    def help(cls) -> str:
        """What it does, a sentence."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @classmethod
    def keys_of(cls, remapped: dict[str, str]) -> tuple[str, ...]:
        """Its keys as Textual calls them, the configuration's before its own."""
        return split(remapped.get(cls.id, cls.key))

    @classmethod
    def first_key(cls, remapped: dict[str, str]) -> str:
        """What to press, as a person reads it."""
        return key_name(cls.keys_of(remapped)[0])

    @classmethod
    def why_not(cls, app: "OpsdashApp") -> str | None:  # noqa: ARG003  most can always be done
        """Why it cannot be done now, a sentence; None when it can."""
        return None

    @classmethod
    def run(cls, app: "OpsdashApp") -> None:
        """Do it."""
        raise NotImplementedError
