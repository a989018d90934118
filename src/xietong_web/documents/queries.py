"""Takes a member; gives the documents that this member may see."""

from xietong.basics import Refusal
from xietong_web.accounts.models import Member
from xietong_web.documents.models import Document, DocumentSet


def visible_to(member: Member) -> DocumentSet:
    """Return the documents of the member's party and of its plans, newest first."""
    return Document.objects.visible_to(member.party).select_related("party", "file").prefetch_related("plans")


def the_document(member: Member, key: str) -> Document:
    """Return one document. Raises Refusal ``not-found`` where there is none or it is not for this member."""
    found = visible_to(member).filter(pk=key).first()
    if found is None:
        raise Refusal(
            "not-found",
            zh="没有这份文件，或它不对您开放；请从文件列表进入。",
            en="There is no such document, or it is not open to you; start from the list.",
        )
    return found
