import { describe } from 'node:test';
import { schema } from '../../packages/collector/src/domain/schema.ts';
import type { Table } from '../../packages/collector/src/domain/table.ts';
import type { Engine } from './engine.ts';
import type { Row } from './sample-rows.ts';
import { testReads } from './store-reads.contract.ts';
import { testWrites } from './store-writes.contract.ts';

/** What every engine must do alike, for the rules to mean the same over all of them. */
export function testStore(name: string, engine: Engine): void {
  describe(`the store on ${name}`, () => {
    for (const table of schema as unknown as readonly Table<Row>[]) testReads(engine, table);
    testWrites(engine);
  });
}
