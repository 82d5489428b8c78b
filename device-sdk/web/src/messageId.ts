/** Sixteen bytes a sender gives a message, the same on every retry; a UUIDv7 when an SDK made it. */

export function messageIdToText(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError(`message id must be 16 bytes, was ${bytes.length}`);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function messageIdFromText(text: string): Uint8Array {
  const hex = text.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new RangeError("message id must be a UUID");
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** Whether this is a UUIDv7 (RFC 9562), whose first 48 bits are its sender's Unix time in milliseconds. */
export function isTimeOrdered(bytes: Uint8Array): boolean {
  return ((bytes[6] ?? 0) >> 4) === 7 && ((bytes[8] ?? 0) >> 6) === 2;
}

export function unixMillis(bytes: Uint8Array): number {
  return bytes.slice(0, 6).reduce((millis, byte) => millis * 256 + byte, 0);
}
