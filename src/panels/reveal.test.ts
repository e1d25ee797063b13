import { renderHook } from '@testing-library/react';
import { useStartOver } from './reveal';

/** A list scrolled to 500 px, and a way to arrange it otherwise. */
function scrolled(arrangement: string) {
  const current = document.createElement('div');
  const scroller = { current };
  const { rerender } = renderHook(
    (name: string) => {
      useStartOver(scroller, name);
    },
    { initialProps: arrangement }
  );
  current.scrollTop = 500;
  return { current, rerender };
}

describe('useStartOver', () => {
  test.each(['', 'gap,all,score'])(
    'a list stays where it is while it is arranged as "%s"',
    same => {
      const { current, rerender } = scrolled(same);
      rerender(same);
      expect(current.scrollTop).toBe(500);
    }
  );

  test('another arrangement begins at the start, once', () => {
    const { current, rerender } = scrolled('score');
    rerender('size');
    expect(current.scrollTop).toBe(0);
    current.scrollTop = 300;
    rerender('size');
    expect(current.scrollTop).toBe(300);
  });

  test('going back to an earlier arrangement begins at the start too', () => {
    const { current, rerender } = scrolled('score');
    rerender('size');
    current.scrollTop = 300;
    rerender('score');
    expect(current.scrollTop).toBe(0);
  });

  test('a list that is first shown keeps its place', () => {
    const current = document.createElement('div');
    current.scrollTop = 200;
    renderHook(() => {
      useStartOver({ current }, 'score');
    });
    expect(current.scrollTop).toBe(200);
  });
});
