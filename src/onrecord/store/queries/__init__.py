"""Every statement of SQL, each a function named after what it asks or does."""
