"""Takes an address below ``/``; gives the view of people and bodies."""

from django.urls import path

from xietong_web.accounts import views

app_name = "accounts"
urlpatterns = [path("profile/", views.profile, name="profile")]
