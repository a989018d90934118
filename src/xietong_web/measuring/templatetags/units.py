"""Takes the unit of an indicator; gives it in the reader's language."""

from django import template

from xietong_web.measuring.words import unit_said

register = template.Library()
register.filter("unit", unit_said)
