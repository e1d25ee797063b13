/** The memory that volumes may take of this page: half of what the device has, as far as the browser tells. */
import { MemoryBudget } from '../kernel';

const GIGABYTE = 2 ** 30;
/** Firefox, Safari, and pages without https tell nothing. */
const USUAL_GIGABYTES = 8;

export const pageMemory = new MemoryBudget((deviceGigabytes() / 2) * GIGABYTE);

function deviceGigabytes(): number {
  const told: unknown = Reflect.get(navigator, 'deviceMemory');
  return typeof told === 'number' ? told : USUAL_GIGABYTES;
}
