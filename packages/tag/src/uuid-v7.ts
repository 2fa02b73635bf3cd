/** A time-ordered UUID (RFC 9562, version 7) for milliseconds UTC. Not by `crypto.randomUUID`, which http pages lack. */
export function uuidV7(at: number): string {
  const time = at.toString(16).padStart(12, '0').replace(/.{8}/, '$&-');
  // A 0 becomes four random bits; the 8 gets two, and keeps those that say the variant.
  const random = '-7000-8000-000000000000'.replace(/[08]/g, (digit) => {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    return (digit === '8' ? 8 + (byte % 4) : byte % 16).toString(16);
  });
  return time + random;
}
