import type { Unsent } from '../kernel';

/** Let the browser save acts as a file that `curator.load_unsent(path)` reads. */
export function saveUnsent({ volume, text }: Unsent): void {
  saveFile(`${volume.name}-unsent.json`, text);
}

/** Let the browser save a text as a file. */
function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
