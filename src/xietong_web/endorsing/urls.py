"""Takes an address of proposals and versions; gives its view."""

from django.urls import path

from xietong_web.endorsing import amending_views, views

app_name = "endorsing"
urlpatterns = [
    path("signing-key/", views.key, name="key"),
    path("plans/<slug:plan_uid>/proposals/", views.proposals, name="proposals"),
    path("plans/<slug:plan_uid>/proposals/propose/", views.propose, name="propose"),
    path("plans/<slug:plan_uid>/proposals/<int:number>/", views.proposal, name="proposal"),
    path("plans/<slug:plan_uid>/amend-plan/", amending_views.amend_plan, name="amend_plan"),
    path("plans/<slug:plan_uid>/amend/", amending_views.amend_new, name="amend_new"),
    path("plans/<slug:plan_uid>/amend/<slug:uid>/", amending_views.amend, name="amend"),
    path("plans/<slug:plan_uid>/amend/<slug:uid>/remove/", amending_views.amend_remove, name="amend_remove"),
    path("plans/<slug:plan_uid>/proposals/<int:number>/name/", amending_views.name, name="name"),
    path("plans/<slug:plan_uid>/proposals/<int:number>/sign/", views.sign, name="sign"),
    path("plans/<slug:plan_uid>/proposals/<int:number>/statement/", views.statement, name="statement"),
    path("plans/<slug:plan_uid>/proposals/<int:number>/<slug:what>/", views.act, name="act"),
    path("plans/<slug:plan_uid>/versions/<int:number>/", views.version, name="version"),
]
