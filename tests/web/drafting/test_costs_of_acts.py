"""An act on an item asks the database few questions, and as many however long its plan and its family are."""

from tests.cast import NOW, Cast
from xietong import drafting
from xietong_web.drafting.bulk import insert
from xietong_web.drafting.models import Plan, Revision
from xietong_web.drafting.services import add_item, edit_item, undo

# Among them: two for the savepoint, two for the roles (known on a page), three for the journal, and for the search index
# three of a new item, two of new words, none of a new date.
RETITLING, DATING, ADDING, UNDOING = 18, 16, 15, 26


def test_editing_and_adding_cost_the_same_in_a_growing_family(
    cast: Cast, plan: Plan, django_assert_max_num_queries
) -> None:
    by = cast.east_office
    for number in range(3):
        with django_assert_max_num_queries(ADDING):
            made = add_item(
                plan_uid=plan.uid, parent="a1", kind=drafting.Kind.TASK, title=f"新增{number}", by=by, now=NOW
            )
        with django_assert_max_num_queries(RETITLING):
            edit_item(plan_uid=plan.uid, uid=made.uid, revision=1, changes={"title": "改名"}, by=by, now=NOW)
        with django_assert_max_num_queries(DATING):
            edit_item(plan_uid=plan.uid, uid=made.uid, revision=2, changes={"start": NOW.date()}, by=by, now=NOW)
        with django_assert_max_num_queries(UNDOING):
            undo(plan_uid=plan.uid, by=by, now=NOW)


def test_many_new_rows_know_their_own_ids_also_after_some_have_gone(plan: Plan) -> None:
    def made(names: list[str]) -> list[Revision]:
        told = {"plan": plan, "batch": "b", "at": NOW, "by": "x", "act": "edited"}
        return list(insert([Revision(item_uid=name, **told) for name in names]))

    first = made([f"a{n}" for n in range(12)])
    first[-1].delete()
    second = made([f"b{n}" for n in range(12)])
    (one,) = made(["c"])
    rows = {row.pk: row.item_uid for row in [*first[:-1], *second, one]}
    assert dict(Revision.objects.filter(batch="b").values_list("pk", "item_uid")) == rows
    assert len(rows) == 24
