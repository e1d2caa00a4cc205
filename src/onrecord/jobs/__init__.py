"""Archives put on record in parts: by several processes of one machine, or by a cluster."""
