"""Merkle trees of RFC 9162: known answers, and what must hold for every list."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.kernel.merkle import Tree, leaf_hash, node_hash, root_of, verify_proof

# The inputs and roots of the test vectors that implementations of RFC 6962 / RFC 9162 share.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(content) for content in INPUTS]

contents = st.lists(st.binary(max_size=12), min_size=1, max_size=70)


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert root_of([]) == sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_known_answers(size):
    assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_a_proof_is_that_of_the_known_answers():
    proof = Tree(LEAVES[:3]).proof(2)
    assert proof == [bytes.fromhex(ROOTS[1])]
    assert [part.hex() for part in Tree(LEAVES).proof(0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


@given(contents)
def test_every_line_is_proven_and_only_in_its_place(lines):
    leaves = [leaf_hash(line) for line in lines]
    root = root_of(leaves)
    for index, leaf in enumerate(leaves):
        proof = Tree(leaves).proof(index)
        assert verify_proof(leaf, index, len(leaves), proof, root)
        assert not verify_proof(leaf_hash(b"other" + lines[index]), index, len(leaves), proof, root)
        assert not verify_proof(leaf, len(leaves), len(leaves), proof, root)
        assert not verify_proof(leaf, -1, len(leaves), proof, root)
        assert not verify_proof(leaf, index, len(leaves), [*proof, root], root)
        if proof:
            assert not verify_proof(leaf, index, len(leaves), proof[:-1], root)


@given(contents, st.data())
def test_another_line_gives_another_root(lines, data):
    place = data.draw(st.integers(0, len(lines) - 1))
    other = [*lines[:place], lines[place] + b"!", *lines[place + 1 :]]
    assert root_of([leaf_hash(line) for line in lines]) != root_of([leaf_hash(line) for line in other])


def test_a_node_never_passes_for_a_leaf():
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


def test_a_place_that_is_not_there_has_no_proof():
    for index in (-1, 8):
        with pytest.raises(IndexError):
            Tree(LEAVES).proof(index)


def as_defined(leaves):
    """Root and proofs word by word from section 2.1 of the RFC."""
    if len(leaves) == 1:
        return leaves[0], [[]]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    (left, lefts), (right, rights) = as_defined(leaves[:split]), as_defined(leaves[split:])
    return node_hash(left, right), [[*one, right] for one in lefts] + [[*one, left] for one in rights]


@given(contents)
def test_levels_give_the_tree_of_the_definition(lines):
    leaves = [leaf_hash(line) for line in lines]
    root, proofs = as_defined(leaves)
    assert root_of(leaves) == root
    assert [Tree(leaves).proof(index) for index in range(len(leaves))] == proofs
