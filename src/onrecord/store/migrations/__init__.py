"""The numbered migrations of the database, run by `onrecord.store.schema`."""
