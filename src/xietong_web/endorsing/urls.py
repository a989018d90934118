"""Takes an address of proposals and versions; gives its view."""

from django.urls import path

from xietong_web.endorsing import views

app_name = "endorsing"
urlpatterns = [
    path("signing-key/", views.key, name="key"),
    path("plans/<slug:plan_uid>/proposals/", views.proposals, name="proposals"),
    path("plans/<slug:plan_uid>/proposals/propose/", views.propose, name="propose"),
    path("plans/<slug:plan_uid>/proposals/<int:number>/", views.proposal, name="proposal"),
    path("plans/<slug:plan_uid>/proposals/<int:number>/sign/", views.sign, name="sign"),
    path("plans/<slug:plan_uid>/proposals/<int:number>/statement/", views.statement, name="statement"),
    path("plans/<slug:plan_uid>/proposals/<int:number>/<slug:what>/", views.act, name="act"),
    path("plans/<slug:plan_uid>/versions/<int:number>/", views.version, name="version"),
]
