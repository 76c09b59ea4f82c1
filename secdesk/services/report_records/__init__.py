"""What an old report would change in a register, kind by kind; :mod:`secdesk.services.read_report` puts it together."""
