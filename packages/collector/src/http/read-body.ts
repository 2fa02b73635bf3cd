import type { IncomingMessage } from 'node:http';
import { AppError } from '../domain/errors.ts';

/** The body of a request as text. Throws `too_large` as soon as more than `limit` bytes came, `invalid` if it breaks off. */
export function readBody(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const declared = Number(request.headers['content-length']);
    if (declared > limit) return reject(tooLarge(limit));
    let first: Buffer | undefined;
    let rest: Buffer[] | undefined;
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.pause();
        return reject(tooLarge(limit));
      }
      if (!first) first = chunk;
      else if (rest) rest.push(chunk);
      else rest = [chunk];
    });
    request.on('end', () =>
      resolve((rest ? Buffer.concat([first ?? Buffer.alloc(0), ...rest]) : first)?.toString() ?? ''),
    );
    request.on('error', () => reject(new AppError('invalid', 'The body broke off.', {})));
    request.on('aborted', () => reject(new AppError('invalid', 'The body broke off.', {})));
  });
}

function tooLarge(limit: number): AppError {
  return new AppError('too_large', `The body is larger than ${limit} bytes.`, {
    hint: 'Send fewer events at a time.',
  });
}
