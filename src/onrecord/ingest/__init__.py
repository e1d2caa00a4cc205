"""From bytes to documents: pages, text files, addresses."""
