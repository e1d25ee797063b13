/**
 * Union-find over runs of equal code. The owner of a run is the address of an earlier run of its component, or, at the root, which is
 * always the first of the component, `2 * code + 1`: addresses are even. Path halving (Tarjan & van Leeuwen 1984); roots by smallest
 * address.
 */
import { run } from './runs';

@inline
export function rootOwner(code: u32): u32 {
  return (code << 1) | 1;
}

@inline
export function isRoot(owner: u32): bool {
  return (owner & 1) != 0;
}

@inline
export function codeOf(owner: u32): u32 {
  return owner >> 1;
}

@inline
function root(r: usize): usize {
  let owner = run.owner(r);
  while (!isRoot(owner)) {
    const next = run.owner(owner);
    if (isRoot(next)) return owner;
    run.setOwner(r, next);
    r = next;
    owner = run.owner(r);
  }
  return r;
}

export function unite(a: usize, b: usize): void {
  a = root(a);
  b = root(b);
  if (a != b) run.setOwner(max(a, b), <u32>min(a, b));
}

/** Owner of a run that joins run `r`, which comes before it. */
@inline
export function ownerBy(r: usize): u32 {
  const owner = run.owner(r);
  return select<u32>(<u32>r, owner, isRoot(owner));
}
