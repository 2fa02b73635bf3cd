import { createHmac } from 'node:crypto';
import { fieldsOf, numberOf, textOf } from './checked.ts';

/** How a request is signed: https://github.com/affonso-io/affonso-node, `src/http.ts`. */
export interface Signing {
  secret: string;
  /** How many seconds ago it was signed; less than 0 for one that comes from a clock that is ahead. */
  age: number;
  /** What was signed where it is not what is sent. */
  over?: string;
}

/** Throws with the place of what is wrong. */
export function readSigning(value: unknown, where: string): Signing {
  const fields = fieldsOf(value, where, ['secret', 'age', 'over'], ['secret']);
  return {
    secret: textOf(fields['secret'], `${where}.secret`),
    age: numberOf(fields['age'] ?? 0, `${where}.age`),
    ...('over' in fields ? { over: textOf(fields['over'], `${where}.over`) } : {}),
  };
}

/** The headers of a signature over these bytes: seconds since 1970, and HMAC-SHA256 of those, a dot and the body. */
export function signatureOf({ secret, age, over }: Signing, body: Buffer): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000) - age);
  const signed = Buffer.concat([Buffer.from(`${timestamp}.`), over === undefined ? body : Buffer.from(over)]);
  return {
    'x-affonso-timestamp': timestamp,
    'x-affonso-signature': createHmac('sha256', secret).update(signed).digest('hex'),
  };
}
