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

/** Number of colours the label texture can tell apart; 0 is background. */
export const DISPLAY_CODES = 256;

/** Has no common factor with 255, so that any 255 labels in a row get 255 codes. */
const STRIDE = 101;

/**
 * Colour code of a label, 1 to 255, for the texture. Up to 255 labels the code is the index, so that the voxels themselves can be
 * the texture; beyond, labels that lie near each other in the table get codes that lie apart.
 */
export function displayCode(index: number, labelCount: number): number {
  if (index === 0) {
    return 0;
  }
  return labelCount <= DISPLAY_CODES ? index : 1 + ((index * STRIDE) % (DISPLAY_CODES - 1));
}
