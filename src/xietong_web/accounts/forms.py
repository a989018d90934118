"""Takes what was typed about people and bodies; gives it checked, each complaint beside its field."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xietong_web.accounts.models import Member, Organisation, Party, Person
from xietong_web.accounts.permissions import may
from xietong_web.accounts.roles import ADMINISTRATORS, MANAGING, Role
from xietong_web.accounts.services import SIGN_IN_NAME
from xietong_web.theme.templatetags.theme import named, word


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class JoinForm(forms.Form):
    """What an invited person chooses: a sign-in name and a password that the profile in force accepts."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        help_text=_("Letters, digits and . _ - only."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=_("The password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        texts = [(text,) for text in password_validators_help_texts()]
        self.fields["password"].help_text = format_html_join(" ", "{}", texts)

    def clean_username(self) -> str:
        """Return the name where nobody has it."""
        username: str = self.cleaned_data["username"].strip()
        if not SIGN_IN_NAME.fullmatch(username):
            raise ValidationError(gettext("Letters, digits and . _ - only."))
        if Person.objects.filter(username__iexact=username).exists():
            raise ValidationError(gettext("This sign-in name is taken; choose another."))
        return username

    def clean(self) -> dict[str, Any]:
        """Check the password by the profile in force, and that it was typed twice alike."""
        given = self.cleaned_data
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", gettext("The two passwords differ."))
        if given.get("password"):
            try:
                validate_password(given["password"], Person(username=given.get("username", ""), name=self.name))
            except ValidationError as trouble:
                self.add_error("password", trouble)
        return given


class InviteForm(forms.Form):
    """Whom a manager lets in, and as what."""

    name = forms.CharField(label=_("Full name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("For a forgotten password; may be empty."))
    party = forms.ModelChoiceField(Party.objects.none(), label=_("Party"), required=False)
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), required=False)

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["roles"].choices = [(role.value, word(role.value)) for role in roles_open_to(by)]  # type: ignore[attr-defined]
        if by.party:
            del self.fields["party"]
            self.fields["organisation"].queryset = bodies_to_choose(by.party)  # type: ignore[attr-defined]
            self.fields["organisation"].label_from_instance = named  # type: ignore[attr-defined]
        else:
            self.fields["party"].queryset = Party.objects.all()  # type: ignore[attr-defined]
            self.fields["party"].label_from_instance = named  # type: ignore[attr-defined]
            self.fields["party"].help_text = gettext("None for the three administrators.")
            del self.fields["organisation"]


def roles_open_to(by: Member) -> list[Role]:
    """Return the roles that a member may hand out: a manager those of the party, the system administrator the rest."""
    if may(by, "accounts.invite-manager"):
        return [role for role in Role if role in MANAGING]
    if may(by, "accounts.invite", party=by.party_code):
        return [role for role in Role if role not in ADMINISTRATORS and role is not Role.PARTY_MANAGER]
    return []


def bodies_to_choose(party: Party) -> Any:
    """Return a party's bodies that have not ended."""
    return Organisation.objects.filter(party=party, valid_to=None).order_by("code")


class PlaceForm(forms.Form):
    """Which body a member works in."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), required=False)

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = bodies_to_choose(party)  # type: ignore[attr-defined]
        self.fields["organisation"].label_from_instance = named  # type: ignore[attr-defined]


class ProfileForm(forms.Form):
    """What people say about themselves."""

    name = forms.CharField(label=_("Full name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class OrganisationForm(forms.Form):
    """A body, as it is added or corrected."""

    code = forms.SlugField(label=_("Code"), max_length=60, help_text=_("The official code; it never changes."))
    name = forms.CharField(label=_("Name"), max_length=160)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    kind = forms.CharField(label=_("Kind"), max_length=40, required=False)
    parent = forms.CharField(label=_("Code of the body above"), max_length=60, required=False)
    aliases = forms.CharField(
        label=_("Other names"), required=False, help_text=_("Several are parted by 、"), max_length=500
    )
    valid_from = _day(_("Exists from"), help_text=_("Empty: always did."))

    field_order = ["code", "name", "name_en", "kind", "parent", "aliases", "valid_from"]

    def clean_aliases(self) -> list[str]:
        """Return the names as a list."""
        text = self.cleaned_data["aliases"].replace("|", "、").replace("，", "、")
        return [name.strip() for name in text.split("、") if name.strip()]


class EditForm(OrganisationForm):
    """The same, of a body whose code stands."""

    code = None  # type: ignore[assignment]


class CloseForm(forms.Form):
    """When a body ends."""

    day = _day(_("Last day"), required=True)


class SuccessorForm(forms.Form):
    """What takes a body's place: for a change of name, and for a merger with the bodies whose codes are named."""

    code = forms.SlugField(label=_("New code"), max_length=60)
    name = forms.CharField(label=_("New name"), max_length=160)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    day = _day(_("From"), required=True)


class MergeForm(SuccessorForm):
    """A merger."""

    others = forms.CharField(label=_("Codes of the other bodies"), help_text=_("Parted by blanks."))

    field_order = ["others", "code", "name", "name_en", "day"]


class SplitForm(forms.Form):
    """One new body a line: code, share in per cent, name."""

    parts = forms.CharField(
        label=_("New bodies"),
        help_text=_("One a line: code, share in per cent, name – for example: XT-9a 60 Division One"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = _day(_("From"), required=True)

    def clean_parts(self) -> list[tuple[str, str, str]]:
        """Return (code, share, name) of every line."""
        found = []
        for line in self.cleaned_data["parts"].splitlines():
            if not line.strip():
                continue
            words = line.split(maxsplit=2)
            if len(words) != 3 or not words[1].rstrip("%").replace(".", "", 1).isdecimal():
                raise ValidationError(gettext("Write one new body a line: code, share in per cent, name."))
            found.append((words[0], words[1].rstrip("%"), words[2]))
        return found


class PartyForm(forms.Form):
    """An authority that signs."""

    code = forms.SlugField(label=_("Code"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    short = forms.CharField(label=_("Short name"), max_length=40)
    side = forms.CharField(label=_("One-character name of the region"), max_length=2)
    place = forms.CharField(label=_("Region"), max_length=40, required=False)
    adjectives = forms.CharField(
        label=_("Other names of the region"), required=False, max_length=200, help_text=_("Several are parted by 、")
    )

    def clean_adjectives(self) -> list[str]:
        """Return the names as a list."""
        return [name.strip() for name in self.cleaned_data["adjectives"].split("、") if name.strip()]


class TokenForm(forms.Form):
    """What an API key is for."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
