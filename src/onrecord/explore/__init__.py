"""The local web application. Not built yet; the room is laid."""
