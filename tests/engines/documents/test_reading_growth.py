"""Reading takes time linear in the length of a text, whatever it is full of, and holds no text twice without need."""

import time

import pytest

from xietong import documents

TITLE = "全市教育事业发展行动计划\n"


def seconds(words: str, length: int) -> float:
    """Return the least processor time of two readings: whatever else runs on the machine only adds to it."""
    data = (TITLE + words * (length // len(words))).encode()
    times = []
    for _ in range(2):
        begun = time.process_time()
        documents.read(data, "long.txt")
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize(
    "words",
    [
        "2025",  # one number without an end
        "2025年、",
        "推进学校建设，扩大优质资源供给，\n",  # each line goes on with the next
        "市教委、市财政局牵头，市科技局配合，",
        "（市教委",  # opened and never closed
        "《行动计划",
        "各市、县（市、区）",
        "序号 指标 2025年 2030年 ",
        "——推进建设",
        "\n",
        " " * 500 + "|\n",
    ],
)
def test_a_text_full_of_one_thing_is_read_in_time_linear_in_its_length(words: str) -> None:
    short, long = seconds(words, 1_500), seconds(words, 12_000)
    assert long < 24 * max(short, 0.004)  # eight times the text; a square would be 64


def test_a_run_of_blanks_is_passed_over_in_time_linear_in_its_length() -> None:
    def passed(blanks: int) -> float:
        begun = time.process_time()
        documents.read(f"{TITLE}推进学校建设{' ' * blanks}（一）扩大学位|\n".encode(), "blanks.txt")
        return time.process_time() - begun

    assert min(passed(40_000), passed(40_000)) < 0.5  # a square took half a minute


def test_a_paragraph_broken_over_many_lines_is_put_together_whole() -> None:
    lines = [f"推进第{number}所学校建设，扩大优质资源供给，" for number in range(300)]
    draft = documents.read((TITLE + "\n".join([*lines, "改善办学条件。"])).encode(), "broken.txt")
    assert "".join([*lines, "改善办学条件。"]) in draft.text.split("\n")
