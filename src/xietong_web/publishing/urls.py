"""Takes an address of a paper; gives its view."""

from django.urls import path

from xietong_web.publishing import views

app_name = "publishing"
urlpatterns = [path("plans/<slug:plan_uid>/export/<slug:form>/", views.export, name="export")]
