import { brotliCompressSync } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import * as terser from '@rollup/plugin-terser';
import { type Plugin, rollup } from 'rollup';

/** Typed as CommonJS, which it is not. */
const minify = terser.default as unknown as (options: object) => Plugin;

export interface Bundle {
  code: string;
  /** Bytes by brotli. */
  size: number;
  /** The package's features that are in it, by their paths. */
  features: string[];
}

/** An app as a site's bundler makes it, with the package as it is published. */
export async function bundleApp(app: string): Promise<Bundle> {
  const name = 'app';
  const theApp = {
    name,
    resolveId: (id: string) => (id === name ? id : null),
    load: (id: string) => (id === name ? app : null),
  };
  const bundle = await rollup({
    input: name,
    plugins: [theApp, nodeResolve({ browser: true, rootDir: import.meta.dirname })],
  });
  const { output } = await bundle.generate({ format: 'es', plugins: [minify({ module: true, ecma: 2020 })] });
  const { code, modules } = output[0];
  const features = Object.entries(modules).flatMap(([path, { renderedLength }]) =>
    renderedLength > 0 ? (/npm\/([\w-]+)\.js$/.exec(path)?.[1] ?? []) : [],
  );
  return { code, size: brotliCompressSync(code).length, features };
}
