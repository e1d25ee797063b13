/**
 * Union-find over runs. The owner of a run is the address of an earlier run of its component, or its own: the root, always the
 * first run of the component. Path halving (Tarjan & van Leeuwen 1984); roots by smallest address.
 */
import { run } from './runs';

export function root(r: usize): usize {
  let owner = <usize>run.owner(r);
  while (owner != r) {
    const next = run.owner(owner);
    run.setOwner(r, next);
    r = next;
    owner = run.owner(r);
  }
  return r;
}

@inline
export function unite(a: usize, b: usize): void {
  if (run.owner(a) == run.owner(b)) return;
  const rootA = root(a);
  const rootB = root(b);
  if (rootA < rootB) run.setOwner(rootB, <u32>rootA);
  else if (rootB < rootA) run.setOwner(rootA, <u32>rootB);
}
