/** States that concern the whole session: the kernel is out of reach or gone, an edit was refused, the journal is not durable, all is done. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Ranking } from '../core/regions';
import { Button } from './Button';
import { useModel, usePanel } from './context';
import { formatCount } from './format';
import { Notice } from './Notice';
import type { Review } from './review';
import { useReview } from './Worklist';

interface NoticesProps {
  readonly onSaveUnsent?: (() => void) | undefined;
  readonly onReconnect?: (() => void) | undefined;
}

/** A connection that is back before anyone could read of it is told by the status line alone. */
const LONG_MS = 3000;

export function Notices({ onSaveUnsent, onReconnect }: NoticesProps) {
  const connection = useModel(({ state }) => state.connection);
  return (
    <>
      {connection === 'gone' && <Gone onSaveUnsent={onSaveUnsent} />}
      {connection === 'reconnecting' && (
        <OutOfReach onSaveUnsent={onSaveUnsent} onReconnect={onReconnect} />
      )}
      <Refused />
      <NotDurable />
      <NewPrediction />
      <Finished />
    </>
  );
}

function OutOfReach({ onSaveUnsent, onReconnect }: NoticesProps) {
  const { trans } = usePanel();
  const { pending, isKept } = useModel(({ state }) => state.saving);
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLong(true);
    }, LONG_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return !isLong ? null : (
    <Notice
      kind="warning"
      title={trans.__('The kernel is out of reach.')}
      actions={
        <>
          {!isKept && <SaveUnsent onSaveUnsent={onSaveUnsent} />}
          <Button
            label={trans.__('Try now to reach the kernel, without waiting for the next try')}
            kind="outlined"
            onClick={() => onReconnect?.()}
          >
            {trans.__('Try now')}
          </Button>
        </>
      }
    >
      {trans.__(
        'Connecting is tried again and again. Brush, eraser and verdicts work meanwhile; what asks the kernel does not.'
      )}{' '}
      {pending > 0 &&
        isKept &&
        trans._n(
          '%1 change is kept in this browser and is sent as soon as the kernel answers.',
          '%1 changes are kept in this browser and are sent as soon as the kernel answers.',
          pending
        )}
      {pending > 0 &&
        !isKept &&
        trans._n(
          '%1 change is only in this page until the kernel answers: do not close or reload it, or save a file first.',
          '%1 changes are only in this page until the kernel answers: do not close or reload it, or save a file first.',
          pending
        )}
    </Notice>
  );
}

function SaveUnsent({ onSaveUnsent }: NoticesProps) {
  const { trans } = usePanel();
  const pending = useModel(({ state }) => state.saving.pending);
  return pending === 0 || onSaveUnsent === undefined ? null : (
    <Button
      label={trans.__('Save what never reached the kernel to a file')}
      kind="outlined"
      onClick={onSaveUnsent}
    >
      {trans.__('Save to a file')}
    </Button>
  );
}

function Gone({ onSaveUnsent }: NoticesProps) {
  const { trans } = usePanel();
  const { pending, isKept } = useModel(({ state }) => state.saving);
  const ended = useModel(({ state }) => state.ended);
  const waits = pending > 0;
  return (
    <Notice
      kind="error"
      title={ended === null ? trans.__('The kernel is gone.') : trans.__('This session is over.')}
      actions={<SaveUnsent onSaveUnsent={onSaveUnsent} />}
    >
      {waits &&
        isKept &&
        trans._n(
          '%1 change never reached it and is kept in this browser; a file of it comes back with curator.load_unsent(path).',
          '%1 changes never reached it and are kept in this browser; a file of them comes back with curator.load_unsent(path).',
          pending
        )}
      {waits &&
        !isKept &&
        trans._n(
          '%1 change was not saved and is only in this page: do not close or reload it, or save a file first, which comes back with curator.load_unsent(path).',
          '%1 changes were not saved and are only in this page: do not close or reload it, or save a file first, which comes back with curator.load_unsent(path).',
          pending
        )}{' '}
      {ended ??
        trans.__(
          'Run the cell again to go on, and those above it that make its arrays: everything saved comes back.'
        )}{' '}
      {waits && trans.__('What was not saved is then made again from this browser.')}
    </Notice>
  );
}

function Refused() {
  const { trans } = usePanel();
  const refused = useModel(({ state }) => state.saving.refused);
  return refused === null ? null : (
    <Notice
      kind="error"
      title={trans.__('The kernel refused the last change, and it was put back.')}
    >
      {refused}
    </Notice>
  );
}

function NotDurable() {
  const { trans } = usePanel();
  const journal = useModel(({ state }) => state.saving.journal);
  return journal.state === 'ok' ? null : (
    <Notice
      kind="warning"
      title={
        journal.state === 'read'
          ? trans.__('Read only: what another kernel did is shown, and nothing can be changed.')
          : trans.__('Changes are kept in memory only and end with the kernel.')
      }
    >
      {journal.message}
    </Notice>
  );
}

/** Told once, until the reviewer acts or closes it. */
function NewPrediction() {
  const { model, trans } = usePanel();
  const ranking = useModel(model => model.ranking);
  const volume = useModel(model => model.volume);
  const review = useReview(ranking, volume);
  const first = useRef(volume?.generation);
  const [isSeen, setSeen] = useState(true);
  const generation = volume?.generation;
  useEffect(() => {
    first.current ??= generation;
    setSeen(generation === first.current);
    return model.acted.connect(() => {
      setSeen(true);
    });
  }, [model, generation]);
  if (isSeen || ranking === null || generation === undefined) {
    return null;
  }
  return (
    <Notice
      kind="info"
      title={trans.__('New prediction (generation %1):', generation)}
      actions={
        <Button
          label={trans.__('Close')}
          icon="close"
          onClick={() => {
            setSeen(true);
          }}
        />
      }
    >
      {trans._n('%1 region', '%2 regions', ranking.count, formatCount(ranking.count))}
      {', '}
      <Brought ranking={ranking} review={review} />
    </Notice>
  );
}

/** What became of the verdicts, and what the prediction brought. */
function Brought({ ranking, review }: { readonly ranking: Ranking; readonly review: Review }) {
  const { model, trans } = usePanel();
  const { verdicts } = review;
  const words = useMemo(() => {
    const count = { new: 0, returning: 0 };
    for (let index = 0; index < ranking.count; index++) {
      const mark = verdicts.has(index) ? null : model.markOf(index);
      if (mark !== null) {
        count[mark] += 1;
      }
    }
    return [
      verdicts.size === 0
        ? trans.__('none settled')
        : trans.__('%1 of them settled before and not asked again', formatCount(verdicts.size)),
      ...(count.new > 0 ? [trans.__('%1 new', formatCount(count.new))] : []),
      ...(count.returning > 0
        ? [
            trans.__(
              '%1 returning (settled before, but the prediction disagrees)',
              formatCount(count.returning)
            )
          ]
        : [])
    ];
  }, [model, ranking, verdicts, trans]);
  return <>{words.join(', ')}.</>;
}

function Finished() {
  const { trans } = usePanel();
  const ranking = useModel(model => model.ranking);
  const volume = useModel(model => model.volume);
  const { verdicts, counts } = useReview(ranking, volume);
  const total = ranking?.count ?? 0;
  if (total === 0 || verdicts.size < total) {
    return null;
  }
  const { fixed, correct, unsure } = counts;
  return (
    <Notice
      kind="success"
      title={trans.__('%1 of %2 reviewed.', formatCount(total), formatCount(total))}
    >
      {trans.__('%1 fixed, %2 correct, %3 unsure.', ...[fixed, correct, unsure].map(formatCount))}{' '}
      {trans.__('Go on in the next cell:')} <code>curator.trust()</code>{' '}
      {trans.__('is ready. Verdicts can still be changed.')}
    </Notice>
  );
}
