"""Takes an address about meetings, decisions, groups or key-task lists; gives its view."""

from django.urls import path

from xietong_web.fulfilling.meeting import decision_views, roster_views, views

MEETING = "plans/<slug:plan_uid>/meetings/<int:number>/"
urlpatterns = [
    path("plans/<slug:plan_uid>/meetings/", views.meetings, name="meetings"),
    path("plans/<slug:plan_uid>/meetings/prepare/", views.prepare, name="meeting_prepare"),
    path(MEETING, views.meeting, name="meeting"),
    path(f"{MEETING}arrange/", views.arrange, name="meeting_arrange"),
    path(f"{MEETING}refresh/", views.refresh, name="meeting_refresh"),
    path(f"{MEETING}minutes/", views.minutes, name="meeting_minutes"),
    path(f"{MEETING}decide/", views.decide, name="meeting_decide"),
    path(f"{MEETING}strike/<slug:uid>/", views.strike, name="decision_strike"),
    path(f"{MEETING}<slug:what>/", views.act, name="meeting_act"),
    path("plans/<slug:plan_uid>/decisions/", decision_views.decisions, name="decisions"),
    path("plans/<slug:plan_uid>/decisions/<slug:uid>/", decision_views.decision, name="decision"),
    path("plans/<slug:plan_uid>/decisions/<slug:uid>/<slug:what>/", decision_views.act, name="decision_act"),
    path("plans/<slug:plan_uid>/groups/", roster_views.groups, name="groups"),
    path("plans/<slug:plan_uid>/groups/found/", roster_views.found, name="group_found"),
    path("plans/<slug:plan_uid>/groups/<slug:uid>/", roster_views.group, name="group"),
    path("plans/<slug:plan_uid>/groups/<slug:uid>/<slug:what>/", roster_views.group_act, name="group_act"),
    path("plans/<slug:plan_uid>/key-tasks/", roster_views.key_task_lists, name="key_task_lists"),
    path("plans/<slug:plan_uid>/key-tasks/list/", roster_views.list_tasks, name="key_tasks_list"),
    path("plans/<slug:plan_uid>/key-tasks/<slug:uid>/", roster_views.key_tasks, name="key_tasks"),
    path("plans/<slug:plan_uid>/key-tasks/<slug:uid>/<slug:what>/", roster_views.key_tasks_act, name="key_tasks_act"),
]
