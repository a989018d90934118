"""Takes the sign-in package's addresses; gives each that is not the guarded person's own."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.db.models import F
from django.db.models.functions import Lower


def broken_addresses() -> Iterator[tuple[str, str]]:
    """Yield (code, where) for every address to which a letter about another person's password would go.

    The package looks for a person by these rows as well as by the person's own address: a row that says the same adds
    nothing, any other would let whoever wrote it choose a new password.
    """
    rows = EmailAddress.objects.annotate(said=Lower("email"), own=Lower("user__email")).exclude(said=F("own"))
    yield from (
        ("address-differs", f"account.emailaddress {pk}") for pk in rows.order_by("pk").values_list("pk", flat=True)
    )
