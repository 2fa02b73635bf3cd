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
    if (!methods.test(code) || !reader.test(code))
      this.error('js-cookie has changed: what does the tag use of it now?');
    return { code: code.replace(methods, 'return { set };\n}').replace(reader, ''), map: null };
  },
};

/** Properties that begin with `_` are the tag's own and seen by nobody else, so their names may go. */
const minify = terser({
  ecma: 2020,
  compress: {
    passes: 3,
    unsafe: true,
    unsafe_arrows: true,
    unsafe_methods: true,
    pure_getters: true,
    keep_fargs: false,
  },
  mangle: { properties: { regex: /^_/ } },
  format: { comments: false },
});

export default [
  {
    input: 'src/script.ts',
    output: { file: 'dist/tag.js', format: 'iife' },
    plugins: [
      typescript({ declaration: false, declarationDir: undefined }),
      nodeResolve(),
      onlyUsedPartsOfJsCookie,
      minify,
    ],
  },
  {
    input: 'src/affonso.ts',
    output: { file: 'dist/affonso.js', format: 'iife', strict: false },
    plugins: [typescript({ declaration: false, declarationDir: undefined }), minify],
  },
  {
    input: 'src/index.ts',
    external: ['js-cookie'],
    output: { file: 'dist/index.js', format: 'es' },
    plugins: [typescript()],
  },
];
