/** What this browser keeps of a notebook goes with it when it is renamed or moved, whether it is open or not. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

export const renamePlugin: JupyterFrontEndPlugin<void> = {
  id: 'voxproof:rename',
  description: 'Finds what a browser keeps of a Curator when its notebook gets another name.',
  autoStart: true,
  activate: ({ serviceManager }: JupyterFrontEnd) => {
    serviceManager.contents.fileChanged.connect((_, { type, oldValue, newValue }) => {
      const [from, to] = [oldValue?.path, newValue?.path];
      if (type === 'rename' && from !== undefined && to !== undefined) {
        // A browser that keeps nothing has nothing to move.
        move(from, to).catch(() => undefined);
      }
    });
  }
};

async function move(from: string, to: string): Promise<void> {
  const [{ theShelf }, { notebookKey }] = await Promise.all([
    import('./act-shelf'),
    import('./notebook-key')
  ]);
  const shelf = await theShelf();
  await shelf.move(notebookKey(from), notebookKey(to));
}
