"""Takes queued documents; gives the job that reads them."""

from django.utils import timezone
from django_tasks import task

from xietong_web.documents.models import Document
from xietong_web.documents.services import read_document


@task()
def read(document_id: str) -> None:
    """Read one document."""
    document = Document.objects.select_related("file").get(pk=document_id)
    read_document(document=document, now=timezone.now())
