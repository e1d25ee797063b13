/** Which sizes are listed, in voxels or µm³, and what counts as connected. */
import { useState } from 'react';
import type { RankParameters } from '../core/regions';
import { MOST_REGION, searchesHeights } from '../core/regions';
import { Choice } from './Choice';
import { useModel, usePanel } from './context';
import { NumberField } from './NumberField';
import type { RankingPartProps } from './use-ranking';

type Unit = 'voxels' | 'volume';

export function RankingSizes({ parameters, ask, onDone }: RankingPartProps) {
  const { trans } = usePanel();
  const volume = useModel(({ volume: open }) => open);
  const [unit, setUnit] = useState<Unit>('voxels');
  if (volume === null) {
    return null;
  }
  const { z, y, x } = volume.spacing;
  const each = unit === 'voxels' ? 1 : z * y * x;
  const word = unit === 'voxels' ? trans.__('voxels') : `${volume.unit}³`;
  const { minVoxels, maxVoxels } = parameters;
  const voxelsOf = (size: number): number =>
    Math.min(Math.max(1, Math.round(size / each)), MOST_REGION);
  return (
    <>
      <div className="vp-Ranking-row">
        <span>{trans.__('Size')}</span>
        <span className="vp-Ranking-sizes">
          <NumberField
            label={trans.__('Smallest region listed, in %1', word)}
            title={trans.__('Smaller regions are counted, not listed')}
            value={minVoxels * each}
            step={each}
            minimum={each}
            onChange={size => {
              const least = voxelsOf(size);
              ask({ minVoxels: least, maxVoxels: Math.max(least, maxVoxels) });
            }}
            onDone={onDone}
          />
          {trans.__('to')}
          <NumberField
            label={trans.__('Largest region listed, in %1', word)}
            title={trans.__('Larger regions are counted, not listed; empty: no limit')}
            value={maxVoxels >= MOST_REGION ? null : maxVoxels * each}
            step={each}
            minimum={each}
            placeholder={trans.__('any')}
            onChange={size => {
              const most = voxelsOf(size);
              ask({ maxVoxels: most, minVoxels: Math.min(most, minVoxels) });
            }}
            onClear={() => {
              ask({ maxVoxels: MOST_REGION });
            }}
            onDone={onDone}
          />
          {volume.unit === 'vx' ? (
            word
          ) : (
            <Choice<Unit>
              label={trans.__('Unit of sizes')}
              value={unit}
              options={[
                ['voxels', trans.__('voxels')],
                ['volume', `${volume.unit}³`]
              ]}
              onChoose={setUnit}
            />
          )}
        </span>
      </div>
      <Connectivity parameters={parameters} ask={ask} />
    </>
  );
}

const NEIGHBOURS = { '6': 6, '18': 18, '26': 26 } as const satisfies Record<
  string,
  RankParameters['connectivity']
>;
type Neighbours = keyof typeof NEIGHBOURS;

function Connectivity({ parameters, ask }: Pick<RankingPartProps, 'parameters' | 'ask'>) {
  const { trans } = usePanel();
  const isFixed = searchesHeights(parameters.mode);
  const value = ({ 6: '6', 18: '18', 26: '26' } as const)[parameters.connectivity];
  return (
    <div
      className="vp-Ranking-row"
      title={
        isFixed
          ? trans.__('This mode always counts faces, edges and corners (26)')
          : trans.__('Voxels are neighbours across faces (6), also edges (18), also corners (26)')
      }
    >
      <span>{trans.__('Neighbours')}</span>
      <Choice<Neighbours>
        label={trans.__('Neighbours')}
        value={value}
        unavailable={isFixed}
        options={[
          ['6', '6'],
          ['18', '18'],
          ['26', '26']
        ]}
        onChoose={neighbours => {
          ask({ connectivity: NEIGHBOURS[neighbours] });
        }}
      />
    </div>
  );
}
