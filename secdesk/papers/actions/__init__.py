"""Actions in papers, and the log of all of them."""
