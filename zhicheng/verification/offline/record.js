// The record in a QR code: base32, CBOR, COSE_Sign1 with Ed25519. Only the one spelling that the office writes is read.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", CHECKS = "0123456789X";
const LEVELS = ["", "员级", "助理级", "中级", "副高级", "正高级"];

class Unreadable extends Error {}
class Unable extends Error {}

/** The letters of a record in what was scanned, pasted or typed: what stands behind the last slash. */
function lettersOf(text) {
  const plain = text.slice(0, 2000).normalize("NFKC").replace(/[\s\u200b\ufeff]+/g, "").toUpperCase();
  return plain.replace(/[/=]+$/, "").split("/").pop();
}

function fromBase32(letters) {
  const bytes = new Uint8Array(letters.length * 5 >> 3);
  let bits = 0, held = 0, at = 0;
  for (const letter of letters) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new Unreadable();
    bits = (bits << 5 | value) & 0xfff;
    held += 5;
    if (held >= 8) { held -= 8; bytes[at++] = bits >> held; }
  }
  if (held >= 5 || bits & (1 << held) - 1) throw new Unreadable(); // a letter too many, or bits that say nothing
  return bytes;
}

/** A reader of CBOR (RFC 8949): whole numbers, bytes, texts, lists, maps; shortest form, definite lengths. */
class Cbor {
  constructor(bytes) { this.bytes = bytes; this.at = 0; }
  get done() { return this.at === this.bytes.length; }
  take(many) {
    if (this.at + many > this.bytes.length) throw new Unreadable();
    return this.bytes.subarray(this.at, this.at += many);
  }
  head() {
    const [first] = this.take(1), short = first & 31;
    if (short < 24) return [first >> 5, short];
    if (short > 27) throw new Unreadable();
    const size = 1 << short - 24;
    const value = this.take(size).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    if (value < (size === 1 ? 24n : 1n << BigInt(size * 4))) throw new Unreadable(); // not the shortest form
    return [first >> 5, value > Number.MAX_SAFE_INTEGER ? value : Number(value)];
  }
  expect(kind) {
    const [found, value] = this.head();
    if (found !== kind) throw new Unreadable();
    return value;
  }
  string() { return this.take(this.expect(2)); }
  value(depth = 0) {
    const [kind, value] = this.head();
    if (depth > 4) throw new Unreadable();
    if (kind === 0) return value;
    if (kind === 1) return -1 - Number(value);
    if (kind === 2) return this.take(value);
    if (kind === 3) return new TextDecoder("utf-8", {fatal: true}).decode(this.take(value));
    if (kind === 5) {
      const map = new Map();
      for (let left = value; left > 0; left--) map.set(this.value(depth + 1), this.value(depth + 1));
      if (map.size !== value) throw new Unreadable();
      return map;
    }
    throw new Unreadable();
  }
}

const hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");

/** Key, signed bytes, signature and claims of a record, nothing proved yet. */
function takenApart(text) {
  const outer = new Cbor(fromBase32(lettersOf(text)));
  if (outer.expect(6) !== 18 || outer.expect(4) !== 4) throw new Unreadable();
  const header = outer.string();
  if (outer.expect(5) !== 0) throw new Unreadable();
  const payload = outer.string(), signature = outer.string();
  if (!outer.done || signature.length !== 64) throw new Unreadable();
  const inner = new Cbor(header), said = inner.value();
  if (!(said instanceof Map) || !inner.done || said.size !== 2 || said.get(1) !== -8 || !(said.get(4) instanceof Uint8Array))
    throw new Unreadable();
  return {key: hex(said.get(4)), signed: toBeSigned(header, payload), signature, payload};
}

/** What Ed25519 signs (RFC 9052, section 4.4). */
function toBeSigned(header, payload) {
  const sized = bytes => {
    const many = bytes.length;
    return [...(many < 24 ? [0x40 + many] : many < 256 ? [0x58, many] : [0x59, many >> 8, many & 255]), ...bytes];
  };
  return new Uint8Array([0x84, 0x6a, ...new TextEncoder().encode("Signature1"), ...sized(header), 0x40, ...sized(payload)]);
}

/** The claims of a record whose signature holds. */
function claimsOf(payload) {
  const reader = new Cbor(payload), body = reader.value();
  const [number, name, title, level, day, place, photo] = [1, 2, 3, 4, 5, 6, 7].map(key => body.get(key));
  const words = new TextDecoder("gb18030");
  const [rest, check] = typeof number === "string" ? [0n, 0n] : [BigInt(number) / 11n, BigInt(number) % 11n];
  if (!reader.done || !Number.isSafeInteger(place) || !LEVELS[level]) throw new Unreadable();
  return {
    number: typeof number === "string" ? number : `${rest}${CHECKS[Number(check)]}`,
    name: words.decode(name) + (body.has(8) ? "…" : ""), cut: body.has(8),
    title: words.decode(title), level: LEVELS[level],
    acquired: new Date(day * 864e5).toISOString().slice(0, 10), place, photo: hex(photo),
  };
}

/** Whether the signature is that of the key: by the browser itself, or by the library that lies in this page. */
async function holds(raw, signature, signed) {
  if (!globalThis.crypto?.subtle) throw new Unable();
  try {
    const key = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, signed);
  } catch {
    return ed25519.verifyAsync(signature, signed, raw, {zip215: false}).catch(() => false);
  }
}
