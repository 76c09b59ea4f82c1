"""The CACoP figures of a Regulatory Year."""
