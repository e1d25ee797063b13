/** The product's labeller as one module for Node and browsers, made by the bundler that JupyterLab's builder brings. */
import { join } from 'node:path';
import { rspack } from '@rspack/core';

const OUTPUT = join(import.meta.dirname, '../../.cache/benchmarks');

/** Path of the bundle. */
export function bundleLabeller() {
  return bundle(join(import.meta.dirname, 'measure.mjs'), 'labeller.mjs');
}

/** Path of the bundle of another entry. */
export function bundle(entry, filename) {
  const compiler = rspack({
    mode: 'production',
    target: 'es2022',
    entry,
    experiments: { outputModule: true },
    output: { path: OUTPUT, filename, library: { type: 'module' } },
    resolve: { extensions: ['.ts', '.js'] },
    module: {
      rules: [
        {
          test: /\.ts$/,
          loader: 'builtin:swc-loader',
          options: { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }
        }
      ]
    }
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error || stats.hasErrors()) {
        reject(error ?? new Error(stats.toString({ all: false, errors: true })));
      } else {
        resolve(join(OUTPUT, filename));
      }
    });
  });
}
