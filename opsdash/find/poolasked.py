"""What is asked of a pool beside when and where it meets: who is in it, and how it stands with its material."""

import msgspec

from opsdash.board.items import PoolItem
from opsdash.find.fold import words_of
from opsdash.find.hits import Hit, View
from opsdash.find.question import Question
from opsdash.render.detail import detail_of
from opsdash.render.poolrows import POOL_OVER, unseen
from opsdash.render.words import joined

MATERIAL = frozenset(words_of("material share shared sharing"))
"""Words that ask for a pool's material."""


def of_pool(hit: Hit, question: Question, view: View) -> Hit:
    """`hit` with the answer to what is asked of a pool; as it is where nothing is, or where it is something else."""
    material = not MATERIAL.isdisjoint(question.words)
    item = view.items.get(hit.id) if question.who or material else None
    if not isinstance(item, PoolItem):
        return hit
    detail = detail_of(view.board, item.id)
    answers = (_who(item) if question.who else "", _material(item) if material else "")
    return msgspec.structs.replace(hit, said=joined(hit.said or (detail.sentence if detail else ""), *answers, by=" "))


def _who(item: PoolItem) -> str:
    """The names: of those that are there and of those that are not."""
    label, names = unseen(item)
    told = bool(item.missing) and item.state not in POOL_OVER  # by the pool's own sentence
    there = f"There: {joined(*item.there)}." if item.there else ""
    others = f"{label[:1].upper()}{label[1:]}: {joined(*names)}." if names and not told else ""
    return joined(there, others, by=" ") or ("" if told else "No names are known.")


def _material(item: PoolItem) -> str:
    if not item.material:
        return "" if item.state == "cancelled" else "Of its material nothing is known."
    shared = item.material.startswith("shared")
    return f"Material: {item.material}{'' if shared else ', not known to be shared'}."
