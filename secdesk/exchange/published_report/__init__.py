"""An old Change Status Report, read line by line into facts: what is plain, what is likely, what stays unknown.

Start at :func:`secdesk.exchange.published_report.understanding.read_report`; what a reading holds is in
:mod:`secdesk.exchange.published_report.reading`, the layouts it knows in
:mod:`secdesk.exchange.published_report.layouts`.
"""
