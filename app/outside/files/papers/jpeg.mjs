const PROFILE = "ICC_PROFILE\0";

/**
 * A JPEG without the segments that say who took it, where, when and with what (APP1 to APP13 but colour profiles, and
 * comments), and without what follows its end: telephones keep a second picture there. The same bytes where there is
 * nothing to leave out, or where it is no JPEG.
 */
export function withoutMetadata(bytes) {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return bytes;
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xd9) {
    const [marker, length] = [bytes[at + 1], 2 + bytes[at + 2] * 256 + bytes[at + 3]];
    if (length < 4 || at + length > bytes.length) break;
    const end = marker === 0xda ? endOfScan(bytes, at + length) : at + length;
    if (!isPersonal(marker, bytes.subarray(at + 4, end))) kept.push(bytes.subarray(at, end));
    at = end;
  }
  kept.push(bytes.subarray(at, bytes[at] === 0xff && bytes[at + 1] === 0xd9 ? at + 2 : bytes.length));
  return kept.reduce((sum, { length }) => sum + length, 0) === bytes.length ? bytes : Buffer.concat(kept);
}

function isPersonal(marker, content) {
  if (marker === 0xe2) return String.fromCharCode(...content.subarray(0, PROFILE.length)) !== PROFILE;
  return marker === 0xfe || (marker >= 0xe1 && marker <= 0xed);
}

/** Where the next segment begins after the picture's own data, in which 0xff is followed by 0 or a restart mark. */
function endOfScan(bytes, from) {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1];
    if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
  }
  return bytes.length;
}
