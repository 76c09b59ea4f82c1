"""What is seen: the window, its places and widgets. Knows neither sqlalchemy nor reportlab (design.md 1.6)."""

from secdesk.ui.singletons import keep_singletons_alive

keep_singletons_alive()
