"""The tables of the store, as SQLAlchemy Core describes them; migrations make them.

Every row belongs to a person. Times are ISO 8601 with their offset as they were said; `due`
and `moment` are seconds since 1970, for ordering across offsets.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("made_at", Text, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("person_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "name"),
)

utterance = Table(
    "utterance",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person_id", Text, nullable=False),
    Column("turn_id", Text, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("said_at", Text, nullable=False),
    Column("moment", Float, nullable=False),
    Column("cut", Integer, nullable=False, default=0),
    Column("forgotten", Integer, nullable=False, default=0),
    Column("origin", Text, nullable=False, default="", server_default=""),
    UniqueConstraint("person_id", "turn_id", "speaker"),
    Index("utterance_by_moment", "person_id", "moment"),
    sqlite_autoincrement=True,  # a number once given is never given again, even after forgetting
)

reading = Table(
    "reading",
    metadata,
    Column("utterance_id", Integer, ForeignKey("utterance.id"), primary_key=True),
    Column("acts", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("valence", Float, nullable=False),
    Column("arousal", Float, nullable=False),
    Column("intensity", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("risk_kind", Text, nullable=False),
    Column("risk_level", Text, nullable=False),
    Column("taken_back", Text, nullable=False, default=""),
)

move = Table(
    "move",
    metadata,
    Column("utterance_id", Integer, ForeignKey("utterance.id"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("memories", Text, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person_id", Text, nullable=False),
    Column("utterance_id", Integer, ForeignKey("utterance.id"), nullable=False),
    Column("sentence", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("predicate", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("asserted_at", Text, nullable=False),
    Column("starts_at", Text),
    Column("ends_at", Text),
    Column("closed_by", Integer),
    Column("state", Text, nullable=False, default="current"),
    Column("entity_id", Integer, ForeignKey("entity.id")),
    Column("denied", Integer, nullable=False, default=0, server_default="0"),
    Column("modality", Text, nullable=False, default="asserted", server_default="asserted"),
    Column("certainty", Float, nullable=False, default=1.0, server_default="1.0"),
    Column("cause", Text, nullable=False, default="", server_default=""),
    Column("from_char", Integer, nullable=False, default=0, server_default="0"),
    Column("to_char", Integer, nullable=False, default=0, server_default="0"),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("times", Integer, nullable=False, default=1, server_default="1"),
    Column("pinned", Integer, nullable=False, default=0, server_default="0"),
    Column("quiet", Integer, nullable=False, default=0, server_default="0"),
    Index("statement_by_subject", "person_id", "subject", "predicate"),
    Index("statement_by_utterance", "utterance_id"),
    Index("statement_by_entity", "entity_id", "predicate", "state"),
    Index("statement_by_closer", "closed_by"),
    Index("statement_by_kind", "person_id", "kind", "state"),
    sqlite_autoincrement=True,
)

entity = Table(
    "entity",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("relation", Text, nullable=False, default=""),
    Column("aliases", Text, nullable=False, default="", server_default=""),
    Column("quiet", Integer, nullable=False, default=0, server_default="0"),
    Index("entity_by_person", "person_id"),
    sqlite_autoincrement=True,
)

support = Table(
    "support",
    metadata,
    Column("statement_id", Integer, ForeignKey("statement.id"), nullable=False),
    Column("utterance_id", Integer, ForeignKey("utterance.id"), nullable=False),
    Column("sentence", Integer, nullable=False),
    PrimaryKeyConstraint("statement_id", "utterance_id"),
    Index("support_by_utterance", "utterance_id"),
)

mention = Table(
    "mention",
    metadata,
    Column("entity_id", Integer, ForeignKey("entity.id"), nullable=False),
    Column("utterance_id", Integer, ForeignKey("utterance.id"), nullable=False),
    Column("sentence", Integer, nullable=False),
    PrimaryKeyConstraint("entity_id", "utterance_id", "sentence"),
    Index("mention_by_utterance", "utterance_id"),
)

embedding = Table(
    "embedding",
    metadata,
    Column("utterance_id", Integer, ForeignKey("utterance.id"), primary_key=True),
    Column("person_id", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

chore = Table(
    "chore",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("about", Integer, nullable=False, default=0),
    Column("due", Float, nullable=False),
    Index("chore_by_due", "person_id", "due"),
)

device = Table(
    "device",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person_id", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

WORDS = """
CREATE VIRTUAL TABLE words USING fts5(
    text, content='utterance', content_rowid='id',
    tokenize="porter unicode61 remove_diacritics 2"
)
"""
WORDS_SECURE = "INSERT INTO words(words, rank) VALUES('secure-delete', 1)"
