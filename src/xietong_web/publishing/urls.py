"""Takes an address of a paper; gives its view."""

from django.urls import path

from xietong_web.publishing import bulletin_views, meeting_papers, views

app_name = "publishing"
urlpatterns = [
    path("plans/<slug:plan_uid>/export/<slug:form>/", views.export, name="export"),
    path("plans/<slug:plan_uid>/meetings/<int:number>/papers/<slug:form>/", meeting_papers.paper, name="meeting_paper"),
    path("plans/<slug:plan_uid>/bulletins/", bulletin_views.bulletins, name="bulletins"),
    path("plans/<slug:plan_uid>/bulletins/make/", bulletin_views.make, name="bulletin_make"),
    path("plans/<slug:plan_uid>/bulletins/<slug:period>/", bulletin_views.bulletin, name="bulletin"),
    path("plans/<slug:plan_uid>/bulletins/<slug:period>/write/", bulletin_views.write, name="bulletin_write"),
    path("plans/<slug:plan_uid>/bulletins/<slug:period>/sign-off/", bulletin_views.sign_off, name="bulletin_sign_off"),
    path(
        "plans/<slug:plan_uid>/bulletins/<slug:period>/paper/<slug:form>/", bulletin_views.paper, name="bulletin_paper"
    ),
]
