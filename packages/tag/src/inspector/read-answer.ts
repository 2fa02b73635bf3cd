import type { BatchAnswer, Rejection } from '../wire.ts';

/** What the collector says where it takes nothing of a request: https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
  code: string;
  status: number;
  detail: string;
  hint?: string;
}

/** What the collector has said of a request. */
export interface Answer {
  /** Of the event at that place in the request: why it was not taken, if it was not. */
  rejectionOf(index: number, id: string): (Rejection & { message?: string }) | undefined;
  duplicates: number;
  problem: Problem | undefined;
  /** As it came, where it is none that the collector gives. */
  text: string;
}

export function readAnswer(given: unknown): Answer {
  const text = typeof given === 'string' ? given : '';
  let said: Partial<BatchAnswer & Problem> = {};
  try {
    said = Object(JSON.parse(text));
  } catch {
    // Something between the page and the collector has answered.
  }
  const rejected = Array.isArray(said.rejected) ? said.rejected : [];
  return {
    rejectionOf: (index, id) =>
      rejected.find((one) => one.index === index && (one.id ?? id) === id) ?? rejected.find((one) => one.id === id),
    duplicates: said.duplicates ?? 0,
    problem: said.code && said.detail ? (said as Problem) : undefined,
    text: text.slice(0, 300),
  };
}

/** Why an event was refused, in words; `undefined` if it was not. */
export function refusalIn(answer: Answer, index: number, id: string, isRefused: boolean): string | undefined {
  const rejection = answer.rejectionOf(index, id);
  if (rejection) return [rejection.reason, rejection.field, rejection.message].filter(Boolean).join(': ');
  if (!isRefused) return undefined;
  const { problem, text } = answer;
  return problem ? `${problem.status}: ${problem.detail}${problem.hint ? ` ${problem.hint}` : ''}` : text;
}
