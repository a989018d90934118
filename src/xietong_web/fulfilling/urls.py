"""Takes an address about how a plan stands; gives its view."""

from django.urls import path

from xietong_web.fulfilling import duty_views, ledger_views, reporting_views, search_views, unit_views, views
from xietong_web.fulfilling.meeting.urls import urlpatterns as meeting_patterns
from xietong_web.fulfilling.supervising.urls import urlpatterns as supervising
from xietong_web.fulfilling.waiting.views import waits

app_name = "fulfilling"
urlpatterns = [
    *meeting_patterns,
    *supervising,
    path("search/", search_views.search_page, name="search"),
    path("work/", views.work, name="work"),
    path("plans/<slug:plan_uid>/", views.overview, name="overview"),
    path("plans/<slug:plan_uid>/timetable/", views.timetable, name="timetable"),
    path("plans/<slug:plan_uid>/overdue/", unit_views.overdue, name="overdue"),
    path("plans/<slug:plan_uid>/units/", unit_views.units, name="units"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/actions/", unit_views.actions, name="actions"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/reschedule/", unit_views.reschedule, name="reschedule"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/", views.item, name="item"),
    path("plans/<slug:plan_uid>/ledger/", ledger_views.ledger, name="ledger"),
    path("plans/<slug:plan_uid>/ledger/export/", ledger_views.export, name="ledger_export"),
    path("plans/<slug:plan_uid>/ledger/receive/", ledger_views.receive, name="ledger_receive"),
    path("plans/<slug:plan_uid>/ledger/<slug:sha256>/", ledger_views.preview, name="ledger_preview"),
    path("plans/<slug:plan_uid>/ledger/<slug:sha256>/confirm/", ledger_views.confirm, name="ledger_confirm"),
    path("plans/<slug:plan_uid>/ledger/<slug:sha256>/comments/", ledger_views.comments, name="ledger_comments"),
    path("plans/<slug:plan_uid>/waits/", waits, name="waits"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/report/", reporting_views.begin, name="begin"),
    path("duties/<int:duty_pk>/<slug:what>/", duty_views.answer, name="answer_duty"),
    path("reports/<slug:uid>/", reporting_views.report, name="report"),
    path("reports/<slug:uid>/evidence/", reporting_views.evidence, name="evidence"),
    path("reports/<slug:uid>/evidence/<slug:sha256>/", reporting_views.evidence_file, name="evidence_file"),
    path("reports/<slug:uid>/<slug:what>/", reporting_views.act, name="act"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
]
