"""Tasks that measure OnRecord against annotated corpora; nothing here is installed."""
