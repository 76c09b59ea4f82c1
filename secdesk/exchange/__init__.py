"""What comes and goes: files of other programs, calendars, the sample register, and an old report's text."""
