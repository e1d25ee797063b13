/** What axe-core finds in a part of the page. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

interface Found {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

interface AxeWindow extends Window {
  readonly axe: {
    run(selector: string, options: object): Promise<{ readonly violations: readonly Found[] }>;
  };
}

const SOURCE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Faults of the curators on a page that axe-core calls serious or critical, as lines to read; none is expected. */
export async function seriousFaults(page: Page, selector = '.vp-Curator'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.addScriptTag({ content: SOURCE });
  }
  const found = await page.evaluate(async part => {
    const { axe } = window as unknown as AxeWindow;
    return (await axe.run(part, { resultTypes: ['violations'] })).violations;
  }, selector);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)}\n${failureSummary}`
      )
    );
}
