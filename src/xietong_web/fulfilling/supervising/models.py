"""Takes a plan's ladder and what it says to whom; gives it as rows: notices, their deliveries, robots, answers."""

import json
from typing import Any, ClassVar

from django.db import models

from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import Level, Recipient, Rung, Trigger
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.audit.digests import guarded, guarded_but
from xietong_web.drafting.models import Plan


@guarded
class Ladder(models.Model):
    """One version of a plan's ladder; the last one is in force. Without a row the engine's own rungs are."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="ladders")
    version = models.IntegerField()
    rungs = models.TextField()
    quiet_from = models.TimeField()
    quiet_to = models.TimeField()
    lowest = models.CharField(max_length=10)
    paused = models.BooleanField(default=False)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan", "-version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "version"], name="ladder_version_once")]

    def to_value(self) -> fulfilling.Ladder:
        """Return the engine's value."""
        rungs = tuple(_rung(plain) for plain in json.loads(self.rungs))
        return fulfilling.Ladder(self.version, rungs, self.quiet_from, self.quiet_to, Level(self.lowest))


def _rung(plain: dict[str, Any]) -> Rung:
    to = tuple(Recipient(each) for each in plain["to"])
    return Rung(
        plain["code"], Level(plain["level"]), Trigger(plain["trigger"]), plain["workdays"], to, bool(plain["answer"])
    )


def rung_to_plain(rung: Rung) -> dict[str, Any]:
    """Return a rung as plain values."""
    return {
        "code": rung.code,
        "level": rung.level.value,
        "trigger": rung.trigger.value,
        "workdays": rung.workdays,
        "to": [each.value for each in rung.to],
        "answer": rung.answer,
    }


@guarded
class Robot(models.Model):
    """A group robot that a party's notices go to: its joint office's, or one body's. Address and secret are sealed."""

    uid = models.CharField(max_length=36, primary_key=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="robots")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="robots")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in fulfilling.Robot])
    name = models.CharField(max_length=80)
    host = models.CharField(max_length=120)
    address = models.TextField()
    secret = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["made_at"]


@guarded_but("head", "about")
class Notice(models.Model):
    """What is said once, to one recipient about one matter (督办通知): the engine's key is its identity.

    ``matter`` names the thing, ``item`` the item it is about, ``about`` the question about no item (of several alike,
    the first) whose page it leads to. ``asked_by`` is the party that urged by hand.
    ``settled_at``: the matter has ended, nothing is to be answered any more. A digest is a notice without a plan.
    ``head``: the one notice with which this one was told to its people, who got no delivery of it alone.
    """

    key = models.CharField(max_length=255, unique=True)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="notices")
    party = models.ForeignKey(Party, models.PROTECT, related_name="notices")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="notices")
    asked_by = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="urges")
    matter = models.CharField(max_length=200)
    item = models.CharField(max_length=36, blank=True)
    about = models.CharField(max_length=200, blank=True)
    rung = models.CharField(max_length=20)
    level = models.CharField(max_length=10)
    recipient = models.CharField(max_length=14)
    workdays = models.IntegerField(default=0)
    answer = models.BooleanField(default=False)
    zh = models.TextField()
    en = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    head = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="told")

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["plan", "answer", "settled_at"], name="notice_answer"),
            models.Index(fields=["party", "-made_at"], name="notice_party"),
        ]

    @property
    def wording(self) -> Wording:
        """The sentence in both languages."""
        return Wording(zh=self.zh, en=self.en)


@guarded
class Delivery(models.Model):
    """A notice on one channel to one address, sent at most once.

    ``pending`` → ``sending`` (written before anything leaves) → ``sent``, ``failed`` after the last attempt, or
    ``uncertain``: the sender died or the line broke after the message had left, so nobody sends it again by itself.
    """

    class State(models.TextChoices):
        """Where a delivery stands."""

        PENDING = "pending"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNCERTAIN = "uncertain"

    class Channel(models.TextChoices):
        """The ways to people."""

        INBOX = "inbox"
        MAIL = "mail"
        ROBOT = "robot"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel)
    to = models.CharField(max_length=150)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="deliveries")
    robot = models.ForeignKey(Robot, models.PROTECT, null=True, blank=True, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.IntegerField(default=0)
    error = models.TextField(blank=True)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "channel", "to"], name="delivered_once")]
        indexes: ClassVar = [
            models.Index(fields=["state", "next_at"], name="delivery_due"),
            models.Index(fields=["member", "channel", "state", "read_at"], name="delivery_inbox"),
        ]


@guarded
class Answer(models.Model):
    """What a body answered in writing to a notice that demanded it."""

    uid = models.CharField(max_length=36, primary_key=True)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="answered")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    text = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()


@guarded
class Preference(models.Model):
    """How somebody wants to be told: by mail too, and a digest of the waits every working day, every week, or never."""

    class Digest(models.TextChoices):
        """How often."""

        OFF = "off"
        DAILY = "daily"
        WEEKLY = "weekly"

    member = models.OneToOneField(Member, models.CASCADE, related_name="preference")
    mail = models.BooleanField(default=True)
    digest = models.CharField(max_length=8, choices=Digest, default=Digest.OFF)
    last_digest = models.CharField(max_length=10, blank=True)
