const TEXT = 25;
const HEADER_BYTES = 20;

/** The workspaces that a parameter names, each once: one, an array of them, or such an array in PostgreSQL's own format. */
export function workspacesIn(value: unknown): string[] {
  const all = Buffer.isBuffer(value) ? decoded(value) : Array.isArray(value) ? value : [value];
  for (const one of all) if (typeof one !== 'string') throw new Error(`not a workspace: ${String(one)}`);
  return [...new Set(all as string[])];
}

/** An array of texts of one dimension (`array_send` in PostgreSQL's source). */
function decoded(buffer: Buffer): (string | null)[] {
  const [dimensions, type, count] = [buffer.readInt32BE(0), buffer.readInt32BE(8), buffer.readInt32BE(12)];
  if (dimensions !== 1 || type !== TEXT) throw new Error('not an array of texts');
  const texts: (string | null)[] = [];
  let at = HEADER_BYTES;
  while (texts.length < count) {
    const length = buffer.readInt32BE(at);
    at += 4;
    texts.push(length < 0 ? null : buffer.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return texts;
}
