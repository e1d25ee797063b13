import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const NODE_GLOBALS = [
  'Atomics',
  'MouseEvent',
  'SharedArrayBuffer',
  'URL',
  'WebAssembly',
  '__dirname',
  'console',
  'module',
  'process',
  'require'
];

/** Benchmarks run in Node, in pages and in workers. */
const BENCHMARK_GLOBALS = [
  'AbortController',
  'Blob',
  'Buffer',
  'DecompressionStream',
  'HTMLCanvasElement',
  'MutationObserver',
  'OffscreenCanvas',
  'Response',
  'Worker',
  'addEventListener',
  'clearInterval',
  'clearTimeout',
  'document',
  'fetch',
  'performance',
  'removeEventListener',
  'requestAnimationFrame',
  'setInterval',
  'setTimeout'
];

const readonly = names => Object.fromEntries(names.map(name => [name, 'readonly']));

/** The plugin's recommended rules; those for sources hold where JupyterLab is spoken to. */
const jupyterRules = jupyter.configs.recommended.map(config => ({
  ...config,
  plugins: { ...config.plugins, jupyter },
  files: config.files.includes('**/*.ts')
    ? ['src/plugin/**/*.{ts,tsx}', 'src/index.ts']
    : config.files
}));

export default tseslint.config(
  {
    ignores: [
      'lib/**',
      'node_modules/**',
      '.venv/**',
      '.cache/**',
      'dist/**',
      'voxproof/**',
      'src/wasm/assembly/**',
      'ui-tests/results/**'
    ]
  },
  js.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { args: 'none', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: true }
      ],
      eqeqeq: 'error',
      'prefer-arrow-callback': 'error'
    }
  },
  {
    files: ['src/**/*.test.{ts,tsx}'],
    rules: {
      // Tests read arrays and mocks whose shape they have just written out.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off'
    }
  },
  ...jupyterRules,
  {
    files: ['ui-tests/**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './ui-tests/tsconfig.json' } }
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: readonly(NODE_GLOBALS) }
  },
  {
    files: ['benchmarks/**/*.{js,mjs}'],
    languageOptions: { globals: readonly(BENCHMARK_GLOBALS) }
  },
  prettier
);
