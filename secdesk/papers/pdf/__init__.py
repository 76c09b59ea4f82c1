"""Papers as PDF/UA-1: drawn by reportlab, tagged by pikepdf."""
