/**
 * Whether an element is in sight. JupyterLab puts its own class in the place of `IntersectionObserver`: what that has to tell of an
 * element in a notebook that scrolls comes up to a second late, and so after newer reports of an element that was taken out of the
 * notebook meanwhile. The latest report counts, not the one that came last.
 */

/** @returns a function that ends it */
export function watchSight(element: Element, onReport: (isInSight: boolean) => void): () => void {
  let latest = -Infinity;
  const observer = new IntersectionObserver(entries => {
    const { time, isIntersecting } = entries[entries.length - 1];
    if (time >= latest) {
      latest = time;
      onReport(isIntersecting);
    }
  });
  observer.observe(element);
  return () => {
    latest = Infinity;
    observer.disconnect();
  };
}
