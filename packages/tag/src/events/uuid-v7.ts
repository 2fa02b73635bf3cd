/** A time-ordered UUID (RFC 9562, version 7) for milliseconds UTC. Not by `crypto.randomUUID`, which http pages lack. */
export function uuidV7(at: number): string {
  const time = at.toString(16).padStart(12, '0').replace(/.{8}/, '$&-');
  // Each 0 becomes four random bits; the 8 that says the variant stays.
  const random = '-7000-8000-000000000000'.replace(/0/g, () => {
    const [byte] = crypto.getRandomValues(new Uint8Array(1)) as unknown as [number];
    return (byte % 16).toString(16);
  });
  return time + random;
}
