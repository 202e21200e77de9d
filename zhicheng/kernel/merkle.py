"""Merkle trees as in RFC 9162, section 2.1: one short number stands for a whole list, and proves each of its lines.

Pure functions over bytes. A leaf is hashed with a zero before it and a node with a one, so that no node passes for a
leaf. A proof is the list of sibling hashes from the leaf to the root.
"""

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"


def leaf_hash(content: bytes) -> bytes:
    """The hash of one line."""
    return sha256(LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two hashes."""
    return sha256(NODE + left + right).digest()


class Tree:
    """The tree over leaf hashes, kept level by level so that each proof costs only its own steps.

    A node without a neighbour goes up unchanged, which gives the tree that the RFC defines by powers of two.
    """

    def __init__(self, leaves: Sequence[bytes]) -> None:
        """Hash upwards."""
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            above = [node_hash(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)]
            self._levels.append(above + below[len(below) & ~1 :])

    @property
    def root(self) -> bytes:
        """The root; over no leaves it is the hash of nothing."""
        return self._levels[-1][0] if self._levels[0] else sha256(b"").digest()

    def proof(self, index: int) -> list[bytes]:
        """The siblings of leaf ``index`` (from 0) on its way up, the nearest first. IndexError when it is not there."""
        if not 0 <= index < len(self._levels[0]):
            raise IndexError(index)
        places = [(level, (index >> height) ^ 1) for height, level in enumerate(self._levels[:-1])]
        return [level[place] for level, place in places if place < len(level)]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    return Tree(leaves).root


def verify_proof(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` leads from the hash ``leaf``, number ``index`` of ``size``, to ``root`` (section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(sibling, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root
