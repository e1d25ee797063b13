/**
 * Label ids of any width live in a table as decimal strings; voxels hold indices into it. Index 0 is background.
 * The kernel owns the table: it only grows within a generation.
 */
export type LabelIndex = number & { readonly __brand: 'LabelIndex' };

export const BACKGROUND = 0 as LabelIndex;

export function labelIndex(value: number): LabelIndex {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(
      `found label index ${String(value)}, expected a whole number from 0 to 4294967295`
    );
  }
  return value as LabelIndex;
}
