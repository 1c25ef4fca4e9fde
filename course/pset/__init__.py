"""The steps of the problem set: a folder each, and what several of them share."""
