"""How a table is declared: names of constraints, the columns every table has."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import MetaData, text
from sqlmodel import JSON, Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


def where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def own_id() -> Any:
    return Field(default=None, primary_key=True)


def of(target: str, *, null: bool = False, index: bool = True) -> Any:
    return Field(foreign_key=f"{target}.id", nullable=null, index=index)


def as_json(*, null: bool = False) -> Any:
    return Field(sa_type=JSON(none_as_null=True) if null else JSON, nullable=null)
