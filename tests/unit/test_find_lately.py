"""What the index of texts remembers."""

from opsdash.find.lately import Lately


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


def test_what_nobody_asked_for_two_rounds_is_forgotten() -> None:
    worked: list[str] = []
    answers = Lately[str, int](lambda text: worked.append(text) or len(text))  # type: ignore[func-returns-value]
    for number in range(100):
        answers.turn()
        assert answers[f"{number:03}"] == 3
        assert len(answers) + len(answers._before) <= 2  # what a viewer of many days holds
    answers["000"]
    assert worked.count("000") == 2
