"""Takes nothing; gives who plays in the demonstration, and their password. No Django: a second start greets at once."""

from xietong_web.accounts.roles import Role

PASSWORD = "chuan yu tong xin 2021"  # noqa: S105 - the demonstration's, printed at its start; never used elsewhere
PEOPLE: tuple[tuple[str, str, Role, str, str], ...] = (
    # sign-in name, name, role, party, organisation code ("" for the authority itself)
    ("chen", "陈思远", Role.JOINT_OFFICE, "cq", ""),
    ("luo", "罗建明", Role.SIGNATORY, "cq", ""),
    ("tang", "唐晓芸", Role.PARTY_MANAGER, "cq", ""),
    ("ran", "冉秋月", Role.LIAISON, "cq", "XT-CQ-basic"),
    ("mao", "毛一舟", Role.LIAISON, "cq", "XT-CQ-inst-equipment"),  # supports what ran's body leads
    ("peng", "彭立", Role.REVIEWER, "cq", ""),
    ("xiang", "向国华", Role.LEADER, "cq", ""),
    ("liu", "刘若川", Role.JOINT_OFFICE, "sc", ""),
    ("zhao", "赵明德", Role.SIGNATORY, "sc", ""),
    ("he", "何静", Role.PARTY_MANAGER, "sc", ""),
    ("yang", "杨雪梅", Role.LIAISON, "sc", "XT-SC-basic"),
    ("qin", "秦望", Role.LIAISON, "sc", "4151010636"),  # a university that supports what yang's body leads
    ("deng", "邓云", Role.REVIEWER, "sc", ""),
    ("wu", "吴启蜀", Role.LEADER, "sc", ""),
    ("sysadmin", "系统管理员", Role.SYSTEM_ADMIN, "", ""),
    ("secadmin", "安全管理员", Role.SECURITY_ADMIN, "", ""),
    ("auditor", "审计管理员", Role.AUDIT_ADMIN, "", ""),
)
