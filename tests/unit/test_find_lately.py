"""What the index of texts remembers."""

import weakref

from opsdash.find.lately import Lately


class Answer:
    """Something of which it can be seen that it is gone."""


def test_an_answer_is_worked_out_once_while_it_is_asked_in_each_round() -> None:
    worked: list[str] = []

    def answer(text: str) -> str:
        worked.append(text)
        return text.upper()

    answers = Lately(answer)
    for _ in range(3):
        answers.turn()
        assert answers["media centre"] == answers["media centre"] == "MEDIA CENTRE"
    assert worked == ["media centre"]


def test_what_nobody_asked_for_two_rounds_is_gone() -> None:
    answers = Lately[int, Answer](lambda _: Answer())
    given = []
    for day in range(100):
        answers.turn()
        given.append(weakref.ref(answers[day]))
    assert [day for day in range(100) if given[day]()] == [98, 99]
