import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BadInput, readBadInput } from './bad-input.ts';
import { type DocumentedPoint, readDocumented } from './documented.ts';
import { type Example, readExamples } from './literal.ts';
import { readVectors, type Vector } from './vector.ts';
import type { Spoken, Vendor } from './vendor.ts';

/** What `test/vectors/<folder>` holds: vectors by area, cases of bad input, documented points, literal requests. */

export const VECTORS = join(import.meta.dirname, '..', 'vectors');

/** Files of a folder that are no vectors. */
const OTHER = ['bad-input.json', 'placeholders.json'];

/** What could be read of a kind, and why the rest could not. */
export interface Loaded<Item> {
  items: Item[];
  faults: string[];
}

export function loadVectors(folder: Spoken): Loaded<Vector> {
  const files = existsSync(join(VECTORS, folder)) ? readdirSync(join(VECTORS, folder)).sort() : [];
  return load(
    files.filter((file) => file.endsWith('.json') && !OTHER.includes(file)),
    (file) => readVectors(readJson(folder, file), `${folder}/${file}`, folder),
  );
}

export function loadBadInput(folder: Spoken): Loaded<BadInput> {
  return load(present(folder, 'bad-input.json'), (file) =>
    readBadInput(readJson(folder, file), `${folder}/${file}`, folder),
  );
}

export function loadDocumented(vendor: Vendor): Loaded<DocumentedPoint> {
  return load(present(vendor, 'documented.csv'), (file) =>
    readDocumented(readFileSync(join(VECTORS, vendor, file), 'utf8'), vendor),
  );
}

export function loadExamples(vendor: Vendor): Loaded<Example> {
  return load(present(vendor, 'placeholders.json'), () => readExamples(join(VECTORS, vendor), vendor));
}

/** Which documented points a vector, a case or a literal request shows, by its id. Throws where an id is taken twice. */
export function showsById(folder: Spoken): Map<string, readonly string[]> {
  const examples = folder === 'native' ? [] : loadExamples(folder).items;
  const shows = new Map<string, readonly string[]>();
  for (const each of [...loadVectors(folder).items, ...loadBadInput(folder).items, ...examples]) {
    if (shows.has(each.id)) throw new Error(`two vectors or cases have the id ${each.id}`);
    shows.set(each.id, each.shows);
  }
  return shows;
}

function present(folder: Spoken, file: string): string[] {
  return existsSync(join(VECTORS, folder, file)) ? [file] : [];
}

function readJson(folder: Spoken, file: string): unknown {
  return JSON.parse(readFileSync(join(VECTORS, folder, file), 'utf8'));
}

function load<Item>(files: readonly string[], read: (file: string) => Item[]): Loaded<Item> {
  const loaded: Loaded<Item> = { items: [], faults: [] };
  for (const file of files) {
    try {
      loaded.items.push(...read(file));
    } catch (error) {
      loaded.faults.push(`${file}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return loaded;
}
