/** Imports run one way (docs/architecture.md): each layer may use those above it in this list. */
const LAYERS = ['core', 'wasm', 'kernel', 'scene', 'tools', 'panels', 'plugin'];

const oneWay = LAYERS.slice(0, -1).map((layer, index) => ({
  name: `${layer}-uses-nothing-below`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: `^src/(${LAYERS.slice(index + 1).join('|')})/` }
}));

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'scene-does-not-know-kernel',
      severity: 'error',
      from: { path: '^src/scene/' },
      to: { path: '^src/(kernel|wasm)/' }
    },
    {
      name: 'core-runs-in-plain-node',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.tsx?$' },
      to: { path: 'node_modules' }
    },
    {
      name: 'worker-imports-no-host',
      severity: 'error',
      from: { path: '^src/wasm/', pathNot: '\\.test\\.tsx?$' },
      to: { path: 'node_modules/(@jupyter|@jupyterlab|@lumino|@jupyter-widgets|react)' }
    },
    {
      name: 'vtk-stays-in-scene',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/scene/' },
      to: { path: 'node_modules/@kitware/vtk\\.js' }
    },
    { name: 'no-circles', severity: 'error', from: { path: '^src/' }, to: { circular: true } }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/wasm/assembly/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] }
  }
};
