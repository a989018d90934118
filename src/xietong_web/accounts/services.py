"""Takes decisions about people and bodies; gives the acts that write them."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from xietong import basics
from xietong.basics import Refusal
from xietong_web.accounts.known import roles_held
from xietong_web.accounts.models import (
    Grant,
    Hierarchy,
    Invitation,
    Member,
    Organisation,
    Party,
    Person,
    Place,
    Token,
)
from xietong_web.accounts.permissions import require
from xietong_web.accounts.roles import ADMINISTRATORS, MANAGING, Role, check_together
from xietong_web.audit.asking import asked
from xietong_web.audit.services import Actor, System, record

INVITATION_DAYS = 14
USE_TOLD_EVERY = timedelta(minutes=1)  # reading with a token should not write each time
SIGN_IN_NAME = re.compile(r"[\w.-]{1,40}")  # no @: an address must never be taken for somebody else's name


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def add_party(*, value: basics.Party, ordinal: int, by: Member | System, now: datetime) -> Party:
    """Add a party. Raises Refusal ``code-taken``."""
    if isinstance(by, Member):
        require(by, "accounts.add-party")
    if Party.objects.filter(code=value.code).exists():
        raise Refusal(
            "code-taken",
            zh=f"编码 {value.code} 已有协同方使用；请换一个编码。",
            en=f"The code {value.code} is taken by another party; choose another code.",
            field="code",
        )
    party = Party.objects.create(
        code=value.code,
        name=value.name,
        name_en=value.name_en,
        short=value.short,
        side=value.side,
        place=value.place,
        adjectives=list(value.adjectives),
        ordinal=ordinal,
    )
    record("accounts.party-added", by=by, now=now, subject=("party", party.code), rows=[party])
    return party


@transaction.atomic
def add_organisations(
    *, party: Party, values: Iterable[basics.Organisation], by: Member | System, now: datetime
) -> list[Organisation]:
    """Add bodies to a party's tree, in any order. Raises Refusal ``code-taken``, ``no-parent``."""
    if isinstance(by, Member):
        require(by, "accounts.manage-organisations", party=party.code)
    wanted = list(values)
    known = dict(Organisation.objects.filter(party=party).values_list("code", "pk"))
    taken = sorted({value.code for value in wanted} & set(Organisation.objects.values_list("code", flat=True)))
    if taken:
        raise Refusal(
            "code-taken",
            zh=f"编码 {'、'.join(taken[:5])} 已被使用；请换用其他编码。",
            en=f"These codes are taken: {', '.join(taken[:5])}; choose others.",
            field="code",
        )
    rows = Organisation.objects.bulk_create(
        Organisation(
            party=party,
            code=value.code,
            name=value.name,
            name_en=value.name_en,
            kind=value.kind,
            aliases=list(value.aliases),
            valid_from=value.valid_from,
            valid_to=value.valid_to,
        )
        for value in wanted
    )
    known |= {row.code: row.pk for row in rows}
    for value, row in zip(wanted, rows, strict=True):
        if value.parent and value.parent not in known:
            raise Refusal(
                "no-parent",
                zh=f"{value.name} 的上级单位编码 {value.parent} 不存在；请先添加上级单位或改正编码。",
                en=f"{value.name} names the parent {value.parent}, which does not exist; add it or correct the code.",
                field="parent",
            )
        row.parent_id = known[value.parent] if value.parent else None
    Organisation.objects.bulk_update(rows, ["parent"], batch_size=500)
    record(
        "accounts.organisations-added",
        by=by,
        now=now,
        subject=("party", party.code),
        data={"count": len(rows)},
        rows=rows,
    )
    return rows


@transaction.atomic
def add_hierarchy(*, value: basics.Hierarchy, by: Member | System, now: datetime) -> Hierarchy:
    """Add a named hierarchy with its nodes; organisations are found by their codes. Raises Refusal ``code-taken``."""
    if isinstance(by, Member):
        require(by, "accounts.manage-hierarchies")
    if Hierarchy.objects.filter(code=value.code).exists():
        raise Refusal(
            "code-taken",
            zh=f"编码 {value.code} 已有体系使用；请换一个编码。",
            en=f"The code {value.code} is taken by another hierarchy; choose another code.",
            field="code",
        )
    bodies = dict(Organisation.objects.values_list("code", "pk"))
    tree = Hierarchy.objects.create(code=value.code, name=value.name, name_en=value.name_en)
    places = Place.objects.bulk_create(
        Place(
            hierarchy=tree,
            node=node.node,
            parent_node=node.parent or "",
            name=node.name,
            name_en=node.name_en,
            organisation_id=bodies.get(node.organisation),
            valid_from=node.valid_from,
            valid_to=node.valid_to,
        )
        for node in value.nodes
    )
    record("accounts.hierarchy-added", by=by, now=now, subject=("hierarchy", value.code), rows=[tree, *places])
    return tree


@transaction.atomic
def move_place(*, hierarchy: str, node: str, parent: str, day: date, by: Member | System, now: datetime) -> Place:
    """Put a node of a hierarchy under another one from a day on: one new row, and the row before ends.

    Nothing else is written, however much counts in it. Raises Refusal ``not-found``, ``hierarchy-cycle``.
    """
    if isinstance(by, Member):
        require(by, "accounts.manage-hierarchies")
    tree = Hierarchy.objects.select_for_update().filter(code=hierarchy).first()
    there = {row.node: row for row in Place.objects.filter(hierarchy=tree).standing(day)} if tree else {}
    check_way(there, node, parent)
    row = there[node]
    if row.parent_node == parent:
        return row
    moved = [row]
    if row.valid_from != day:
        columns = {name: getattr(row, name) for name in ("node", "name", "name_en", "organisation_id", "valid_to")}
        row.valid_to = day - timedelta(days=1)
        moved.append(Place(hierarchy_id=row.hierarchy_id, valid_from=day, **columns))
    moved[-1].parent_node = parent
    for each in moved:
        each.save()
    data = {"node": node, "parent": parent, "day": day.isoformat()}
    record("accounts.place-moved", by=by, now=now, subject=("hierarchy", hierarchy), data=data, rows=moved)
    return moved[-1]


def check_way(there: Mapping[str, Place], node: str, parent: str) -> None:
    """Raise Refusal ``not-found``, ``hierarchy-cycle`` where a node cannot stand under another one."""
    if node not in there or parent not in there:
        raise Refusal("not-found", zh="这一天的体系里没有这个节点。", en="The hierarchy has no such node on that day.")
    at = parent
    while at in there:
        if at == node:
            raise Refusal(
                "hierarchy-cycle",
                zh="不能移到自己的下级之下；请另选上级。",
                en="A node cannot be put below itself; choose another parent.",
                field="parent",
            )
        at = there[at].parent_node


def check_roles(held: frozenset[Role], party: Party | None) -> None:
    """Raise Refusal ``no-role``, ``roles-exclude-each-other``, ``party-needed`` where roles and party do not fit."""
    if not held:
        raise Refusal("no-role", zh="请至少选择一个角色。", en="Choose one role at least.", field="roles")
    check_together(held)
    if (party is None) != bool(held & ADMINISTRATORS):
        raise Refusal(
            "party-needed",
            zh="业务角色须属于一个协同方，管理员不属于任何协同方。",
            en="Every role but the administrators' belongs to one party; administrators belong to none.",
            field="party",
        )


def check_body(party: Party | None, organisation: Organisation | None) -> None:
    """Raise Refusal ``other-party`` where a body is not of the party."""
    if organisation is not None and (party is None or organisation.party_id != party.pk):
        raise Refusal(
            "other-party",
            zh=f"{organisation.name}不属于该协同方；请选择本方单位。",
            en=f"{organisation.name} is not of this party; choose one of its bodies.",
            field="organisation",
        )


@transaction.atomic
def add_member(
    *,
    username: str,
    name: str,
    roles: Iterable[Role],
    by: Actor,
    now: datetime,
    party: Party | None = None,
    organisation: Organisation | None = None,
    password: str | None = None,
    email: str = "",
    post: str = "",
) -> Member:
    """Make a person a member of one party, or an administrator of none.

    ``by`` has been checked by the caller: an accepted invitation or the operator's command.
    Raises Refusal ``roles-exclude-each-other``, ``name-taken``, ``weak-password``, ``party-needed``.
    """
    held = frozenset(roles)
    check_roles(held, party)
    check_body(party, organisation)
    if not SIGN_IN_NAME.fullmatch(username):
        raise Refusal(
            "bad-name",
            zh="登录名只能由文字、数字和 . _ - 组成，不超过 40 个字符；请改正。",
            en="A sign-in name has letters, digits and . _ - only, 40 at most; choose another.",
            field="username",
        )
    if Person.objects.filter(username__iexact=username).exists():
        raise Refusal(
            "name-taken",
            zh=f"登录名 {username} 已被使用；请换一个。",
            en=f"The sign-in name {username} is taken; choose another.",
            field="username",
        )
    person = Person(username=username, name=name, email=email, password_changed_at=now)
    _set_password(person, password)
    person.save()
    member = Member.objects.create(person=person, party=party, organisation=organisation, post=post)
    grants = Grant.objects.bulk_create(Grant(member=member, role=role.value) for role in sorted(held))
    record(
        "accounts.member-added",
        by=by,
        now=now,
        subject=("member", username),
        data={"roles": sorted(role.value for role in held), "party": party.code if party else ""},
        rows=[person, member, *grants],
    )
    return member


def _set_password(person: Person, password: str | None) -> None:
    if password is None:
        person.set_unusable_password()
        return
    try:
        validate_password(password, person)
    except ValidationError as error:
        sentence = " ".join(error.messages)
        raise Refusal("weak-password", zh=sentence, en=sentence, field="password") from error
    person.set_password(password)


@transaction.atomic
def invite(
    *,
    name: str,
    roles: Iterable[Role],
    party: Party | None,
    by: Member | System,
    now: datetime,
    organisation: Organisation | None = None,
    email: str = "",
) -> str:
    """Make a link's token that lets one person in within 14 days; only its hash is kept.

    Raises Refusal ``not-permitted``, ``roles-exclude-each-other``, ``no-role``, ``party-needed``, ``other-party``.
    """
    held = frozenset(roles)
    check_roles(held, party)
    check_body(party, organisation)
    if isinstance(by, Member):
        act = "accounts.invite-manager" if held & MANAGING else "accounts.invite"
        require(by, act, party=party.code if party else "")
    token = secrets.token_urlsafe(32)
    row = Invitation.objects.create(
        token_hash=_hash(token),
        name=name,
        email=email,
        party=party,
        organisation=organisation,
        roles=sorted(role.value for role in held),
        made_by=by.sign,
        made_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record("accounts.invited", by=by, now=now, subject=("invitation", str(row.pk)), data={"name": name}, rows=[row])
    return token


def invitation_of(token: str, now: datetime, *, lock: bool = False) -> Invitation:
    """Return a token's invitation. Raises Refusal ``invitation-void`` where it is unknown, used, revoked or old."""
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    row = (
        rows.select_related("party", "organisation")
        .filter(token_hash=_hash(token), used_at=None, revoked_at=None, expires_at__gt=now)
        .first()
    )
    if row is None:
        raise Refusal(
            "invitation-void",
            zh="邀请链接无效、已使用或已过期；请联系邀请您的管理员重新发送。",
            en="This invitation is unknown, used or out of date; ask the manager who invited you for a new one.",
        )
    return row


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str, now: datetime) -> Member:
    """Let the invited person in. Raises Refusal ``invitation-void`` and those of ``add_member``."""
    row = invitation_of(token, now, lock=True)
    row.used_at = now
    row.save(update_fields=["used_at"])
    member = add_member(
        username=username,
        name=row.name,
        roles=[Role(role) for role in row.roles],
        party=row.party,
        organisation=row.organisation,
        password=password,
        email=row.email,
        by=System(sign=f"invited:{row.made_by}"),
        now=now,
    )
    record("accounts.invitation-used", by=member, now=now, subject=("invitation", str(row.pk)), rows=[row])
    return member


@transaction.atomic
def make_token(*, name: str, by: Member, now: datetime) -> str:
    """Make a key to the JSON API that acts as its member; it is shown once. Raises Refusal ``not-permitted``."""
    require(by, "accounts.manage-tokens", owner=by.sign)
    token = f"xt_{secrets.token_urlsafe(32)}"
    row = Token.objects.create(member=by, name=name, token_hash=_hash(token), made_at=now)
    subject = ("member", by.sign)
    record("accounts.token-made", by=by, now=now, subject=subject, data={"name": name}, rows=[row], private=True)
    return token


def member_of_token(token: str, now: datetime) -> Member | None:
    """Return the member of an API key with the roles held, or ``None``."""
    row = next(iter(_token(_hash(token))), None)
    if row is None:
        return None
    if row.last_used_at is None or now - row.last_used_at > USE_TOLD_EVERY:
        Token.objects.filter(pk=row.pk).update(last_used_at=now)
    row.member.held = roles_held(row.member)
    return row.member


@asked
def _token(digest: str) -> QuerySet[Token]:
    rows = Token.objects.filter(token_hash=digest, revoked_at=None, member__ended_at=None)
    return rows.select_related("member__person", "member__party", "member__organisation")
