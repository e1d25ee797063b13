const esModules = [
  '@jupyter',
  '@jupyterlab',
  '@jupyter-widgets',
  '@kitware',
  '@lumino',
  'd3-',
  'fast-check',
  'lib0',
  'pure-rand',
  'y-',
  'yjs',
  'vscode-ws-jsonrpc',
  'nanoid',
  '@microsoft',
  'exenv-es6',
  '@rjsf'
].join('|');

module.exports = {
  roots: ['<rootDir>/src'],
  testRegex: '\\.test\\.tsx?$',
  testPathIgnorePatterns: ['/node_modules/', '/assembly/'],
  testEnvironment: 'jsdom',
  setupFiles: ['<rootDir>/scripts/jest-setup.js'],
  moduleNameMapper: {
    '\\.(css|svg|wasm)$': '<rootDir>/scripts/jest-asset.js'
  },
  transform: {
    '\\.(ts|tsx|js|mjs)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic' } }
        },
        module: { type: 'commonjs', ignoreDynamic: false }
      }
    ]
  },
  transformIgnorePatterns: [`/node_modules/(?!.*(${esModules}))`]
};
