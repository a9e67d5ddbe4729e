"""How the tables came to be: numbered steps, forward only, each in one exclusive transaction."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text
from sqlalchemy.schema import CreateColumn

from os1.errors import StoreTooNew
from os1.store import tables


def first_tables(connection: Connection) -> None:
    """Everything the house began with."""
    tables.metadata.create_all(connection)
    for statement in (tables.WORDS, tables.WORDS_SECURE):
        connection.execute(text(statement))


def statements_in_full(connection: Connection) -> None:
    """What statements, people and utterances have learned to carry since the first tables."""
    tables.support.create(connection, checkfirst=True)
    for table in (tables.utterance, tables.statement, tables.entity):
        present = {row[1] for row in connection.execute(text(f"PRAGMA table_info({table.name})"))}
        for column in table.columns:
            if column.name not in present:
                definition = CreateColumn(column).compile(dialect=connection.dialect)
                connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {definition}"))
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    connection.execute(text(OWNERS))


OWNERS = """
UPDATE statement SET entity_id = (
    SELECT min(entity.id) FROM entity
    WHERE entity.person_id = statement.person_id
      AND (lower(entity.name) = lower(statement.subject)
           OR (entity.relation != '' AND lower(statement.subject) = 'my ' || lower(entity.relation)))
)
WHERE entity_id IS NULL AND subject != 'me' AND kind IN ('fact', 'person')
"""


STEPS: tuple[Callable[[Connection], None], ...] = (first_tables, statements_in_full)


def version(connection: Connection) -> int:
    """How many steps this database has taken."""
    return int(connection.execute(text("PRAGMA user_version")).scalar_one())


def pending(connection: Connection) -> bool:
    """Whether steps are left to take. Raises StoreTooNew for a database from a later OS1."""
    at = version(connection)
    if at > len(STEPS):
        raise StoreTooNew(
            f"This home was used by a newer OS1 (its database is at version {at}, this OS1 knows "
            f"{len(STEPS)}); install the newer OS1 to open it."
        )
    return at < len(STEPS)


def migrate(connection: Connection) -> None:
    """Take the steps that are left, each whole or not at all."""
    for number, step in enumerate(STEPS[version(connection) :], start=version(connection) + 1):
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        try:
            step(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
