// The status list: a signed W3C Bitstring Status List (two bits a place), embedded when this page was made, or a newer file.

const ENTRIES = 131072, MEANINGS = ["valid", "revoked", "replaced"];

function fromBase64url(text) {
  if (!/^[\w-]*$/.test(text)) throw new Unreadable();
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0));
}

/** The list in a compact JWS that one of ``keys`` signed; throws Unreadable for anything else. */
async function readList(jws, keys) {
  try {
    const [header, said, signature, ...more] = jws.trim().split(".");
    const {kid, alg} = JSON.parse(new TextDecoder().decode(fromBase64url(header)));
    const signed = new TextEncoder().encode(`${header}.${said}`);
    if (more.length || alg !== "EdDSA" || !keys.has(kid) || !(await holds(keys.get(kid), fromBase64url(signature), signed)))
      throw new Unreadable();
    const {id, validFrom, validUntil, credentialSubject: list} = JSON.parse(new TextDecoder().decode(fromBase64url(said)));
    if (list.type !== "BitstringStatusList" || list.statusSize !== 2) throw new Unreadable();
    return {
      number: Number(id.split("/").pop()), from: new Date(validFrom), until: new Date(validUntil), sequence: list.sequence,
      bits: await inflated(fromBase64url(list.encodedList.slice(1))),
    };
  } catch (fault) {
    throw fault instanceof Unable ? fault : new Unreadable();
  }
}

async function inflated(bytes) {
  if (!globalThis.DecompressionStream) throw new Unable();
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Whether ``one`` says more than ``other``: a later day, or more changes on the same day. */
const newer = (one, other) => !other || one.from > other.from || (+one.from === +other.from && one.sequence > other.sequence);

/** ``valid``, ``revoked`` or ``replaced``; null where no list has the place. */
function statusAt(lists, place) {
  const list = lists.get(Math.floor(place / ENTRIES));
  if (!list) return null;
  const at = place % ENTRIES;
  return MEANINGS[list.bits[at >> 2] >> 6 - (at & 3) * 2 & 3] ?? null;
}
