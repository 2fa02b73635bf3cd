import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/**
 * Writes the sizes of what is built into the README, between its two markers: `npm run sizes -w @clickstitch/tag`, after a
 * build. With `--check` it writes nothing, and fails where the README says something else.
 */
const readme = new URL('README.md', import.meta.url);
const markers = /(<!-- sizes -->\n)[\s\S]*?(<!-- \/sizes -->)/;

const { 'size-limit': bundles } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const number = new Intl.NumberFormat('en');

/** One bundle as a row: bytes as it is, by gzip at level 9, by brotli at 11, and what brotli may come to. */
const rowOf = ({ path, limit }) => {
  const file = readFileSync(new URL(path, import.meta.url));
  // 11 is what brotli does unless told otherwise.
  const sizes = [
    file.length,
    gzipSync(file, { level: 9 }).length,
    brotliCompressSync(file).length,
    parseInt(limit, 10),
  ];
  return [`\`${path.replace('dist/', '')}\``, ...sizes.map((size) => number.format(size))];
};

const rows = [
  ['bundle', 'raw', 'gzip 9', 'brotli 11', 'limit'],
  ['---', '---:', '---:', '---:', '---:'],
];
const table = [...rows, ...bundles.map(rowOf)].map((cells) => `| ${cells.join(' | ')} |\n`).join('');

const text = readFileSync(readme, 'utf8');
if (!markers.test(text)) throw new Error('README.md: has no place for the sizes, <!-- sizes --> and <!-- /sizes -->');
const sized = text.replace(markers, `$1${table}$2`);

if (!process.argv.includes('--check')) {
  writeFileSync(readme, sized);
} else if (sized !== text) {
  console.error(`README.md: its sizes are not those of the build; npm run sizes -w @clickstitch/tag writes\n${table}`);
  process.exitCode = 1;
}
