import type { Response } from 'express';
import { createdStatus } from '../dialects/dialect.ts';
import { AppError } from '../domain/errors.ts';
import { problemDetails } from './problem.ts';

interface Created {
  outcome: string;
  is_replayed?: boolean;
}

/** Sends what a request made. */
export function sendCreated(response: Response, created: Created, data: unknown, status?: number): void {
  if (created.is_replayed) response.set('Idempotency-Replayed', 'true');
  response.status(status ?? createdStatus(created)).json({ data });
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
    if (!(item instanceof AppError)) return { status: createdStatus(item), data: view(item) };
    const error = problemDetails(item);
    return { status: error.status, error };
  });
  response.status(200).json({ data });
}
