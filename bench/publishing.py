"""Times the papers that a plan is published as against bare writers in one run.

python -m bench.publishing [--sizes 10000 100000] [--json var/publishing.json]
"""

import argparse
import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from bench.timetable import line
from xietong import basics, publishing
from xietong.drafting import Duty, Item, Kind, Plan, Role, Target

SIDES = (("cq", "渝"), ("sc", "川"), ("gz", "黔"), ("yn", "滇"))


def bodies() -> list[basics.Organisation]:
    """Make 600 organisations of four parties."""
    return [basics.Organisation(f"o{n}", SIDES[n % 4][0], f"第{n}教育局") for n in range(600)]


def plan(size: int) -> Plan:
    """Make a plan: a direction for every 1,000 items, an action for every 100, tasks with four duties and a target."""
    due = date(2025, 12, 31)
    items = []
    for n in range(size):
        kind = Kind.DIRECTION if n % 1000 == 0 else Kind.ACTION if n % 100 == 0 else Kind.TASK
        parent = {Kind.DIRECTION: None, Kind.ACTION: f"i{n // 1000 * 1000}", Kind.TASK: f"i{n // 100 * 100}"}[kind]
        duties = tuple(
            Duty(code, f"o{(n * 7 + at) % 600}", Role.LEAD if at < 2 else Role.SUPPORT)
            for at, (code, _) in enumerate(SIDES)
        )
        target = Target(f"t{n}", "覆盖率", ">=", Decimal("95.50"), "%", due)
        text = "以县为单位整理数据，每年发布一次毗邻地区供需预报。" * 2
        items.append(Item(f"i{n}", parent, n, kind, f"第{n}项", text=text, due=due, duties=duties, targets=(target,)))
    parties = tuple(basics.Party(code, f"{side}方", side=side) for code, side in SIDES)
    return Plan("p", "计划", parties=parties, items=tuple(items))


def bare_csv(rows: list[list[str]]) -> None:
    """Write rows that are ready with the csv module."""
    csv.writer(io.StringIO(newline="")).writerows(rows)


def bare_workbook(rows: list[list[str]]) -> None:
    """Write rows that are ready with XlsxWriter."""
    import xlsxwriter

    with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


def lines(sizes: list[int]) -> Iterator[dict]:
    """Yield one line per paper and size."""
    organisations = bodies()
    for size in sizes:
        made = plan(size)
        text = b"".join(publishing.plan_csv(made, organisations)).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        rounds = 3 if size <= 10_000 else 1

        def as_csv(made: Plan = made) -> None:
            for _ in publishing.plan_csv(made, organisations):
                pass

        def as_workbook(made: Plan = made) -> None:
            publishing.plan_xlsx(made, organisations)

        def as_word(made: Plan = made) -> None:
            publishing.plan_docx(made, organisations)

        bare = lambda rows=rows: bare_csv(rows)  # noqa: E731
        book = lambda rows=rows: bare_workbook(rows)  # noqa: E731
        yield line("all items as CSV", size, as_csv, "csv, rows ready", bare, rounds, "24 columns")
        yield line(
            "all items as XLSX", size, as_workbook, "XlsxWriter, rows ready, no styles", book, rounds, "24 columns"
        )
        yield line("plan as DOCX", size, as_word, "", None, rounds)


def main() -> None:
    """Print the lines; write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    made = []
    for each in lines(given.sizes):
        made.append(each)
        print(json.dumps(each, ensure_ascii=False), flush=True)
    if given.json:
        given.json.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
