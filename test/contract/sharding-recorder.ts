import pg from 'pg';

/** A statement as a client was asked to send it. */
export interface Sent {
  text: string;
  values: readonly unknown[];
  /** What the program was doing. */
  phase: string;
  client: unknown;
}

export interface Recorder {
  sent: readonly Sent[];
  /** Names what is done from now on. */
  enter(phase: string): void;
  stop(): void;
}

type Query = (this: pg.Client, asked: unknown, ...more: unknown[]) => unknown;

/** Records every statement that this process sends to PostgreSQL, whoever sends it. */
export function recordStatements(): Recorder {
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  const sent: Sent[] = [];
  let phase = 'nothing yet';
  prototype.query = function (asked, ...more) {
    sent.push({ ...textAndValues(asked, more[0]), phase, client: this });
    return original.call(this, asked, ...more);
  };
  return {
    sent,
    enter(name) {
      phase = name;
    },
    stop() {
      prototype.query = original;
    },
  };
}

/** A statement is asked for by its text, or by an object that has one. */
function textAndValues(asked: unknown, given: unknown): { text: string; values: readonly unknown[] } {
  if (typeof asked === 'string') return { text: asked, values: Array.isArray(given) ? given : [] };
  const { text, values = given } = asked as { text?: unknown; values?: unknown };
  if (typeof text !== 'string') throw new Error('a statement without a text was sent');
  return { text, values: Array.isArray(values) ? values : [] };
}
