/** The product's labeller, bundled for Node and browsers by the bundler that JupyterLab's builder brings. */
import { join } from 'node:path';
import { rspack } from '@rspack/core';

const OUTPUT = join(import.meta.dirname, '../../.cache/benchmarks');

/** Path of one module that Node and workers import. */
export function bundleLabeller() {
  return bundle(join(import.meta.dirname, 'measure.mjs'), 'labeller.mjs');
}

/** Path of the bundle of another entry. */
export async function bundle(entry, filename) {
  await compile({
    target: 'es2022',
    entry,
    experiments: { outputModule: true },
    output: { path: OUTPUT, filename, library: { type: 'module' } }
  });
  return join(OUTPUT, filename);
}

/** Folder of a page's script `page.js`, with the worker and the modules it asks for, as the extension has them. */
export async function bundlePage() {
  const path = join(OUTPUT, 'page');
  await compile({
    target: ['web', 'es2022'],
    entry: join(import.meta.dirname, 'measure-page.mjs'),
    output: { path, filename: 'page.js', publicPath: '/', clean: true }
  });
  return path;
}

function compile(options) {
  const compiler = rspack({
    mode: 'production',
    resolve: { extensions: ['.ts', '.js'] },
    module: {
      rules: [
        {
          test: /\.ts$/,
          loader: 'builtin:swc-loader',
          options: { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }
        }
      ]
    },
    ...options
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error || stats.hasErrors()) {
        reject(error ?? new Error(stats.toString({ all: false, errors: true })));
      } else {
        resolve();
      }
    });
  });
}
