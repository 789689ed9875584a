"""From a Board to words, rows and plain text. Pure; knows no terminal library."""
