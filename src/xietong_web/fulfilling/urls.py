"""Takes an address about how a plan stands; gives its view."""

from django.urls import path

from xietong_web.fulfilling import (
    duty_views,
    evidence_views,
    ledger_views,
    reporting_views,
    search_views,
    unit_views,
    views,
)
from xietong_web.fulfilling.amending import views as amending_views
from xietong_web.fulfilling.closing import views as closing_views
from xietong_web.fulfilling.extending import views as extending_views
from xietong_web.fulfilling.meeting.urls import urlpatterns as meeting_patterns
from xietong_web.fulfilling.ruling import views as ruling_views
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
    path("plans/<slug:plan_uid>/timetable/sheets/", views.timetable_sheets, name="timetable_sheets"),
    path("plans/<slug:plan_uid>/overdue/", unit_views.overdue, name="overdue"),
    path("plans/<slug:plan_uid>/units/", unit_views.units, name="units"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/actions/", unit_views.actions, name="actions"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/reschedule/", unit_views.reschedule, name="reschedule"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/extend/", extending_views.ask, name="extend"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/close/", closing_views.close, name="close"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/light/", ruling_views.set_light, name="set_light"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/", views.item, name="item"),
    path("plans/<slug:plan_uid>/rules/", ruling_views.rules, name="rules"),
    path("plans/<slug:plan_uid>/rules/rhythm/", ruling_views.set_rhythm, name="set_rhythm"),
    path("plans/<slug:plan_uid>/rules/lights/", ruling_views.set_light_rules, name="set_light_rules"),
    path(
        "plans/<slug:plan_uid>/consequences/<int:number>/",
        amending_views.consequences,
        name="consequences",
    ),
    path("plans/<slug:plan_uid>/ledger/", ledger_views.ledger, name="ledger"),
    path("plans/<slug:plan_uid>/ledger/export/", ledger_views.export, name="ledger_export"),
    path("plans/<slug:plan_uid>/ledger/receive/", ledger_views.receive, name="ledger_receive"),
    path("plans/<slug:plan_uid>/ledger/<slug:sha256>/", ledger_views.preview, name="ledger_preview"),
    path("plans/<slug:plan_uid>/ledger/<slug:sha256>/point/", ledger_views.point, name="ledger_point"),
    path("plans/<slug:plan_uid>/ledger/<slug:sha256>/confirm/", ledger_views.confirm, name="ledger_confirm"),
    path("plans/<slug:plan_uid>/ledger/<slug:sha256>/comments/", ledger_views.comments, name="ledger_comments"),
    path("plans/<slug:plan_uid>/waits/", waits, name="waits"),
    path("plans/<slug:plan_uid>/items/<slug:uid>/report/", reporting_views.begin, name="begin"),
    path("duties/<int:duty_pk>/<slug:what>/", duty_views.answer, name="answer_duty"),
    path("reports/<slug:uid>/", reporting_views.report, name="report"),
    path("reports/<slug:uid>/unsent/", reporting_views.unsent, name="unsent"),
    path("reports/<slug:uid>/forget/", reporting_views.forget, name="forget"),
    path("reports/<slug:uid>/merge/", reporting_views.merge, name="merge"),
    path("reports/<slug:uid>/evidence/", evidence_views.add, name="evidence"),
    path("reports/<slug:uid>/evidence/<slug:sha256>/", evidence_views.of_report, name="evidence_file"),
    path("reports/<slug:uid>/evidence/<slug:sha256>/drop/", evidence_views.drop, name="evidence_drop"),
    path("reports/<slug:uid>/<slug:what>/", reporting_views.act, name="act"),
    path("extensions/<slug:uid>/<slug:what>/", extending_views.answer, name="answer_extension"),
    path("evidence/<slug:kind>/<slug:uid>/<slug:sha256>/", evidence_views.of_other, name="proof"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
]
