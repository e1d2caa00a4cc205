"""From a reading to a record: statements, entities, times, places."""
