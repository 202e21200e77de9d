"""What a person's name is found by: its endings, its pinyin and the initials (performance.md, insight 3).

Each key is looked up by how it begins. The endings of 王建国 are 王建国, 建国 and 国, so that any part of a name, two
characters included, is a beginning of one of them: exact on both engines, where trigram indexes find nothing.
"""

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.names import MIDDLE_DOT, normal_name
from zhicheng.kernel.pinyin import readings
from zhicheng.kernel.table import Base

LONGEST_KEY = 60
LAST_CHARACTER = "\U0010ffff"


class KeyKind(Choice):
    """What a key is made of."""

    ENDING = "ending", "姓名"
    PINYIN = "pinyin", "拼音"
    INITIALS = "initials", "拼音首字母"


class NameKey(Base):
    """One key of one person's name. Written by ``index_name`` alone."""

    __tablename__ = "name_key"
    __table_args__ = (Index("ix_name_key_kind_key_applicant_id", "kind", "key", "applicant_id"),)

    applicant_id: Mapped[int] = mapped_column(ForeignKey("applicant.id", ondelete="CASCADE"), index=True)
    kind: Mapped[KeyKind]
    # "C": beginnings are asked for as a range, which must run by code point whatever the database's collation.
    key: Mapped[str] = mapped_column(
        String(LONGEST_KEY).with_variant(String(LONGEST_KEY, collation="C"), "postgresql")
    )


def keys_of(name: str) -> list[tuple[KeyKind, str]]:
    """Every key of a stored name, each once."""
    found = [(KeyKind.ENDING, name[place:]) for place in range(len(name)) if _begins(name, place)]
    for way in readings(name):
        syllables = [syllable for part in way for syllable in part]
        found += [(KeyKind.PINYIN, "".join(syllables[place:])) for place in range(len(syllables))]
        for place in range(len(way)):
            found.append((KeyKind.INITIALS, "".join(s[0] for part in way[place:] for s in part)))
    return list(dict.fromkeys((kind, key[:LONGEST_KEY]) for kind, key in found))


def _begins(name: str, place: int) -> bool:
    """Whether an ending of the name that begins there is worth a key: at a Chinese character, or where a word begins."""
    if name[place] in (MIDDLE_DOT, " "):
        return False
    return place == 0 or not name[place].isascii() or name[place - 1] in (MIDDLE_DOT, " ")


def persons_by(kind: KeyKind, beginning: str) -> Select[int]:
    """The keys of the applicants who have a key of that kind which begins so: one range of one index."""
    return select(NameKey.applicant_id).where(
        NameKey.kind == kind, NameKey.key >= beginning, NameKey.key < beginning + LAST_CHARACTER
    )


def persons_named(part: str) -> Select[int]:
    """The keys of the applicants whose name contains ``part``, whatever middle dot was typed; ValueError for no name."""
    return persons_by(KeyKind.ENDING, normal_name(part)[:LONGEST_KEY].strip(MIDDLE_DOT + " "))
