import { uniqueId } from './unique-id';

test('ids are 32 hexadecimal digits and do not repeat', () => {
  const ids = Array.from({ length: 1000 }, uniqueId);
  expect(ids.every(id => /^[0-9a-f]{32}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(1000);
});
