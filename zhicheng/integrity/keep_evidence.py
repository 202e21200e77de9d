"""Keep the file that proves a record."""

from zhicheng.intake.file_store import FileStore
from zhicheng.intake.inspect_file import inspect_file
from zhicheng.integrity.record import IntegrityRecord


def keep_evidence(files: FileStore, record: IntegrityRecord, content: bytes, name: str) -> None:
    """Store ``content`` and name it in ``record``, which is not saved yet. Raises Refusal ``bad_file``."""
    inspect_file(content)
    record.evidence_digest = files.put(content)
    record.evidence_name = name[-255:]
