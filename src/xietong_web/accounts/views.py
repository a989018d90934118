"""Takes requests about people and bodies; gives their pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Show the signed-in person."""
    return render(request, "accounts/profile.html")
