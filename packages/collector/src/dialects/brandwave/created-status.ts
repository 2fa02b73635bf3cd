/** 201 of what was made, by this request or by the same before; 200 of what its own id or reference found. */
export function createdStatus({ outcome, is_replayed }: { outcome: string; is_replayed?: boolean }): 200 | 201 {
  return outcome === 'recorded' || is_replayed ? 201 : 200;
}
