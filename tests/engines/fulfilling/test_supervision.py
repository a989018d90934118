import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import fulfilling
from xietong.basics import Refusal, Wording
from xietong.fulfilling import Body, Ladder, Level, Matter, Message, Recipient, Robot, Rung, Trigger

CHINA = fulfilling.china()
LADDER = Ladder()
TITLE = Wording("共建学校", "Shared schools")
MATTER = Matter("report/a/2025-Q2", TITLE, Body("cq", "c1"), due=date(2025, 6, 30))
TOP = (Recipient.ORGANISATION, Recipient.MANAGER, Recipient.JOINT_OFFICE)


def at(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=fulfilling.SHANGHAI)


def due(day, *matters, sent=(), ladder=LADDER, hour=10):
    found = fulfilling.notices_due(matters or [MATTER], sent, ladder, at(day, hour), calendar=CHINA)
    return [(notice.rung, notice.recipient.value) for notice in found]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 6, 24), []),
        (date(2025, 6, 25), [("reminder", "organisation")]),
        (date(2025, 6, 30), [("reminder", "organisation")]),
        (date(2025, 7, 1), [("blue", "organisation")]),
        (date(2025, 7, 3), [("yellow", "organisation"), ("yellow", "manager")]),
        (date(2025, 7, 7), [("orange", who.value) for who in TOP]),
        (date(2025, 7, 14), [("red", who.value) for who in TOP]),
        (date(2025, 7, 28), [("bulletin", who.value) for who in TOP]),
    ],
)
def test_the_ladder_is_climbed_by_working_days(day, expected):
    assert due(day) == expected


def test_nothing_is_sent_at_night_on_days_off_or_when_it_is_closed():
    assert due(date(2025, 6, 28)) == []
    assert due(date(2025, 6, 27), hour=8) == []
    assert due(date(2025, 6, 27), hour=18) == []
    assert due(date(2025, 6, 27), hour=9) != []
    assert due(date(2025, 7, 14), replace(MATTER, closed=True)) == []


def test_the_hours_are_those_of_shanghai_wherever_the_server_stands():
    evening = datetime(2025, 6, 27, 10, 30, tzinfo=UTC)
    assert fulfilling.notices_due([MATTER], (), LADDER, evening, calendar=CHINA) == ()
    morning = datetime(2025, 6, 27, 1, 0, tzinfo=UTC)
    assert len(fulfilling.notices_due([MATTER], (), LADDER, morning, calendar=CHINA)) == 1
    with pytest.raises(ValueError, match="time zone"):
        fulfilling.notices_due([MATTER], (), LADDER, datetime(2025, 6, 27, 1), calendar=CHINA)


def test_quiet_hours_within_a_day_and_none_at_all():
    noon = Ladder(quiet_from=time(12), quiet_to=time(14))
    assert [fulfilling.in_quiet_hours(noon, time(hour)) for hour in (11, 12, 13, 14, 23)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert not fulfilling.in_quiet_hours(Ladder(quiet_from=time(0), quiet_to=time(0)), time(3))


def test_what_was_sent_is_not_sent_again_until_the_due_date_moves():
    day = date(2025, 6, 26)
    (notice,) = fulfilling.notices_due([MATTER], (), LADDER, at(day), calendar=CHINA)
    assert due(day, sent={notice.key}) == []
    moved = replace(MATTER, due=date(2025, 7, 1))
    assert due(day, moved, sent={notice.key}) == [("reminder", "organisation")]


def test_each_matter_gets_its_own_notices_in_order():
    other = replace(MATTER, uid="report/b/2025-Q2")
    found = fulfilling.notices_due([other, MATTER], (), LADDER, at(date(2025, 7, 1)), calendar=CHINA)
    assert [notice.matter for notice in found] == [other.uid, MATTER.uid]


def test_a_plan_may_start_at_orange_and_still_reminds():
    ladder = Ladder(lowest=Level.ORANGE)
    assert due(date(2025, 6, 30), ladder=ladder) == [("reminder", "organisation")]
    assert due(date(2025, 7, 3), ladder=ladder) == []
    assert due(date(2025, 7, 7), ladder=ladder)[0] == ("orange", "organisation")


def test_silence_is_urged_again_after_the_same_time_but_not_once_it_is_overdue():
    silent = replace(MATTER, due=date(2025, 12, 31), silent_since=date(2025, 6, 3))
    assert due(date(2025, 6, 11), silent) == []
    (first,) = fulfilling.notices_due([silent], (), LADDER, at(date(2025, 6, 12)), calendar=CHINA)
    assert (first.rung, first.answer, first.workdays) == ("silence", True, 7)
    assert due(date(2025, 6, 13), silent, sent={first.key}) == []
    assert due(date(2025, 6, 23), silent, sent={first.key}) == [("silence", "organisation")]
    assert due(date(2025, 6, 12), replace(silent, silent_since=date(2025, 6, 13))) == []
    overdue = replace(silent, due=date(2025, 6, 20))
    assert due(date(2025, 6, 23), overdue) == [("blue", "organisation")]
    assert due(date(2025, 6, 12), replace(silent, due=None)) == [("silence", "organisation")]
    assert due(date(2025, 6, 12), replace(silent, due=None, silent_since=None)) == []


def test_a_notice_says_what_is_due_when_and_whether_an_answer_is_demanded():
    (reminder,) = fulfilling.notices_due([MATTER], (), LADDER, at(date(2025, 6, 26)), calendar=CHINA)
    assert reminder.wording.zh == "【提醒】“共建学校”将于 2025-06-30 到期，还有 2 个工作日。"
    orange = fulfilling.notices_due([MATTER], (), LADDER, at(date(2025, 7, 7)), calendar=CHINA)[0]
    assert orange.wording.en.endswith("5 working days overdue. Please answer in writing.")
    assert orange.level is Level.ORANGE and orange.body == MATTER.body


days = st.dates(date(2025, 4, 1), date(2025, 8, 31))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.none() | days, st.none() | days), min_size=1, max_size=3),
    st.sets(st.integers(0, 120)),
    st.sampled_from(list(Level)),
)
def test_over_months_nothing_is_sent_twice_and_everything_overdue_reaches_the_top(dates, outages, lowest):
    """The sender runs every day but for outages, by night and by day, and stores what it sent."""
    matters = [Matter(f"m{n}", Wording.same(f"M{n}"), Body("cq", f"c{n}"), *pair) for n, pair in enumerate(dates)]
    ladder, sent = Ladder(lowest=lowest), []
    for offset in (offset for offset in range(130) if offset not in outages):
        day = date(2025, 5, 1) + timedelta(days=offset)
        for hour in (3, 10):
            found = fulfilling.notices_due(matters, set(sent), ladder, at(day, hour), calendar=CHINA)
            assert not found or (CHINA.is_workday(day) and hour == 10)
            per_person = [(notice.matter, notice.recipient, "silence" in notice.key) for notice in found]
            assert len(per_person) == len(set(per_person))
            sent += [notice.key for notice in found]
            assert len(sent) == len(set(sent))
        assert fulfilling.notices_due(matters, set(sent), ladder, at(day), calendar=CHINA) == ()
        for matter in matters:
            if matter.due and CHINA.is_workday(day) and CHINA.workdays_between(matter.due, day) >= 20:
                assert {f"{matter.uid}|{matter.due}|bulletin|{who.value}" for who in TOP} <= set(sent)


def test_of_two_rungs_reached_at_once_the_higher_level_is_sent_in_whatever_order_they_stand():
    rungs = tuple(
        Rung(level.value, level, Trigger.AFTER_DUE, 1, (Recipient.MANAGER,)) for level in (Level.RED, Level.BLUE)
    )
    assert due(date(2025, 7, 1), ladder=Ladder(rungs=rungs)) == [("red", "manager")]


def test_own_rungs_can_be_set():
    ladder = Ladder(rungs=(Rung("week", Level.REMINDER, Trigger.BEFORE_DUE, 5, (Recipient.MANAGER,)),))
    assert due(date(2025, 6, 23), ladder=ladder) == [("week", "manager")]


NOW = datetime(2025, 6, 27, 2, 0, tzinfo=UTC)
MESSAGE = Message("督办通知", ("第一行 *粗*", "第二行 <@all>"), "https://example.org/m/1")


def body_of(made):
    return json.loads(made.body)


def test_wecom_takes_markdown_within_its_limit():
    made = fulfilling.webhook_request(Robot.WECOM, "https://example.org/send?key=k", MESSAGE, now=NOW)
    assert made.url == "https://example.org/send?key=k"
    assert made.headers["Content-Type"].startswith("application/json")
    content = body_of(made)["markdown"]["content"]
    assert body_of(made)["msgtype"] == "markdown"
    assert content.startswith("**督办通知**\n第一行")
    assert "<@all>" not in content and "*粗*" not in content
    assert content.endswith("[https://example.org/m/1](https://example.org/m/1)")
    long = fulfilling.webhook_request(Robot.WECOM, "https://x/", replace(MESSAGE, lines=("长" * 5000,)), now=NOW)
    assert len(body_of(long)["markdown"]["content"].encode()) <= 4096
    assert body_of(long)["markdown"]["content"].endswith("(https://example.org/m/1)")


def test_dingtalk_is_signed_in_the_address():
    made = fulfilling.webhook_request(
        Robot.DINGTALK, "https://example.org/robot/send?access_token=t", MESSAGE, now=NOW, secret="SEC"
    )
    asked = parse_qs(urlsplit(made.url).query)
    stamp = str(int(NOW.timestamp() * 1000))
    digest = hmac.new(b"SEC", f"{stamp}\nSEC".encode(), hashlib.sha256).digest()
    assert asked == {"access_token": ["t"], "timestamp": [stamp], "sign": [base64.b64encode(digest).decode()]}
    assert body_of(made)["markdown"]["title"] == "督办通知"
    assert "第一行 ＊粗＊\n\n第二行" in body_of(made)["markdown"]["text"]
    plain = fulfilling.webhook_request(Robot.DINGTALK, "https://example.org/x", MESSAGE, now=NOW)
    assert plain.url == "https://example.org/x"
    signed = fulfilling.webhook_request(Robot.DINGTALK, "https://example.org/x", MESSAGE, now=NOW, secret="S")
    assert signed.url.startswith("https://example.org/x?timestamp=")


def test_feishu_is_signed_in_the_body():
    made = fulfilling.webhook_request(Robot.FEISHU, "https://example.org/hook/1", MESSAGE, now=NOW, secret="s")
    stamp = str(int(NOW.timestamp()))
    digest = hmac.new(f"{stamp}\ns".encode(), b"", hashlib.sha256).digest()
    body = body_of(made)
    assert (body["timestamp"], body["sign"]) == (stamp, base64.b64encode(digest).decode())
    post = body["content"]["post"]["zh_cn"]
    assert post["title"] == "督办通知"
    assert post["content"][0] == [{"tag": "text", "text": "第一行 *粗*"}]
    assert post["content"][-1][0]["tag"] == "a"
    many = replace(MESSAGE, lines=tuple("很多单位都还没有填报" for _ in range(900)))
    long = fulfilling.webhook_request(Robot.FEISHU, "https://example.org/1", many, now=NOW).body
    assert 17_000 < len(long) < 20_000  # the whole request is limited, each line has a frame
    assert '…"}]' in long.decode()
    plain = fulfilling.webhook_request(Robot.FEISHU, "https://example.org/1", replace(MESSAGE, link=""), now=NOW)
    assert "sign" not in body_of(plain) and len(body_of(plain)["content"]["post"]["zh_cn"]["content"]) == 2
    assert fulfilling.webhook_request(Robot.WECOM, "https://x/", replace(MESSAGE, link=""), now=NOW)


def test_an_address_that_is_not_https_is_refused_but_for_this_machine():
    with pytest.raises(Refusal) as refused:
        fulfilling.webhook_request(Robot.WECOM, "http://example.org", MESSAGE, now=NOW)
    assert refused.value.code == "not-https"
    assert (
        fulfilling.webhook_request(Robot.WECOM, "http://127.0.0.1:9/x", MESSAGE, now=NOW).url == "http://127.0.0.1:9/x"
    )


@pytest.mark.parametrize(
    ("robot", "answer", "taken"),
    [
        (Robot.WECOM, b'{"errcode":0,"errmsg":"ok"}', True),
        (Robot.DINGTALK, b'{"errcode":310000,"errmsg":"sign not match"}', False),
        (Robot.FEISHU, b'{"code":0,"msg":"success"}', True),
        (Robot.FEISHU, b'{"StatusCode":0,"StatusMessage":"success"}', True),
        (Robot.FEISHU, b'{"code":19021,"msg":"sign match fail"}', False),
        (Robot.WECOM, b"<html>", False),
        (Robot.WECOM, b"[]", False),
    ],
)
def test_a_robots_answer_is_read_not_only_its_status(robot, answer, taken):
    assert fulfilling.webhook_accepted(robot, answer) is taken


@given(st.text(max_size=200), st.integers(3, 100))
def test_cutting_never_exceeds_the_bytes_and_keeps_the_beginning(text, most):
    short = fulfilling.cut(text, most)
    assert len(short.encode()) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))
