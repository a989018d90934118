"""Takes who signs and who works; gives parties, organisations in time, people and their roles."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import Q

from xietong import basics
from xietong_web.accounts.roles import Role
from xietong_web.audit.digests import guarded, guarded_but
from xietong_web.audit.following import Mark


@guarded
class Party(models.Model):
    """An authority that signs: the unit of sovereignty (协同方)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    short = models.CharField(max_length=40)
    side = models.CharField(max_length=8)
    place = models.CharField(max_length=40, blank=True)
    adjectives = models.JSONField(default=list, blank=True)
    ordinal = models.SmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["ordinal", "code"]

    def to_value(self) -> basics.Party:
        """Return the engines' value."""
        return basics.Party(
            self.code, self.name, self.name_en, self.short, self.side, self.place, tuple(self.adjectives)
        )


class OrganisationSet(models.QuerySet["Organisation"]):
    """Named filters of organisations."""

    def on(self, day: date) -> "OrganisationSet":
        """Keep the bodies that exist on a day."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_to=None) | Q(valid_to__gte=day),
        )


@guarded
class Organisation(models.Model):
    """A body in a party's tree (单位). ``parent``: its place in the administrative tree; ``Place`` has the rest."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = OrganisationSet.as_manager()

    class Meta:
        ordering: ClassVar = ["party__ordinal", "code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=models.F("valid_from")),
                name="organisation_lives_forward",
            )
        ]

    def exists_on(self, day: date) -> bool:
        """Tell whether the body exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def to_value(self) -> basics.Organisation:
        """Return the engines' value; ``party`` and ``parent`` must have been selected."""
        return basics.Organisation(
            code=self.code,
            party=self.party.code,
            name=self.name,
            name_en=self.name_en,
            kind=self.kind,
            aliases=tuple(self.aliases),
            parent=self.parent.code if self.parent else None,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


@guarded
class Hierarchy(models.Model):
    """A named tree of organisations: administrative, educational, working groups, border districts."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)


class PlaceSet(models.QuerySet["Place"]):
    """Named filters of places."""

    def standing(self, day: date) -> "PlaceSet":
        """Keep the places in force on a day."""
        begun = models.Q(valid_from=None) | models.Q(valid_from__lte=day)
        return self.filter(begun & (models.Q(valid_to=None) | models.Q(valid_to__gte=day)))


@guarded
class Place(models.Model):
    """A node of a hierarchy between two days (inclusive; null is open): a named group, or an organisation's place."""

    hierarchy = models.ForeignKey(Hierarchy, models.CASCADE, related_name="places")
    node = models.CharField(max_length=60)
    parent_node = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="places")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = PlaceSet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hierarchy", "node", "valid_from"], name="place_node_once"),
        ]


@guarded
class Succession(models.Model):
    """What became of an organisation: renamed, split or merged, with the share that went to each successor."""

    class Kind(models.TextChoices):
        """What happened."""

        RENAME = "rename"
        SPLIT = "split"
        MERGE = "merge"

    predecessor = models.ForeignKey(Organisation, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Organisation, models.CASCADE, related_name="precessions")
    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    weight = models.DecimalField(max_digits=7, decimal_places=6, default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
        ]


class PersonManager(BaseUserManager["Person"]):
    """Finds people by sign-in name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person of a sign-in name."""
        return self.get(username__iexact=username)


@guarded_but("last_login")
class Person(AbstractBaseUser):
    """Somebody who signs in."""

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=10, blank=True)  # empty: as the browser asks
    is_active = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)

    mark: Mark | None = None  # how far the journal was read when a request asked who this is

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["email"]

    objects = PersonManager()

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether a password is right, and write nothing: rows are written by acts that the journal tells."""
        return check_password(raw_password, self.password)

    def get_full_name(self) -> str:
        """Return the name shown."""
        return self.name or self.username


class MemberSet(models.QuerySet["Member"]):
    """Named filters of members."""

    def current(self) -> "MemberSet":
        """Keep those whose membership has not ended."""
        return self.filter(ended_at=None)


@guarded
class Member(models.Model):
    """A person acting for one party, or for none (administrators). One person, one party: nobody acts for two."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="member")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="members")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="members")
    post = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MemberSet.as_manager()

    held: frozenset[Role] | None = None  # the roles, where they were read with who acts
    lines: dict[int, frozenset[int]] | None = None  # bodies and what they came out of, remembered within one request
    unread: int | None = None  # notices at the bell, where the request has counted them

    @property
    def sign(self) -> str:
        """The sign-in name."""
        return self.person.username

    @property
    def party_code(self) -> str:
        """The code of the party acted for; empty for administrators."""
        return self.party.code if self.party else ""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held today."""
        return self.held if self.held is not None else frozenset(Role(grant.role) for grant in self.grants.all())

    def has(self, *roles: Role) -> bool:
        """Tell whether any of the roles is held."""
        return not self.roles.isdisjoint(roles)


@guarded
class Grant(models.Model):
    """A role held by a member."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["member", "role"], name="grant_once")]


@guarded
class Invitation(models.Model):
    """A link that lets one person in, once. Only the hash of its token is stored."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=80)
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True)
    roles = models.JSONField(default=list)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


@guarded_but("last_used_at")
class Token(models.Model):
    """A key to the JSON API, acting as its member. Only its hash is stored."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class UsedStep(models.Model):
    """The step of time whose code an authenticator app last gave: neither it nor an earlier one is taken again."""

    authenticator = models.OneToOneField("mfa.Authenticator", models.CASCADE, primary_key=True, related_name="+")
    step = models.BigIntegerField()
