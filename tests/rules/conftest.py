"""Settings of the property tests: no example is timed, for a slow machine is no broken rule."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
