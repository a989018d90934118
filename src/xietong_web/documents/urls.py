"""Takes an address below ``/documents/``; gives its view."""

from django.urls import path

from xietong_web.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("add/", views.add, name="add"),
    path("<uuid:key>/", views.document, name="document"),
]
