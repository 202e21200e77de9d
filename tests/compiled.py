"""Templates are compiled once per worker, however many applications its tests make."""

from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """In memory; a template in English is another one."""

    def __init__(self) -> None:
        """Empty."""
        self.kept: dict[str, tuple[str, CodeType]] = {}

    def get_bucket(self, environment: Environment, *template: Any) -> Bucket:
        """The place of a template, apart for each kind of environment."""
        bucket = super().get_bucket(environment, *template)
        bucket.key += type(environment).__name__
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled from the same source."""
        checksum, code = self.kept.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        assert bucket.code is not None
        self.kept[bucket.key] = (bucket.checksum, bucket.code)


Flask.jinja_options = {"bytecode_cache": Compiled()}
