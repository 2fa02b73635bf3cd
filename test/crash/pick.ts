/** Decided by chance. */

export function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}

export function chance(share: number): boolean {
  return Math.random() < share;
}

export function pick<T>(all: readonly T[]): T {
  return all[below(all.length)] as T;
}
