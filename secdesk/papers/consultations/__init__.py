"""Papers about consultations: the notice of one, the tracker of all."""
