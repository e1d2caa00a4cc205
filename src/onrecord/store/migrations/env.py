"""What alembic runs to migrate: it takes the open connection that the store hands it."""

from __future__ import annotations

from alembic import context


def migrate() -> None:
    """Run the migrations within the transaction that the connection is in."""
    context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


# The name under which alembic loads this file: nothing happens where anybody else imports it.
if __name__ == "env_py":
    migrate()
