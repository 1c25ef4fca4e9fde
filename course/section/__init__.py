"""The exercises of the section: a folder each, and what several of them share."""
