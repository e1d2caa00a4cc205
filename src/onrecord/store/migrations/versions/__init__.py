"""One file a migration, in order of its number; a file that was released is never changed."""
