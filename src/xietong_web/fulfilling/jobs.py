"""Takes acts that changed the words of many items; gives the job that files these in the search index."""

from django_tasks import task

from xietong_web.fulfilling.indexing import index_batch


@task()
def file_batch(plan_uid: str, batch: str) -> None:
    """File the items of a plan that an act wrote."""
    index_batch(plan_uid, batch)
