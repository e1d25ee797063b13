/**
 * Who is compared. `canvases` finds what is watched; `milestones` are elements whose being there tells that something is reached;
 * `slices` says which pictures are slices. The Python side is `peers/show_<name>.py`.
 */
export const CANDIDATES = [
  {
    name: 'floor',
    title: 'floor (bare widget)',
    packages: ['jupyterlab', 'ipykernel', 'anywidget'],
    canvases: 'canvas.floor',
    milestones: {
      everything: 'canvas.floor[data-complete="true"]'
    },
    slices: () => true
  },
  {
    name: 'voxproof',
    title: 'Voxproof',
    packages: ['jupyterlab', 'ipykernel', 'voxproof'],
    canvases: '.vp-Curator [data-view] canvas',
    milestones: {
      list: '.vp-Curator [role="row"] [role="gridcell"]',
      everything: '.vp-Curator[data-phase="ready"]'
    },
    slices: ({ name }) => ['z', 'y', 'x'].includes(name)
  },
  {
    name: 'neuroglancer',
    title: 'neuroglancer',
    packages: ['jupyterlab', 'ipykernel', 'neuroglancer'],
    canvases: 'canvas.none', // those in its frame are watched
    milestones: {},
    slices: ({ name }) => name !== 'bottom left'
  },
  {
    name: 'ipyniivue',
    title: 'ipyniivue',
    packages: ['jupyterlab', 'ipykernel', 'ipyniivue'],
    canvases: '.jp-OutputArea canvas',
    milestones: {},
    slices: () => true
  }
];
