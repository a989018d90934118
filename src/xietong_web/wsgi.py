"""Takes the environment; gives the WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xietong_web.settings")
application = get_wsgi_application()
