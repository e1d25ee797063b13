import { ServerConnection } from '@jupyterlab/services';

/** Names a notebook for this browser: servers of several people may share a host, and IndexedDB with it. */
export function notebookKey(path: string): string {
  return `${ServerConnection.makeSettings().baseUrl} ${path}`;
}
