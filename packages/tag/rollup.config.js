import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
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

/** What a script fetches is named by its hash, under which the collector serves it: each version finds its own. */
const withHashes = {
  name: 'with-hashes',
  renderChunk(code) {
    return code.replace(/'(tag\.\w+|inspector)\.js'/g, (_, name) => {
      const hash = createHash('sha256')
        .update(readFileSync(`dist/${name}.js`))
        .digest('hex')
        .slice(0, 12);
      return `'${name}.${hash}.js'`;
    });
  },
};

/** In the order in which the collector lists them. */
const pinned = [
  'tag.core',
  'tag.extra',
  'tag.linker',
  'tag.checkout',
  'tag.interop',
  'tag.capture',
  'inspector',
  'tag',
  'affonso',
];

/** The names under which the collector serves what never changes, and what browsers check it by: the same as its own list. */
const withManifest = {
  name: 'with-manifest',
  writeBundle() {
    const entries = pinned.map((name) => {
      const file = readFileSync(`dist/${name}.js`);
      const hash = createHash('sha256').update(file).digest('hex').slice(0, 12);
      const integrity = `sha384-${createHash('sha384').update(file).digest('base64')}`;
      return [`${name}.js`, { path: `/${name}.${hash}.js`, integrity }];
    });
    writeFileSync('dist/integrity.json', `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
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

/**
 * What the parts of the script call each other by. Names are added and never changed, for a page may have `tag.js` from before
 * an update of the collector in its cache, and get the parts of today.
 */
const names = JSON.parse(readFileSync('names.json', 'utf8'));

const keepsNames = {
  name: 'keeps-names',
  writeBundle() {
    writeFileSync('names.json', `${JSON.stringify(names, null, 2)}\n`);
  },
};

const script = (name, input, ...plugins) => ({
  input: `src/entries/${input}.ts`,
  output: { file: `dist/${name}.js`, format: 'iife', strict: false },
  plugins: [
    ...plugins,
    typescript({ declaration: false, declarationDir: undefined }),
    nodeResolve(),
    onlyUsedPartsOfJsCookie,
    importsAsWritten,
  ],
});

const part = (name, input) => script(name, input, minify({ nameCache: names }));

export default [
  // First what is fetched, then what fetches it.
  part('tag.linker', 'linker'),
  part('tag.checkout', 'checkout'),
  part('tag.interop', 'interop'),
  part('tag.capture', 'capture'),
  part('inspector', 'inspector'),
  script('tag.extra', 'extra', withHashes, minify({ nameCache: names })),
  script('tag', 'tag', keepsNames, withHashes, minify({ nameCache: names })),
  // The smallest script has no `debug`, so nobody hears its notes.
  script('tag.core', 'core', asCore, minify({ dropped: ['note'] })),
  script('affonso', '../affonso', minify()),
  script('s', '../whop', minify()),
  // The package: a module each as it stands in the sources, so that a bundler keeps what is used.
  {
    input: ['src/index.ts', 'src/create.ts', ...globSync(['src/npm/*.ts', 'src/react/*.ts'])],
    external: ['js-cookie', 'react'],
    output: {
      dir: 'dist',
      format: 'es',
      preserveModules: true,
      preserveModulesRoot: 'src',
      entryFileNames: 'esm/[name].js',
      // Rollup takes directives away.
      banner: ({ name }) => (name.startsWith('react/') ? "'use client';" : ''),
    },
    plugins: [typescript(), withManifest],
  },
];
