"""Nothing is said twice, in quiet hours or to the wrong side; what did not arrive is shown as failed."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.web.fulfilling.test_waits import act, at, handed_in, signed_in
from xietong import fulfilling
from xietong.basics import Refusal, Wording
from xietong.fulfilling import Body, Level, Question, Recipient, ReportAct, Rung, Trigger
from xietong_web.accounts.models import Member, Person
from xietong_web.audit.queries import SHANGHAI, breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising import inbox, ladders, matters, robots, rounds, scheduling, sending
from xietong_web.fulfilling.supervising.answering import answer_notice
from xietong_web.fulfilling.supervising.digests import digest_waits, send_digests
from xietong_web.fulfilling.supervising.models import Delivery, Notice, Preference
from xietong_web.fulfilling.supervising.noticing import make_notices
from xietong_web.fulfilling.supervising.recipients import Directory
from xietong_web.fulfilling.supervising.urging import urge
from xietong_web.fulfilling.waiting.queries import waits_of

State = Delivery.State
WORKING = at(5, 8)  # a Wednesday, 10:00


def supervise(plan: Plan, now: datetime) -> int:
    with time_machine.travel(now):
        made = make_notices(plan=plan, now=now)
        sending.send_due(lambda: now)
    return made


def told(member: Member) -> list[Notice]:
    return [each.notice for each in inbox.inbox_of(member)]


# --- what is said, to whom, when


def test_a_report_overdue_climbs_the_ladder(cast: Cast, agreed: Plan) -> None:
    due = datetime(2024, 3, 28, 10, tzinfo=SHANGHAI)
    supervise(agreed, due - timedelta(days=1))
    assert {n.level for n in told(cast.east_liaison) if n.matter.startswith("report/")} == {"reminder"}
    assert told(cast.east_office) == []
    supervise(agreed, at(4, 8))  # six working days late: 4 to 6 April are days off, the 7th is worked
    levels = {notice.level for notice in told(cast.east_liaison) if notice.matter.startswith("report/")}
    assert "orange" in levels
    assert {notice.level for notice in told(cast.east_leader)} == {"orange"}  # nobody nearer manages the division
    assert {notice.level for notice in told(cast.east_office) if notice.answer} >= {"orange"}
    first = inbox.inbox_of(cast.east_office)[0]
    inbox.mark_read(delivery_pk=first.pk, by=cast.east_office, now=at(4, 8))
    assert inbox.inbox_of(cast.east_office).last() == first  # what is unread stands first
    assert list(breaks()) == []


def test_what_many_wait_for_in_the_same_thing_is_said_once(
    cast: Cast, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [Question(f"data:{n}", Body("west", f"west-{n}"), Body("east"), date(2024, 5, n)) for n in (1, 2)]
    monkeypatch.setattr(matters, "questions", lambda *_: asked)
    monkeypatch.setattr(matters, "titles_asked", lambda uids: dict.fromkeys(uids, Wording("教育年报", "Yearbook")))
    found = [each for each in matters.matters_of(agreed, date(2024, 5, 20)).matters if "年报" in each.title.zh]
    assert [(each.title.zh, each.silent_since) for each in found] == [
        ("数据待互认：教育年报（共 2 件）", date(2024, 5, 1))
    ]
    asked.pop()
    (left,) = [each for each in matters.matters_of(agreed, date(2024, 5, 20)).matters if "年报" in each.title.zh]
    assert (left.uid, left.title.en) == (found[0].uid, "figures to be confirmed: Yearbook")


def test_a_report_handed_in_is_its_reviewers_to_move(cast: Cast, agreed: Plan) -> None:
    handed_in(agreed, "t1", cast.east_liaison, at(3, 20))
    supervise(agreed, at(4, 9))
    assert not [n for n in told(cast.east_liaison) if n.item == "t1" and n.matter.startswith("report/")]
    silent = [notice for notice in told(cast.east_reviewer) if notice.item == "t1"]
    assert [notice.matter.split("/")[0] for notice in silent] == ["review"]
    assert not [n for n in told(cast.west_reviewer) if n.matter.startswith("review") and n.party.code == "east"]


moments = st.datetimes(datetime(2024, 3, 20), datetime(2024, 6, 20)).map(lambda naive: naive.replace(tzinfo=SHANGHAI))


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(moments, min_size=2, max_size=5).map(sorted))
def test_nothing_is_said_twice_or_while_people_rest(cast: Cast, agreed: Plan, rounds: list[datetime]) -> None:
    Delivery.objects.all().delete()
    Notice.objects.all().delete()
    for now in [each for each in rounds for _ in range(2)]:
        supervise(agreed, now)
    seen = list(Notice.objects.values_list("matter", "rung", "recipient", "workdays"))
    assert len(seen) == len(set(seen))
    for delivery in Delivery.objects.select_related("notice", "member__party"):
        local = delivery.sent_at.astimezone(SHANGHAI)
        assert fulfilling.china().is_workday(local.date())
        assert time(8, 30) <= local.time() < time(18, 0)
        # a party's affairs are told to its own people alone
        assert delivery.member.party_id == delivery.notice.party_id


def test_a_plans_own_ladder_is_kept_in_versions(cast: Cast, agreed: Plan) -> None:
    ladder: dict[str, Any] = {
        "quiet_from": time(20),
        "quiet_to": time(7),
        "lowest": Level.REMINDER,
        "paused": False,
        "by": cast.east_office,
    }
    rung = Rung("一日", Level.RED, Trigger.AFTER_DUE, 1, (Recipient.JOINT_OFFICE,))
    ladders.set_ladder(plan=agreed, rungs=[rung], now=at(3, 20), **ladder)
    supervise(agreed, datetime(2024, 4, 8, 19, tzinfo=SHANGHAI))  # quiet for others, not here
    assert told(cast.east_liaison) == []
    assert {notice.rung for notice in told(cast.east_office)} == {"一日"}
    ladders.set_ladder(plan=agreed, rungs=[rung], now=at(4, 9), **(ladder | {"paused": True}))
    assert supervise(agreed, at(5, 8)) == 0
    assert [row.version for row in agreed.ladders.all()] == [2, 1]
    for wrong in ([], [rung, rung], [Rung("x", Level.RED, Trigger.AFTER_DUE, 0, (Recipient.JOINT_OFFICE,))]):
        with pytest.raises(Refusal) as refused:
            ladders.set_ladder(plan=agreed, rungs=wrong, now=at(4, 9), **ladder)
        assert refused.value.code == "bad-ladder"
    with pytest.raises(Refusal):
        ladders.set_ladder(plan=agreed, rungs=[rung], now=at(4, 9), **(ladder | {"by": cast.east_liaison}))
    assert list(breaks()) == []


def test_an_urge_demands_an_answer_and_waits_until_it_comes(cast: Cast, agreed: Plan) -> None:
    now = at(5, 8)
    with time_machine.travel(now):
        wait = next(w for w in waits_of(agreed, now.date(), "west") if w.on.organisation == "east-1")
        asked: dict[str, Any] = {
            "plan": agreed,
            "kind": wait.kind.value,
            "subject": wait.subject,
            "on": wait.on,
            "by": cast.west_office,
        }
        notice = urge(now=now.replace(hour=20), **asked)
        with pytest.raises(Refusal) as refused:
            urge(now=now.replace(hour=21), **asked)
        assert refused.value.code == "urged-today"
        sending.send_due(lambda: now.replace(hour=22))
        assert notice not in told(cast.east_liaison)  # people rest
        sending.send_due(lambda: at(5, 9))
        assert notice in told(cast.east_liaison)
        answers = [w for w in waits_of(agreed, now.date(), "west") if w.subject == f"notice/{notice.pk}"]
        assert [(w.waiting.party, w.on) for w in answers] == [("west", fulfilling.Body("east"))]
        assert notice.zh.startswith("【催办】西岭市教育委员会：等待填报（东江省基础教育处），“")
        office = signed_in(cast.west_office)
        board = office.get(f"/plans/{agreed.uid}/waits/?kind=answer").text
        assert "（2024年第一季度等待填报）" in board
        assert f"/plans/{agreed.uid}/waits/urge/?kind=answer" in board, "who urges stays where it was"
        said: dict[str, Any] = {"notice_pk": notice.pk, "text": "下周完成。", "now": at(5, 9)}
        for member, code in ((cast.west_liaison, "not-found"), (cast.east_reviewer, "not-permitted")):
            with pytest.raises(Refusal) as refused:
                answer_notice(by=member, **said)
            assert refused.value.code == code
        answer_notice(by=cast.east_liaison, **said)
        assert not [w for w in waits_of(agreed, now.date(), "west") if w.subject == f"notice/{notice.pk}"]
        page = signed_in(cast.west_office).get("/notices/").content.decode()
        assert "下周完成。" in page
    with time_machine.travel(
        late := at(1, 9).replace(year=2025)
    ):  # of what the ladder urges each row says what it demands
        make_notices(plan=agreed, now=late)
        board = signed_in(cast.east_office).get(f"/plans/{agreed.uid}/waits/?kind=answer").text
        assert "（完成事项）" in board and "季度等待填报）" in board
    with pytest.raises(Refusal) as refused:
        urge(**(asked | {"subject": "t9/2024-Q1"}), now=now)
    assert refused.value.code == "no-such-wait"
    assert list(breaks()) == []


def test_an_urge_ends_with_what_it_urged(cast: Cast, agreed: Plan) -> None:
    now = at(5, 8)
    with time_machine.travel(now):
        wait = next(w for w in waits_of(agreed, now.date(), "west") if w.on.organisation == "east-1" and w.item == "t1")
        asked: dict[str, Any] = {"kind": wait.kind.value, "subject": wait.subject, "on": wait.on}
        notice = urge(plan=agreed, by=cast.west_office, now=now, **asked)
        report = handed_in(agreed, "t1", cast.east_liaison, at(5, 7))
        supervise(agreed, at(5, 9))
        notice.refresh_from_db()
        assert notice.settled_at is None, "its own authority has not passed it: the west still waits"
        act(report, ReportAct.PASS, cast.east_reviewer, at(5, 9))
        supervise(agreed, at(5, 10))
        notice.refresh_from_db()
        assert notice.settled_at is not None
        assert "Done since" in signed_in(cast.east_office).get("/inbox/", headers={"accept-language": "en"}).text
    assert list(breaks()) == []


def test_an_urge_does_not_tell_whether_the_body_has_done_its_part(cast: Cast, agreed: Plan) -> None:
    """A report handed in to its own authority is that party's kitchen: its office hears of it, its body does not."""
    handed_in(agreed, "t1", cast.east_liaison, at(5, 7))
    now, seen = at(5, 8), []
    with time_machine.travel(now):
        waits = [w for w in waits_of(agreed, now.date(), "west") if w.on.organisation == "east-1"]
        for wait in sorted(waits, key=lambda each: each.item)[:2]:
            asked: dict[str, Any] = {"kind": wait.kind.value, "subject": wait.subject, "on": wait.on}
            notice = urge(plan=agreed, by=cast.west_office, now=now, **asked)
            sending.send_due(lambda: at(5, 8))
            assert notice in told(cast.east_office)
            seen.append((wait.item, notice in told(cast.east_liaison)))
            assert (notice.party, notice.organisation) == (cast.east, None)
            page = signed_in(cast.west_office).get("/notices/").text
            assert notice.zh in page and cast.east_liaison.person.name not in page
            if wait.item == "t1":
                with pytest.raises(Refusal) as refused:
                    answer_notice(notice_pk=notice.pk, text="已报。", by=cast.east_liaison, now=now)
                assert refused.value.code == "not-permitted"
                answer_notice(notice_pk=notice.pk, text="正在审核。", by=cast.east_office, now=now)
    assert len(seen) == 2 and ("t1", False) in seen and all(reached for item, reached in seen if item != "t1")


# --- digests


def test_a_digest_comes_once_and_holds_only_what_the_person_may_see(cast: Cast, agreed: Plan) -> None:
    handed_in(agreed, "t1", cast.east_liaison, at(3, 20))
    for member, often in ((cast.east_office, "daily"), (cast.west_office, "weekly"), (cast.west_liaison, "daily")):
        inbox.choose(mail=True, digest=often, by=member, now=at(5, 6))
    with time_machine.travel(at(5, 8)):
        assert send_digests(at(5, 8).replace(hour=20)) == 0
        assert send_digests(at(5, 8)) == 3
        assert send_digests(at(5, 8)) == 0
        assert send_digests(at(5, 9)) == 2  # the daily ones
        assert send_digests(at(5, 11)) == 2  # a Saturday that is worked
        assert send_digests(at(5, 12)) == 0
        assert send_digests(at(5, 13)) == 3
        for member in (cast.west_office, cast.west_liaison):
            for wait in digest_waits(member, at(5, 8)):
                assert "east" not in {wait.waiting.party, wait.on.party} or wait.waiting.party != wait.on.party
        mine = digest_waits(cast.west_liaison, at(5, 8))
        assert all("west-1" in {w.waiting.organisation, w.on.organisation} for w in mine)
    (digest,) = Notice.objects.filter(
        level="digest", party=cast.west, key__startswith=f"digest/{cast.west_office.pk}/2024-W19"
    )
    assert "等待审核" not in digest.zh  # that is inside the other house
    assert "（2024年第一季度）" in digest.zh and "(Q1 2024)" in digest.en
    assert "2024-Q1" not in digest.zh + digest.en
    assert digest in told(cast.west_office)
    assert digest not in told(cast.east_office)


# --- the inbox and its pages


def test_the_bell_counts_until_a_notice_is_read(cast: Cast, agreed: Plan) -> None:
    supervise(agreed, at(4, 8))
    client, other = signed_in(cast.east_liaison), signed_in(cast.west_liaison)
    count = inbox.unread_of(cast.east_liaison)
    assert count > 1
    assert f'<span class="count">{count}</span>' in client.get("/inbox/").content.decode()
    first = inbox.inbox_of(cast.east_liaison)[0]
    other.post("/inbox/read/", {"delivery": first.pk})
    assert inbox.unread_of(cast.east_liaison) == count
    client.post("/inbox/read/", {"delivery": first.pk})
    assert inbox.unread_of(cast.east_liaison) == count - 1
    client.post("/inbox/read/")
    assert inbox.unread_of(cast.east_liaison) == 0
    client.post("/inbox/choose/", {"digest": "weekly"})
    assert Preference.objects.get(member=cast.east_liaison).mail is False
    assert client.post("/inbox/choose/", {"digest": "hourly"}).status_code == 409


def test_the_ladder_is_set_on_its_page(cast: Cast, agreed: Plan) -> None:
    client, address = signed_in(cast.east_office), f"/plans/{agreed.uid}/supervision/"
    typed = {
        "rows": "2", "code-0": "提醒", "level-0": "reminder", "trigger-0": "before_due", "workdays-0": "5",
        "to-0": ["organisation", "manager"], "answer-0": "1", "code-1": "", "quiet_from": "17:30", "quiet_to": "09:00",
        "lowest": "orange", "paused": "1",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    value, paused = ladders.ladder_of(agreed)
    assert (value.version, value.rungs[0].workdays, value.quiet_from, paused) == (1, 5, time(17, 30), True)
    assert 'value="提醒"' in signed_in(cast.west_office).get(address).content.decode()
    assert client.post(address, typed | {"workdays-0": "many"}).status_code == 409
    assert signed_in(cast.east_leader).post(address, typed).status_code == 403


# --- mail: a real server on this machine


class Postbox:
    """What the mail server keeps, and how it behaves: ``refuse`` answers every letter with that line."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []
        self.refuse = ""
        self.dies = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        if self.refuse:
            return self.refuse
        self.letters.append(envelope)
        if self.dies:
            server.transport.close()  # the letter is here, its receipt is not
        return "250 OK"


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    # Port 0 means any free one; aiosmtpd itself looks for itself on the port it was given.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = probe.getsockname()[1]
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.NOTICES_BY_MAIL = "127.0.0.1", controller.port, True
    settings.EMAIL_TIMEOUT = 5
    box.controller = controller  # type: ignore[attr-defined]
    yield box
    if controller.loop.is_running() if controller.loop else False:
        controller.stop()


@pytest.fixture
def addressed(cast: Cast) -> Cast:
    Person.objects.filter(pk=cast.east_liaison.person_id).update(email="liaison@east.example")
    return cast


def mails(**filters) -> list[Delivery]:
    return list(Delivery.objects.filter(channel="mail", **filters))


def test_all_that_is_due_to_a_person_comes_in_one_letter_once(addressed: Cast, agreed: Plan, postbox: Postbox) -> None:
    supervise(agreed, at(4, 8))
    supervise(agreed, at(4, 8))
    (letter,) = postbox.letters
    assert letter.rcpt_tos == ["liaison@east.example"]
    assert len(mails(state=State.SENT)) == len(mails()) > 1
    inbox.choose(mail=False, digest="off", by=addressed.east_liaison, now=at(4, 9))
    supervise(agreed, at(5, 8))
    assert len(postbox.letters) == 1


def test_a_server_that_is_away_is_tried_again_and_then_given_up(
    addressed: Cast, agreed: Plan, postbox: Postbox
) -> None:
    postbox.controller.stop()  # type: ignore[attr-defined]
    supervise(agreed, at(4, 8))
    assert {(each.state, each.attempts) for each in mails()} == {(State.PENDING, 1)}
    assert mails()[0].error == "Connection refused"
    now = at(4, 8)
    sending.send_due(lambda: now)
    assert {each.attempts for each in mails()} == {1}  # not before its time
    for minutes in sending.BACK_OFF[:-1]:
        now += timedelta(minutes=minutes)
        sending.send_due(lambda then=now: then)
    assert {(each.state, each.attempts) for each in mails()} == {(State.PENDING, 5)}
    now += timedelta(minutes=sending.BACK_OFF[-1])
    sending.send_due(lambda: now)
    assert {(each.state, each.attempts) for each in mails()} == {(State.FAILED, 6)}
    page = signed_in(addressed.east_office).get("/notices/?state=trouble").content.decode()
    assert "发送失败" in page
    assert "Connection refused" in page


def test_a_server_that_comes_back_gets_the_letter_once(addressed: Cast, agreed: Plan, postbox: Postbox) -> None:
    postbox.refuse = "451 try later"
    supervise(agreed, at(4, 8))
    assert {each.state for each in mails()} == {State.PENDING}
    postbox.refuse = ""
    for minutes in (1, 2, 3):
        sending.send_due(lambda m=minutes: at(4, 8) + timedelta(minutes=m))
    assert len(postbox.letters) == 1
    postbox.refuse = "550 no such person"
    supervise(agreed, at(5, 8))
    assert {each.error for each in mails(state=State.FAILED)} == {"550 no such person"}
    assert {each.state for each in mails()} == {State.SENT, State.FAILED}


def test_a_receipt_that_was_lost_is_shown_and_never_sent_again_by_itself(
    addressed: Cast, agreed: Plan, postbox: Postbox
) -> None:
    postbox.dies = True
    supervise(agreed, at(4, 8))
    assert {each.state for each in mails()} == {State.UNCERTAIN}
    postbox.dies = False
    sending.send_due(lambda: at(4, 9))
    assert len(postbox.letters) == 1
    client = signed_in(addressed.east_office)
    assert "可能重复" in client.get("/notices/").content.decode()
    client.post(f"/notices/deliveries/{mails()[0].pk}/again/")
    with pytest.raises(Refusal):
        sending.send_again(delivery_pk=mails()[1].pk, by=addressed.west_office, now=at(4, 9))
    sending.send_due(lambda: datetime(2030, 1, 7, 10, tzinfo=SHANGHAI))
    assert len(postbox.letters) == 2
    assert {each.state for each in mails()} == {State.SENT, State.UNCERTAIN}


def test_a_sender_killed_between_sending_and_writing_it_down_sends_nothing_twice(
    addressed: Cast, agreed: Plan, postbox: Postbox, monkeypatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "settle", killed)
        with pytest.raises(Killed):
            supervise(agreed, at(4, 8))
    left = len(postbox.letters)
    sending.send_due(lambda: at(4, 8) + timedelta(minutes=10))  # the next worker: too early to call it lost
    assert {each.state for each in mails()} == {State.SENDING}
    sending.send_due(lambda: at(4, 8) + timedelta(minutes=16))
    assert {each.state for each in mails()} == {State.UNCERTAIN}
    assert len(postbox.letters) == left


# --- robots: a real receiver on this machine


class Receiver(HTTPServer):
    """A robot's group: what it was told, and what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Group)
        self.told: list[dict] = []
        self.answer, self.status, self.hangs_up = b'{"errcode": 0}', 200, False


class Group(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        self.server.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if self.server.hangs_up:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def group(settings) -> Iterator[Receiver]:
    server = Receiver()
    settings.WEBHOOK_HOSTS = [f"127.0.0.1:{server.server_port}"]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def robot(cast: Cast, group: Receiver, kind: str = "wecom", **more):
    address = f"http://127.0.0.1:{group.server_port}/hook?key=abc"
    values: dict[str, Any] = {
        "kind": fulfilling.Robot(kind),
        "name": "群",
        "address": address,
        "secret": "",
        "organisation": None,
    }
    return robots.add_robot(**(values | {"by": cast.east_office, "now": at(3, 20)} | more))


def test_a_group_is_told_once_what_its_office_is_told(cast: Cast, agreed: Plan, group: Receiver) -> None:
    made = robot(cast, group)
    assert "abc" not in made.address  # sealed
    robot(cast, group, "dingtalk", organisation=cast.east_bureau, secret="SEC1")
    supervise(agreed, at(4, 8))
    supervise(agreed, at(4, 8))
    assert len(group.told) == 2
    assert all(each["msgtype"] == "markdown" for each in group.told)
    robots.end_robot(uid=made.uid, by=cast.east_office, now=at(4, 9))
    supervise(agreed, at(5, 8))
    assert len(group.told) == 3
    assert list(breaks()) == []


@pytest.mark.parametrize(
    ("status", "answer", "hangs_up", "state"),
    [
        (200, b'{"errcode": 45009}', False, State.PENDING),  # it says that it did not take it: busy
        (200, b"<html>", False, State.UNCERTAIN),
        (302, b"", False, State.FAILED),  # nobody is followed elsewhere
        (404, b"", False, State.FAILED),
        (502, b"", False, State.UNCERTAIN),
        (200, b"", True, State.UNCERTAIN),
    ],
)
def test_what_a_robot_does_with_a_message_is_told(
    cast: Cast, agreed: Plan, group: Receiver, status: int, answer: bytes, hangs_up: bool, state: str
) -> None:
    robot(cast, group)
    group.status, group.answer, group.hangs_up = status, answer, hangs_up
    supervise(agreed, at(4, 8))
    supervise(agreed, at(4, 8))
    assert {each.state for each in Delivery.objects.filter(channel="robot")} == {state}
    assert len(group.told) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://169.254.169.254/latest", "http://qyapi.weixin.qq.com/x", "https://qyapi.weixin.qq.com.evil.example/x",
        "https://qyapi.weixin.qq.com@evil.example/", "https://user:x@qyapi.weixin.qq.com/", "file:///etc/passwd",
        "https://qyapi.weixin.qq.com:8443/x", "https://[::1", "http://127.0.0.1/x", "https://qyapi.weixin.qq.com/a b",
    ],
)  # fmt: skip
def test_requests_go_nowhere_but_to_the_operators_hosts(cast: Cast, address: str) -> None:
    values: dict[str, Any] = {
        "kind": fulfilling.Robot.WECOM,
        "name": "群",
        "secret": "",
        "organisation": None,
        "now": at(3, 20),
    }
    with pytest.raises(Refusal) as refused:
        robots.add_robot(address=address, by=cast.east_office, **values)
    assert refused.value.code == "host-not-allowed"


def test_a_host_taken_off_the_list_is_sent_nothing_any_more(
    cast: Cast, agreed: Plan, group: Receiver, settings
) -> None:
    robot(cast, group)
    settings.WEBHOOK_HOSTS = []
    supervise(agreed, at(4, 8))
    assert {each.state for each in Delivery.objects.filter(channel="robot")} == {State.FAILED}
    assert group.told == []


# --- the job


def test_one_round_does_all_and_puts_the_next_one_down_once(cast: Cast, agreed: Plan, settings) -> None:
    from django_tasks_db.models import DBTaskResult

    from xietong_web.fulfilling.supervising.jobs import supervise as job

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with time_machine.travel(at(4, 8), tick=False):
        assert scheduling.begin(at(4, 8))
        assert not scheduling.begin(at(4, 8))  # a second server of the same workspace
        DBTaskResult.objects.update(status="RUNNING")
        job.call()
        assert Notice.objects.exists()
        waiting = DBTaskResult.objects.filter(status="READY")
        assert [row.run_after for row in waiting] == [at(4, 8) + scheduling.EVERY]
        assert scheduling.supervise_now(lambda: at(4, 8)) == {"notices": 0, "digests": 0, "letters": 0}


def test_where_a_body_has_no_liaison_its_joint_office_is_told(cast: Cast, agreed: Plan) -> None:
    directory = Directory.of(agreed, NOW.date())
    assert directory.people(Recipient.ORGANISATION, Body("east", "east-1")) == [cast.east_liaison]
    assert directory.people(Recipient.ORGANISATION, Body("west", "west-2")) == [cast.west_office]
    assert directory.people(Recipient.MANAGER, Body("west", "west-2")) == [cast.west_office]


# --- what an office is told in the stead of others


def _ends_liaison(cast: Cast) -> None:
    Member.objects.filter(pk=cast.east_liaison.pk).update(organisation=None)


def test_what_an_office_is_told_for_bodies_without_anybody_is_one_notice_a_day(cast: Cast, agreed: Plan) -> None:
    _ends_liaison(cast)
    made = supervise(agreed, at(4, 8))
    heads = [notice for notice in told(cast.east_office) if notice.rung == "gathered"]
    assert len(heads) == len(told(cast.east_office)) == 1
    (head,) = heads
    rows = list(head.told.all())
    assert {row.organisation.code for row in rows if row.organisation} >= {"east-1"}
    assert {row.recipient for row in rows} == {"organisation", "joint_office"}  # its manager could be told
    assert "代收" in head.zh
    assert f"{len({row.matter for row in rows})} 件" in head.zh
    assert made == Notice.objects.exclude(rung="gathered").count()
    supervise(agreed, at(4, 9))
    assert [n for n in told(cast.east_office) if n.rung == "gathered"] == heads  # nothing new: nothing said
    client = signed_in(cast.east_office)
    page = client.get("/inbox/").content.decode()
    assert f"/notices/?of={head.pk}" in page
    shown = client.get(f"/notices/?of={head.pk}").content.decode()
    assert all(row.zh in shown for row in rows)
    assert "没有到达任何人" not in shown
    assert f"?of={head.pk}" in client.get("/notices/").content.decode()
    other = signed_in(cast.west_office).get(f"/notices/?of={head.pk}").content.decode()
    assert 'class="as-of"' in shown  # says that these were told in one
    assert 'class="as-of"' not in other  # the other side is shown its own, as without the id
    Member.objects.filter(pk=cast.east_liaison.pk).update(organisation=cast.east_liaison.organisation)
    assert list(breaks()) == []


def test_an_office_that_is_told_much_itself_is_told_it_at_once(
    cast: Cast, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FEW", 0)
    supervise(agreed, at(4, 8))
    (head,) = told(cast.east_office)
    assert {row.recipient for row in head.told.all()} == {"joint_office"}
    assert "代收" not in head.zh
    assert {notice.rung for notice in told(cast.east_liaison)} == {
        "orange",
        "silence",
    }  # who has a liaison is told as ever


def test_reviewers_are_told_at_once_of_much_that_waits_for_their_review(
    cast: Cast, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FEW", 1)
    for item in ("t1", "t2"):
        handed_in(agreed, item, cast.east_liaison, at(3, 26))
    supervise(agreed, at(4, 8))
    heads = [notice for notice in told(cast.east_reviewer) if notice.rung == "gathered"]
    assert len(heads) == len(told(cast.east_reviewer)) == 1
    (head,) = heads
    rows = list(head.told.all())
    assert {(row.matter.split("/")[0], row.organisation) for row in rows} == {("review", None)}
    assert {row.item for row in rows} == {"t1", "t2"}
    assert "2 件。" in head.zh.splitlines()[0]
    assert head not in told(cast.east_office)
    assert f"/notices/?of={head.pk}" not in signed_in(cast.east_reviewer).get("/inbox/").content.decode()
    shown = signed_in(cast.east_office).get(f"/notices/?of={head.pk}").content.decode()  # all that its party is told
    assert shown.count("<tr><td>") == 2
    assert "没有到达任何人" not in shown
    assert list(breaks()) == []


def test_notices_of_before_they_said_their_head_are_given_it(
    cast: Cast, agreed: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "FEW", 0)
    handed_in(agreed, "t1", cast.east_liaison, at(3, 26))
    _ends_liaison(cast)
    supervise(agreed, at(4, 8))
    known = dict(Notice.objects.values_list("pk", "head"))
    assert len({head for head in known.values() if head}) > 1  # the office's and the reviewers'
    assert None in known.values()
    Notice.objects.update(head=None)
    import_module("xietong_web.fulfilling.migrations.0009_head_of_a_notice").say_heads(apps, connection.schema_editor())
    assert dict(Notice.objects.values_list("pk", "head")) == known


def test_an_office_of_nobody_leaves_what_reached_nobody_shown(cast: Cast, agreed: Plan) -> None:
    _ends_liaison(cast)
    Member.objects.filter(pk=cast.east_office.pk).update(ended_at=NOW)
    supervise(agreed, at(4, 8))
    assert not Notice.objects.filter(rung="gathered", party=cast.east).exists()
    assert Notice.objects.filter(organisation__code="east-1", deliveries=None).exists()


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(moments, min_size=2, max_size=4).map(sorted), st.sets(st.integers(0, 3)))
def test_whoever_has_nobody_nothing_is_lost_or_said_twice(
    cast: Cast, agreed: Plan, rounds_at: list[datetime], without: set[int]
) -> None:
    Delivery.objects.all().delete()
    Notice.objects.all().delete()
    home = cast.east_liaison.organisation
    for number, now in enumerate(rounds_at):
        Member.objects.filter(pk=cast.east_liaison.pk).update(organisation=None if number in without else home)
        supervise(agreed, now)
        supervise(agreed, now + timedelta(hours=1))
    last = datetime(2024, 6, 24, 10, tzinfo=SHANGHAI)  # a later working day: what a day's one notice left is told now
    supervise(agreed, last)
    Member.objects.filter(pk=cast.east_liaison.pk).update(organisation=home)
    assert supervise(agreed, last) == 0  # all that is due has been told, whoever is there
    keys = list(Notice.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys))
    heads = Notice.objects.filter(rung="gathered")
    days = [(head.party_id, head.made_at.astimezone(SHANGHAI).date()) for head in heads]
    assert len(days) == len(set(days))
    together = [row.pk for head in heads for row in head.told.all()]
    assert len(together) == len(set(together))
    for notice in Notice.objects.exclude(rung="gathered"):
        alone = notice.deliveries.filter(channel="inbox").exists()
        assert alone != (notice.pk in together)
