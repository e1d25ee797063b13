import { CHANGE_LOOKS } from './change-kind';
import { labelColour } from './label-colours';
import { CHANGE_LABELS, REGION_LABEL } from './surface-bricks';
import { surfaceColour } from './surface-colour';

const ACCENT = [255, 138, 31] as const;

it('labels have their tint and the region the accent', () => {
  expect(surfaceColour(2, ACCENT, 'strong', false)).toEqual(labelColour(2, 'strong'));
  expect(surfaceColour(REGION_LABEL, ACCENT, 'pale', false)).toEqual(ACCENT);
});

it('beside changes, labels are grey, so that the colours of changes stand out', () => {
  const [red, green, blue] = surfaceColour(2, ACCENT, 'pale', true);
  expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(12);
  expect(surfaceColour(CHANGE_LABELS.removed, ACCENT, 'pale', true)).toEqual(
    CHANGE_LOOKS.removed.colour
  );
});
