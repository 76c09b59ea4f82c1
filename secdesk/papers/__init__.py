"""What is printed: collect (records to figures), compose (figures to a tree), render (tree to a file)."""
