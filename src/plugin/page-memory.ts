/** The memory that volumes may take of this page: half of what the device has, as far as the browser tells, or what the settings allow. */
import { MemoryBudget } from '../kernel';
import { allowedGigabytes } from './allowed-memory';

const GIGABYTE = 2 ** 30;
/** Firefox, Safari, and pages without https tell nothing. */
const USUAL_GIGABYTES = 8;

export const pageMemory = new MemoryBudget(() => {
  const gigabytes = allowedGigabytes();
  return (gigabytes === 0 ? deviceGigabytes() / 2 : gigabytes) * GIGABYTE;
});

function deviceGigabytes(): number {
  const told: unknown = Reflect.get(navigator, 'deviceMemory');
  return typeof told === 'number' ? told : USUAL_GIGABYTES;
}
