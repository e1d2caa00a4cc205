"""Across reports: reprints, stories, happenings, independence. Not built yet; the room is laid."""
