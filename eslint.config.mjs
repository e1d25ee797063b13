import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'lib/**',
      'node_modules/**',
      '.venv/**',
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
  ...jupyter.configs.recommended.map(config => ({
    ...config,
    files: ['src/plugin/**/*.{ts,tsx}', 'src/index.ts']
  })),
  {
    files: ['ui-tests/**/*.ts'],
    extends: [...tseslint.configs.recommended]
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'module',
          'require',
          'globalThis',
          '__dirname',
          'fetch',
          'setTimeout',
          'MouseEvent',
          'URL'
        ].map(name => [name, 'readonly'])
      )
    }
  },
  prettier
);
