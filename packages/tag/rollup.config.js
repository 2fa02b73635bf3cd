import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';

/**
 * js-cookie hands out its methods as one object, so no minifier can tell that the tag calls `set` only.
 * What it does not call would be a fifteenth of the script. The version is pinned; should another one look different,
 * the build stops here.
 */
const onlyUsedPartsOfJsCookie = {
  name: 'only-used-parts-of-js-cookie',
  transform(code, id) {
    if (!id.includes('js-cookie')) return null;
    const methods = /return Object\.create\([\s\S]*?\n {2}\)\n\}/;
    const reader = / {2}read: function[\s\S]*?\n {2}\},\n/;
    const nameEncoding = / {4}name = encodeURIComponent[\s\S]*?;\n/;
    const onServers = / {4}if \(typeof document === 'undefined'\) \{[\s\S]*?\n {4}\}\n/;
    const assign = /function assign [\s\S]*?\n\}\n/;
    const defaults = / {4}attributes = assign\(\{\}, defaultAttributes, attributes\);\n/;
    const expires = / {4}if \(typeof attributes\.expires === 'number'\) \{[\s\S]*?toUTCString\(\);\n {4}\}\n/;
    const lessEncoding = /\.replace\(\n\s+\/%\(2\[346BF\][^\n]*\n\s+decodeURIComponent\n\s+\)/;
    const unused = [methods, reader, lessEncoding, nameEncoding, onServers, assign, defaults, expires];
    if (unused.some((part) => !part.test(code))) this.error('js-cookie has changed: what does the tag use of it now?');
    const used = code.replace(methods, 'return { set };\n}');
    return { code: unused.reduce((rest, part) => rest.replace(part, ''), used), map: null };
  },
};

/** The smallest script is built with another word on what it is. */
const asCore = {
  name: 'as-core',
  // The compiler has made `.js` of what is `.ts`.
  resolveId: (source, importer) =>
    source.endsWith('/build.js') ? resolve(dirname(importer), source.replace('build.js', 'build-core.ts')) : null,
};

/** The compiler would have the address of `import()` end in `.js` whatever it was; here it is one already. */
const importsAsWritten = {
  name: 'imports-as-written',
  transform: (code) =>
    code.includes('__rewriteRelativeImportExtension')
      ? {
          code: code.replace(/import \{ __rewrite.*\n/, '').replaceAll('__rewriteRelativeImportExtension', ''),
          map: null,
        }
      : null,
};

/** The name under which the collector serves what belongs to this script. */
const withExtraHash = {
  name: 'with-extra-hash',
  renderChunk(code) {
    const hash = createHash('sha256').update(readFileSync('dist/tag.extra.js')).digest('hex').slice(0, 12);
    return code.replace('tag.extra.js', `tag.extra.${hash}.js`);
  },
};

/** Properties that begin with `_` are the tag's own and seen by nobody else, so their names may go. */
const minify = ({ dropped = [], nameCache } = {}) =>
  terser({
    nameCache,
    ecma: 2021,
    module: true,
    compress: {
      pure_funcs: dropped,
      passes: 3,
      inline: 2,
      unsafe: true,
      unsafe_arrows: true,
      unsafe_methods: true,
      pure_getters: true,
      keep_fargs: false,
    },
    // A name in quotes is the browser's or the page's, such as `__tcfapi`.
    mangle: { properties: { regex: /^_/, keep_quoted: true } },
    format: { comments: false },
  });

/** What `tag.js` and `tag.extra.js` call each other by: both are minified with the names of the first. */
const names = {};

const script = (name, input, ...plugins) => ({
  input: `src/${input}.ts`,
  output: { file: `dist/${name}.js`, format: 'iife', strict: false },
  plugins: [
    ...plugins,
    typescript({ declaration: false, declarationDir: undefined }),
    nodeResolve(),
    onlyUsedPartsOfJsCookie,
    importsAsWritten,
  ],
});

export default [
  script('tag.extra', 'script-extra', minify({ nameCache: names })),
  script('tag', 'script', withExtraHash, minify({ nameCache: names })),
  // The smallest script has no `debug`, so nobody hears its notes.
  script('tag.core', 'script-core', asCore, minify({ dropped: ['note'] })),
  script('affonso', 'affonso', minify()),
  {
    input: 'src/index.ts',
    external: ['js-cookie'],
    output: { file: 'dist/index.js', format: 'es' },
    plugins: [typescript()],
  },
];
