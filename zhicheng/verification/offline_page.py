"""One HTML file that verifies certificates without any network: keys, status lists, decoder and all lie inside.

The vendored libraries are the published files, byte for byte; here their ``import`` and ``export`` are turned into
plain names, because a page that lies on a disk may not load modules. Its policy allows the one script and the one
style by their digests and no address at all.
"""

import base64
import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from zhicheng.verification.status_list import DAYS_VALID, public_key_set

PARTS = Path(__file__).parent / "offline"
OWN = ("record.js", "list.js", "page.js")


def offline_page(
    lists: Sequence[str],
    keys: Mapping[str, Ed25519PublicKey],
    *,
    english: Mapping[str, str],
    issuing_body: str,
    address: str,
    made_on: date,
) -> str:
    """The page with the signed ``lists`` (``status_list``) and the public ``keys``, old ones too, inside.

    ``address`` is the page on which strangers ask online, ``english`` what the page says -> in English. The same on the
    same day gives the same page.
    """
    named = {
        "body": issuing_body,
        "address": address,
        "key_ids": "、".join(sorted(keys)),
        "made_on": str(made_on),
    }
    office = {
        "keys": public_key_set(keys),
        "lists": list(lists),
        "days": DAYS_VALID,
        "english": {_filled(words, named): _filled(said, named) for words, said in english.items()},
    }
    style = (PARTS / "page.css").read_text()
    data = msgspec.json.encode(office).decode().replace("<", "\\u003c")
    parts = {name: html.escape(words) for name, words in named.items()}
    parts |= {"policy": policy(style, script()), "style": style, "script": script(), "office": data}
    return _filled((PARTS / "page.html").read_text(), parts)


def policy(style: str, script: str) -> str:
    """What the page may do: run this script, wear this style, show pictures of its own."""
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src data: blob:; media-src blob: mediastream:; base-uri 'none'; form-action 'none'"
    )


def _filled(text: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"@([a-z_]+)@", lambda found: parts[found[1]], text)


@cache
def script() -> str:
    """Libraries, under their licences, and own parts as one script."""
    vendored = {
        name: (PARTS / "vendor" / f"{name}.js").read_text() for name in ("ed25519", "qr", "qr-decode")
    }
    licences = [(PARTS / "vendor" / name).read_text() for name in ("ed25519.LICENSE", "qr.LICENSE-MIT")]
    parts = (
        *(f"/*! {licence} */" for licence in licences),
        f"const ed25519 = {_closed(vendored['ed25519'])};",
        f"const qr = {_closed(vendored['qr'])};",
        f"const {{decodeQR}} = {_closed(vendored['qr-decode'], 'decodeQR', imported='qr')};",
        *((PARTS / name).read_text() for name in OWN),
    )
    return "\n".join(parts)


def _closed(module: str, *names: str, imported: str = "") -> str:
    """A module as a function that is called at once and gives back what it exports, or only ``names``."""
    body = re.sub(
        r"^import \{([^}]*)\} from '\./index\.js';$",
        lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = {imported};",
        module,
        flags=re.MULTILINE,
    )
    exported = ", ".join(names)
    for found in re.findall(r"^export \{([^}]*)\};$", body, flags=re.MULTILINE):
        exported = re.sub(r"(\w+) as (\w+)", r"\2: \1", found) if not names else exported
    body = re.sub(r"^export (\{[^}]*\}|default \w+);$", "", body, flags=re.MULTILINE)
    body = re.sub(r"^export (?=const|class|function|async)", "", body, flags=re.MULTILINE)
    return f"(() => {{\n{body}\nreturn {{{exported}}};\n}})()"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
