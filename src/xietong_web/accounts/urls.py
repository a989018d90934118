"""Takes an address below ``/``; gives the view of people and bodies."""

from django.urls import path

from xietong_web.accounts import member_views, organisation_views, system_views, views

app_name = "accounts"
urlpatterns = [
    # The sign-in package's own pages for addresses: the profile has the address.
    path("accounts/email/", views.to_profile, name="address"),
    path("accounts/confirm-email/", views.to_profile, name="address_sent"),
    path("join/<str:token>/", views.join, name="join"),
    path("profile/", views.profile, name="profile"),
    path("profile/tokens/", views.token_make, name="token_make"),
    path("profile/tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
    path("members/", member_views.members, name="members"),
    path("members/invite/", member_views.invite, name="invite"),
    path("members/invitations/<int:pk>/<slug:what>/", member_views.invitation, name="invitation"),
    path("members/<str:sign>/end/", member_views.end, name="end"),
    path("members/<str:sign>/place/", member_views.place, name="place"),
    path("security/", member_views.security, name="security"),
    path("security/unlock/", member_views.unlock, name="unlock"),
    path("security/<str:sign>/reset/", member_views.reset_factor, name="reset_factor"),
    path("parties/", system_views.parties, name="parties"),
    path("hierarchies/", system_views.hierarchies, name="hierarchies"),
    path("hierarchies/<slug:code>/", system_views.hierarchy, name="hierarchy"),
    path("hierarchies/<slug:code>/remove/", system_views.hierarchy_remove, name="hierarchy_remove"),
    path("journal/", member_views.journal, name="journal"),
    path("organisations/", organisation_views.organisations, name="organisations"),
    path("organisations/export/", organisation_views.export, name="organisations_export"),
    path("organisations/add/", organisation_views.add, name="organisation_add"),
    path("organisations/import/", organisation_views.import_table, name="organisations_import"),
    path("organisations/<slug:code>/life/", organisation_views.organisation, name="organisation"),
    path("organisations/<slug:code>/life/<slug:what>/", organisation_views.organisation_act, name="organisation_act"),
]
