"""The form of the office's signatures: all but the digest and the value is the same from one file to the next.

A signature inside a PDF (PAdES baseline, ETSI EN 319 142-1) has no moment of its own: that stands in the file.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class SignedForm:
    """A CMS signature (RFC 5652) taken apart where its signed attributes stand and where its value begins."""

    head: bytes
    attributes: bytes
    middle: bytes
    digest: bytes
    size: int

    @classmethod
    def of(cls, container: bytes, attributes: bytes, value: bytes, digest: bytes) -> "SignedForm":
        """The form of ``container``, which signs ``attributes`` (a DER set, as they are signed) over ``digest``.

        Raises ValueError when one of them is not there exactly once: then it is no signature of the expected form.
        """
        # Inside the container the attributes bear another tag than what is signed (RFC 5652, 5.4); the rest is equal.
        head, body, rest = container.partition(attributes[1:])
        if not (body and value and rest.endswith(value) and attributes.count(digest) == 1):
            raise ValueError("not a signature of the expected form")
        return cls(head, attributes, rest.removesuffix(value), digest, len(container))

    def signed(self, digest: bytes, sign: Callable[[bytes], bytes]) -> bytes:
        """The signature over ``digest``, whose value ``sign`` makes. ValueError where a length would change."""
        attributes = self.attributes.replace(self.digest, digest)
        container = self.head + attributes[1:] + self.middle + sign(attributes)
        if len(attributes) != len(self.attributes) or len(container) != self.size:
            raise ValueError("a digest or a value of another length")
        return container
