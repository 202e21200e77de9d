"""Tables in code and tables in the database are the same, on both engines, and every migration goes back and forth."""

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from tests.engines import MIGRATIONS
from zhicheng.tables import Base


def alembic_on(connection):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def test_no_table_differs_from_its_migration(engine):
    with engine.begin() as connection:
        command.check(alembic_on(connection))


def test_every_table_has_a_key_and_every_constraint_a_name():
    for table in Base.metadata.sorted_tables:
        assert table.primary_key.columns, table.name
        nameless = [constraint for constraint in table.constraints if constraint.name is None]
        assert not nameless, f"{table.name}: {nameless}"


def test_the_database_has_every_table(engine):
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())
