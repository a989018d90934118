"""Takes an address of a plan being drafted; gives its view."""

from django.urls import path

from xietong_web.drafting import frame_views, views

app_name = "drafting"
urlpatterns = [
    path("", views.home, name="home"),
    path("plans/start/<uuid:key>/", views.start, name="start"),
    path("plans/<slug:plan_uid>/desk/", views.desk, name="desk"),
    path("plans/<slug:plan_uid>/desk/accept/", views.accept, name="accept"),
    path("plans/<slug:plan_uid>/desk/add/", views.add, name="add"),
    path("plans/<slug:plan_uid>/desk/join/", views.join, name="join"),
    path("plans/<slug:plan_uid>/desk/undo/", views.undo, name="undo"),
    path("plans/<slug:plan_uid>/desk/check/", views.check, name="check"),
    path("plans/<slug:plan_uid>/desk/plan/", frame_views.frame, name="frame"),
    path("plans/<slug:plan_uid>/desk/changes/", views.changes, name="changes"),
    path("plans/<slug:plan_uid>/desk/examples/", views.examples, name="examples"),
    path("plans/<slug:plan_uid>/desk/complete/", views.complete, name="complete"),
    path("plans/<slug:plan_uid>/desk/<slug:uid>/", views.row, name="row"),
    path("plans/<slug:plan_uid>/desk/<slug:uid>/edit/", views.edit, name="edit"),
    path("plans/<slug:plan_uid>/desk/<slug:uid>/remove/", views.remove, name="remove"),
    path("plans/<slug:plan_uid>/desk/<slug:uid>/move/", views.move, name="move"),
    path("plans/<slug:plan_uid>/desk/<slug:uid>/split/", views.split, name="split"),
    path("plans/<slug:plan_uid>/desk/<slug:uid>/history/", views.item_history, name="history"),
]
