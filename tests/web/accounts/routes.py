"""Every address of the site: how to build it, and what each role of the cast is answered.

A new route fails ``test_routes`` until it stands in one of the classes below.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

NOBODY = 999_999
DIGEST = "0" * 64
KEY = "00000000-0000-4000-8000-000000000000"
# What stands in an address by the name of the parameter.
ARGS: dict[str, Any] = {
    "plan_uid": "plan-of-two",
    "uid": "t1",
    "value": "unknown",
    "number": 1,
    "key": KEY,
    "code": "east-1",
    "form": "json",
    "what": "edit",
    "pk": NOBODY,
    "sign": "east_liaison",
    "token": "unknown",
    "sha256": DIGEST,
    "uidb36": "1",
    "rest": "unknown",
    "duty_pk": NOBODY,
    "period": "2024-Q1",
    "indicator": "NONE",
    "kind": "paths",
    "data_set": KEY,
    "submission": KEY,
    "decision": KEY,
    "group": KEY,
    "tasks": KEY,
    "report": KEY,
    "extension": KEY,
}


def routes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every named route of the site with the arguments of its address."""
    yield from _walk(get_resolver().url_patterns, "", {})


def _walk(patterns: list[Any], space: str, above: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in patterns:
        names = {**above, **{name: ARGS[name] for name in each.pattern.converters}}
        names |= {name: ARGS[name] for name in each.pattern.regex.groupindex if name in ARGS}
        if isinstance(each, URLPattern):
            if each.name:
                yield f"{space}{each.name}", names
        else:
            yield from _walk(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space, names)


ANYBODY = "anonymous"
PLAN_PARTY = ("east_office", "east_manager", "east_signatory", "east_liaison", "east_reviewer", "east_leader")
OUTSIDE = ("stranger", "system_admin", "security_admin", "audit_admin")
ACTORS = (ANYBODY, *PLAN_PARTY, *OUTSIDE)


def _row(anonymous: int, inside: int, outside: int, **others: int) -> dict[str, int]:
    """Status by actor: the anonymous visitor, the members of the plan's parties, those outside it, and exceptions."""
    row = {ANYBODY: anonymous} | dict.fromkeys(PLAN_PARTY, inside) | dict.fromkeys(OUTSIDE, outside)
    return row | others


def _only(*actors: str, anonymous: int = 302) -> dict[str, int]:
    return _row(anonymous, 403, 403, **dict.fromkeys(actors, 200))


# What a GET is answered. 302 for the anonymous visitor is the way to the sign-in page.
CLASSES: dict[str, dict[str, int]] = {
    "open to all": _row(200, 200, 200),
    "leads elsewhere": _row(302, 302, 302),
    "for those who are out": _row(200, 302, 302),
    "for those who are in": _row(302, 200, 200),
    "for the plan's parties": _row(302, 200, 404),
    "posted to": _row(302, 405, 405),
    "of a thing that is not there": _row(302, 404, 404),
    "refused as a link that is void": _row(409, 409, 409),
    "members": _only("east_office", "east_manager", "stranger", "system_admin", "security_admin"),
    "notices": _only("east_office", "stranger"),
    "inviting": _only("east_manager", "system_admin"),
    "running the system": _only("system_admin"),
    "a hierarchy that is not there": _row(302, 403, 403, system_admin=404),
    "managing a party": _only("east_manager"),
    "security": _only("security_admin"),
    "journal": _only("east_office", "east_manager", "east_leader", "stranger", "audit_admin"),
    "a received ledger": _row(302, 403, 404, east_office=404, east_liaison=404),
    "of a plan that was typed in": _row(302, 403, 404, east_office=409),
    "signs after POST only": _row(302, 302, 404),
    "defining what is measured": _row(302, 403, 404, east_office=200),
    "defining again": _row(302, 403, 404, east_office=404),
    "amends what is agreed": _row(302, 409, 404),
    "api for members": _row(401, 200, 200),
    "api for the plan's parties": _row(401, 200, 404),
    "api journal": _only("east_office", "east_manager", "east_leader", "stranger", "audit_admin", anonymous=401),
    "api journal of a plan": _row(401, 403, 404, east_office=200, east_manager=200, east_leader=200),
    "api asks for more": _row(401, 422, 422),
    "api thing that is not there": _row(401, 404, 404),
    "api of what is agreed": _row(401, 409, 404),
    "api posted to": _row(405, 405, 405),
    "api of no such address": _row(404, 404, 404),
}

ROUTES: dict[str, str] = {
    name: group
    for group, names in {
        "open to all": """account_inactive account_reset_password account_confirm_email account_reset_password_done
            account_reset_password_from_key account_reset_password_from_key_done openapi api-docs""",
        "leads elsewhere": """set_language accounts:address accounts:address_sent account_email account_set_password
            account_email_verification_sent account_confirm_login_code mfa_authenticate mfa_reauthenticate
            mfa_activate_totp mfa_generate_recovery_codes mfa_add_webauthn mfa_reauthenticate_webauthn
            mfa_remove_webauthn mfa_edit_webauthn""",
        "for those who are out": "account_login account_signup",
        "for those who are in": """account_logout account_reauthenticate account_change_password mfa_index
            mfa_list_webauthn accounts:profile accounts:organisations accounts:organisations_export
            accounts:organisation documents:documents drafting:home fulfilling:search fulfilling:work
            fulfilling:organisation fulfilling:inbox""",
        "for the plan's parties": """drafting:desk drafting:frame drafting:changes drafting:check drafting:complete drafting:row drafting:edit
            drafting:history
            endorsing:proposals endorsing:proposal endorsing:statement endorsing:version fulfilling:overview
            fulfilling:timetable fulfilling:timetable_sheets fulfilling:item fulfilling:waits fulfilling:overdue fulfilling:units fulfilling:actions
            fulfilling:rules fulfilling:consequences
            fulfilling:ledger fulfilling:supervision publishing:bulletins publishing:export measuring:indicators
            measuring:boards measuring:collection measuring:comparison
            fulfilling:meetings fulfilling:decisions fulfilling:groups fulfilling:key_task_lists""",
        "posted to": """accounts:token_make accounts:token_revoke accounts:invitation accounts:end accounts:unlock
            accounts:reset_factor accounts:organisation_act accounts:hierarchy_remove measuring:area_map_withdraw documents:add drafting:start drafting:accept drafting:add
            drafting:join drafting:undo drafting:remove drafting:move drafting:split endorsing:key endorsing:propose
            endorsing:amend_new endorsing:amend_remove endorsing:name endorsing:act fulfilling:begin
            fulfilling:evidence fulfilling:act fulfilling:reschedule
            fulfilling:read fulfilling:choose fulfilling:answer_notice fulfilling:again fulfilling:robot_add
            fulfilling:robot_end fulfilling:urge
            fulfilling:extend fulfilling:close fulfilling:set_light fulfilling:set_rhythm fulfilling:set_light_rules
            fulfilling:unsent fulfilling:forget fulfilling:merge fulfilling:evidence_drop fulfilling:answer_extension
            fulfilling:ledger_export fulfilling:ledger_receive fulfilling:ledger_confirm fulfilling:ledger_point
            fulfilling:answer_duty
            publishing:bulletin_make publishing:bulletin_write publishing:bulletin_sign_off
            measuring:set measuring:withdraw measuring:board_make measuring:board_arrange measuring:begin
            measuring:bulk measuring:receive measuring:take measuring:check measuring:fill
            measuring:submission_act
            fulfilling:meeting_prepare fulfilling:meeting_arrange fulfilling:meeting_refresh fulfilling:meeting_minutes
            fulfilling:meeting_decide fulfilling:meeting_act fulfilling:decision_strike fulfilling:decision_act
            fulfilling:group_found fulfilling:group_act fulfilling:key_tasks_list fulfilling:key_tasks_act""",
        "of a thing that is not there": """mfa_deactivate_totp mfa_view_recovery_codes mfa_download_recovery_codes
            documents:document fulfilling:report fulfilling:evidence_file fulfilling:proof
            publishing:bulletin publishing:bulletin_paper measuring:indicator measuring:pieces
            measuring:picture measuring:numbers measuring:region measuring:board measuring:period measuring:workbook
            measuring:preview measuring:submission measuring:change_set publishing:meeting_paper
            fulfilling:meeting fulfilling:decision fulfilling:group fulfilling:key_tasks""",
        "refused as a link that is void": "accounts:join",
        "members": "accounts:members",
        "notices": "fulfilling:notices",
        "inviting": "accounts:invite",
        "running the system": "accounts:parties accounts:hierarchies measuring:area_map",
        "a hierarchy that is not there": "accounts:hierarchy",
        "managing a party": "accounts:place accounts:organisation_add accounts:organisations_import",
        "security": "accounts:security",
        "journal": "accounts:journal",
        "a received ledger": "fulfilling:ledger_preview fulfilling:ledger_comments",
        "of a plan that was typed in": "drafting:examples",
        "signs after POST only": "endorsing:sign",
        "defining what is measured": "measuring:define measuring:open_set",
        "defining again": "measuring:redefine",
        "amends what is agreed": "endorsing:amend endorsing:amend_plan",
        "api for members": """api:me api:all_parties api:organisations api:organisation api:documents api:add api:plans
            api:start_plan api:duties api:work api:reports_due""",
        "api for the plan's parties": """api:plan api:change_plan_itself api:items api:add_item api:item api:edit_item
            api:remove_item api:tree api:item_history api:proposals api:propose api:proposal api:name_proposal
            api:remarks api:remark api:statement api:versions api:version api:content api:overview api:timetable
            api:waits api:board api:export api:meetings api:prepare_meeting api:decisions api:groups api:found_group
            api:key_task_lists api:list_key_tasks api:indicators api:define_indicator api:collection api:data_sets api:reports api:begin_report
            api:extensions api:ask_extension api:closings api:close""",
        "api of what is agreed": "api:plan_wanted api:amend_plan",
        "api journal": "api:journal",
        "api journal of a plan": "api:plan_journal",
        "api asks for more": "api:completions api:changes api:search",
        "api thing that is not there": """api:document api:draft api:meeting api:decision api:group api:change_group
            api:key_tasks api:change_key_tasks api:one_indicator api:redefine_indicator api:of_organisations api:submissions
            api:one_submission api:report api:edit_report api:extension""",
        "api posted to": """api:move_item api:split_item api:join_items api:accept_items api:undo api:open_proposal
            api:withdraw api:decline api:rebase api:amend_new api:amend api:amend_without
            api:arrange_meeting api:refresh_agenda api:write_minutes api:move_meeting api:decide api:strike
            api:give_values api:change_data_set api:take_definitions api:set_value api:withdraw_value api:move_submission api:act_on_decision api:carry_out_decision api:end_group api:end_key_tasks
            api:act_on_report api:add_evidence api:answer_extension""",
        "api of no such address": "api:api-root",
    }.items()
    for name in names.split()
}
# The same name twice in the API: the one below a plan.
ALIASES = {("api:journal", "plan_uid"): "api:plan_journal"}


def group_of(name: str, kwargs: dict[str, Any]) -> str | None:
    """Return the class that a route stands in, ``None`` where it stands in none."""
    for part in kwargs:
        name = ALIASES.get((name, part), name)
    return ROUTES.get(name)
