"""Takes an address about supervision; gives its view."""

from django.urls import path

from xietong_web.fulfilling.supervising import views

urlpatterns = [
    path("inbox/", views.inbox_page, name="inbox"),
    path("inbox/read/", views.read, name="read"),
    path("inbox/choose/", views.choose, name="choose"),
    path("notices/", views.notices, name="notices"),
    path("notices/<int:pk>/answer/", views.answer, name="answer_notice"),
    path("notices/deliveries/<int:pk>/again/", views.again, name="again"),
    path("notices/robots/", views.robot_add, name="robot_add"),
    path("notices/robots/<slug:uid>/end/", views.robot_end, name="robot_end"),
    path("plans/<slug:plan_uid>/supervision/", views.supervision, name="supervision"),
    path("plans/<slug:plan_uid>/waits/urge/", views.urge, name="urge"),
]
