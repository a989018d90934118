"""Takes an address; gives the room that answers it."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("xietong_web.accounts.urls")),
    path("", include("xietong_web.accounts.factors")),
    path("accounts/", include("allauth.urls")),
    path("api/", include("xietong_web.api")),
    path("documents/", include("xietong_web.documents.urls")),
    path("", include("xietong_web.drafting.urls")),
    path("", include("xietong_web.endorsing.urls")),
    path("", include("xietong_web.fulfilling.urls")),
    path("", include("xietong_web.measuring.urls")),
    path("", include("xietong_web.publishing.urls")),
]
