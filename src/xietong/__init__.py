"""Takes policy documents and what authorities agreed; gives plans, progress, measurement and publications.

The engines: pure functions over frozen values. No Django, no database, no network, no clock, no dice.
"""

__version__ = "0.1.0"
