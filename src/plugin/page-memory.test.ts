import { allowMemory } from './allowed-memory';
import { pageMemory } from './page-memory';

test('volumes may take half of the memory of the device, or what is allowed', () => {
  const half = 4 * 2 ** 30;
  expect(pageMemory.mostBytes()).toBe(half);
  allowMemory(1.5);
  expect(pageMemory.mostBytes()).toBe(1.5 * 2 ** 30);
  allowMemory(0);
  expect(pageMemory.mostBytes()).toBe(half);
});
