import type { Response } from 'express';
import { AppError } from '../domain/errors.ts';
import { problemDetails } from './problem.ts';

interface Created {
  outcome: string;
  is_replayed?: boolean;
}

/** 201 of what was made, by this request or by the same before; 200 of what was there already. */
export function statusOf({ outcome, is_replayed }: Created): 200 | 201 {
  return outcome === 'recorded' || is_replayed ? 201 : 200;
}

/** Sends what a request made. */
export function sendCreated(response: Response, created: Created, data: unknown, status?: number): void {
  if (created.is_replayed) response.set('Idempotency-Replayed', 'true');
  response.status(status ?? statusOf(created)).json({ data });
}

/** Sends what became of each item, in their order. */
export function sendItems<Item extends Created>(
  response: Response,
  items: readonly (Item | AppError)[],
  view: (item: Item) => unknown,
): void {
  const isReplayed = items.every((item) => !(item instanceof AppError) && item.is_replayed);
  if (isReplayed) response.set('Idempotency-Replayed', 'true');
  const data = items.map((item) => {
    if (!(item instanceof AppError)) return { status: statusOf(item), data: view(item) };
    const error = problemDetails(item);
    return { status: error.status, error };
  });
  response.status(200).json({ data });
}
