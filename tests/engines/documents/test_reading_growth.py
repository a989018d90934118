"""Texts that are full of one thing are read whole; how long that takes stands in ``bench/reading_growth.py``."""

from xietong import documents

TITLE = "全市教育事业发展行动计划\n"


def test_a_paragraph_broken_over_many_lines_is_put_together_whole() -> None:
    lines = [f"推进第{number}所学校建设，扩大优质资源供给，" for number in range(300)]
    draft = documents.read((TITLE + "\n".join([*lines, "改善办学条件。"])).encode(), "broken.txt")
    assert "".join([*lines, "改善办学条件。"]) in draft.text.split("\n")
