"""Takes extensions, acceptances, decisions and notices; gives what is asked of whom and still unanswered."""

from collections.abc import Iterable
from datetime import date

from xietong.fulfilling.accepting import Acceptance, AcceptanceState
from xietong.fulfilling.decisions import Decision, DecisionState
from xietong.fulfilling.extensions import Extension, ExtensionState
from xietong.fulfilling.supervision import Notice, Recipient
from xietong.fulfilling.waits import Body, Question


def extension_questions(extension: Extension) -> tuple[Question, ...]:
    """Return an extension still unanswered as a question to every party that may grant it."""
    if extension.state is not ExtensionState.ASKED:
        return ()
    by = Body(extension.by.party, extension.by.organisation)
    return tuple(
        Question(extension.uid, by, Body(party), extension.asked.date(), extension.item)
        for party in extension.counterparts or (extension.by.party,)
    )


def acceptance_questions(acceptance: Acceptance, handed: date) -> tuple[Question, ...]:
    """Return a duty handed over on a day and not yet accepted as a question to its organisation (the unsigned list), an
    objection as a question to the party's joint office."""
    duty = acceptance.duty
    body, office = Body(duty.party, duty.organisation), Body(duty.party)
    uid = f"duty/{duty.item}/{duty.party}/{duty.organisation}/{acceptance.version}"
    since = acceptance.history[-1].at.date() if acceptance.history else handed
    if acceptance.state is AcceptanceState.OPEN:
        return (Question(uid, office, body, since, duty.item),)
    if acceptance.state is AcceptanceState.OBJECTED:
        return (Question(uid, body, office, since, duty.item),)
    return ()


def decision_questions(decision: Decision, today: date) -> tuple[Question, ...]:
    """Return what is open about a decision: overdue, each party that met asks the bodies that carry it out; claimed as
    done, they ask every party that has not confirmed."""
    bodies = [Body(duty.party, duty.organisation) for duty in decision.duties]
    if decision.state is DecisionState.OPEN and decision.due is not None and decision.due < today:
        return tuple(
            Question(decision.uid, Body(party), body, decision.due) for body in bodies for party in decision.parties
        )
    if decision.state is DecisionState.CLAIMED:
        claim = decision.history[-1]
        by = Body(claim.by.party, claim.by.organisation)
        missing = [party for party in decision.parties if party not in decision.confirmations]
        return tuple(Question(decision.uid, by, Body(party), claim.at.date()) for party in missing)
    return ()


def notice_questions(sent: Iterable[tuple[Notice, date]]) -> tuple[Question, ...]:
    """Return the notices sent on a day that demand a written answer as questions of the party to its organisation."""
    return tuple(
        Question(notice.key, Body(notice.body.party), notice.body, day)
        for notice, day in sent
        if notice.answer and notice.recipient is Recipient.ORGANISATION
    )
