"""Takes the unit of an indicator, or a body; gives it in the reader's language."""

from django import template

from xietong_web.measuring.words import area_name, unit_said

register = template.Library()
register.filter("unit", unit_said)
register.filter("area", area_name)
