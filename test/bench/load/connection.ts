import { connect } from 'node:net';

/** What was answered: the status and the body. `body` is valid only until the listener returns. */
export type AnswerListener = (status: number, body: Buffer) => void;

/** One keep-alive connection that carries one request at a time. */
export interface Connection {
  send(request: Buffer): void;
  close(): void;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const READ_SIZE = 16_384;
const STATUS_AT = 'HTTP/1.1 '.length;

/**
 * Opens a connection on the bare socket, because an HTTP client costs more than the server that it is to measure.
 * It reads of an answer the status and the Content-Length, which must be there. `onFault` is called where the
 * connection ends before `close`.
 */
export function openConnection(
  port: number,
  onAnswer: AnswerListener,
  onFault: (error: Error) => void,
): Promise<Connection> {
  const buffer = Buffer.allocUnsafeSlow(READ_SIZE);
  let rest: Buffer | undefined;
  let isClosed = false;

  function read(chunk: Buffer): void {
    const all = rest ? Buffer.concat([rest, chunk]) : chunk;
    const headEnd = all.indexOf(HEAD_END);
    if (headEnd >= 0) {
      const [, length] = /content-length: (\d+)/i.exec(all.toString('latin1', 0, headEnd)) ?? [];
      const bodyAt = headEnd + HEAD_END.length;
      const end = bodyAt + Number(length);
      if (all.length >= end) {
        rest = undefined;
        onAnswer(Number(all.toString('latin1', STATUS_AT, STATUS_AT + 3)), all.subarray(bodyAt, end));
        return;
      }
    }
    rest = Buffer.from(all);
  }

  return new Promise((resolve, reject) => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer,
        callback: (size) => {
          read(buffer.subarray(0, size));
          return true;
        },
      },
    });
    socket.once('error', (error) => {
      reject(error);
      if (!isClosed) onFault(error);
    });
    socket.once('close', () => {
      if (!isClosed) onFault(new Error('the server closed a connection'));
    });
    socket.once('connect', () =>
      resolve({
        send: (request) => socket.write(request),
        close: () => {
          isClosed = true;
          socket.destroy();
        },
      }),
    );
  });
}
