/** The columns in which a row differs. */
export function patchOf<Row extends object>(before: Row, after: Partial<Row>): Partial<Row> {
  const changed = Object.entries(after).filter(
    ([column, value]) => JSON.stringify(before[column as keyof Row]) !== JSON.stringify(value),
  );
  return Object.fromEntries(changed) as Partial<Row>;
}
