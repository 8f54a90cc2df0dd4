/** A JPEG without the segments that say who took it, where, when and with what (APP1 to APP13 but colour profiles, and comments). The same bytes where there are none, or where it is no JPEG. */
export function withoutMetadata(bytes) {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return bytes;
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const marker = bytes[at + 1];
    const length = 2 + bytes[at + 2] * 256 + bytes[at + 3];
    if (length < 4 || at + length > bytes.length) return bytes;
    const isPersonal = marker === 0xfe || (marker >= 0xe1 && marker <= 0xed && marker !== 0xe2);
    if (!isPersonal) kept.push(bytes.subarray(at, at + length));
    at += length;
  }
  kept.push(bytes.subarray(at));
  return kept.reduce((sum, { length }) => sum + length, 0) === bytes.length ? bytes : Buffer.concat(kept);
}
