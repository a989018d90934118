"""Takes an address about how a plan stands; gives its view."""

from django.urls import path

from xietong_web.fulfilling import search_views, views

app_name = "fulfilling"
urlpatterns = [
    path("search/", search_views.search_page, name="search"),
    path("work/", views.work, name="work"),
    path("plans/<slug:plan_uid>/", views.overview, name="overview"),
    path("plans/<slug:plan_uid>/timetable/", views.timetable, name="timetable"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/", views.item, name="item"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
]
