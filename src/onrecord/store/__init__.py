"""The store of reports and records. Not built yet; the room is laid."""
