"""Takes an address about how a plan stands; gives its view."""

from django.urls import path

from xietong_web.fulfilling import unit_views, views

app_name = "fulfilling"
urlpatterns = [
    path("work/", views.work, name="work"),
    path("plans/<slug:plan_uid>/", views.overview, name="overview"),
    path("plans/<slug:plan_uid>/timetable/", views.timetable, name="timetable"),
    path("plans/<slug:plan_uid>/overdue/", unit_views.overdue, name="overdue"),
    path("plans/<slug:plan_uid>/units/", unit_views.units, name="units"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/actions/", unit_views.actions, name="actions"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/", views.item, name="item"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
]
