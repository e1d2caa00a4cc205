"""The pages, each module one subject: what is asked of the desk, and the template that shows it."""
