import { useEffect, useState } from 'preact/hooks';
import { showNumber } from '../app/dates.ts';
import { useResource } from '../app/resource.ts';
import { wordsFor, wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Radios, Select, TextInput } from '../ui/inputs.tsx';
import { FailedState, Notice, Skeleton } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import { useOnce } from './use-once.ts';

interface Preview {
  dossiers: {
    id: string;
    version: number;
    code: string;
    applicantName: string;
    procedureName: string;
    returnBy: 'counter' | 'post' | 'online';
  }[];
  acts: { name: string; title: string; tells: string; ids: string[] }[];
  assignable: { officialId: string; name: string; open: number }[];
}
interface Results {
  results: { id: string; done: boolean; code?: string; details?: Record<string, unknown> }[];
}

/** One act on many dossiers: what will happen to which, then which were done and which not, each with its reason. */
export function BulkDialog(p: { ids: readonly string[]; onClose: () => void; onDone: () => void }) {
  const preview = useResource<Preview>('/api/bulk', { ids: p.ids.join(',') });
  const [name, setName] = useState<string | null>(null);
  const [officialId, setOfficial] = useState('');
  const [by, setBy] = useState('counter');
  const [tracking, setTracking] = useState<Readonly<Record<string, string>>>({});
  const [note, setNote] = useState('');
  const [wrong, setWrong] = useState<string | undefined>();
  const [results, setResults] = useState<Results['results'] | null>(null);
  const { busy, fault, send } = useOnce<Results>('/api/bulk', (made) => {
    setResults(made.results);
    const done = made.results.filter((one) => one.done).length;
    say(`Đã làm xong ${showNumber(done, 0)} hồ sơ.`);
    p.onDone();
  });
  const known = preview.data;
  const act = known?.acts.find((one) => one.name === name) ?? known?.acts[0];
  useEffect(() => {
    if (known !== null) document.querySelector<HTMLElement>('dialog[open] input')?.focus();
  }, [known]);
  const dossierOf = (id: string) => known?.dossiers.find((one) => one.id === id);
  const lineOf = (id: string) => {
    const one = dossierOf(id);
    return one === undefined ? id : `${one.code} · ${one.applicantName} · ${one.procedureName}`;
  };

  const submit = () => {
    if (act === undefined || known === null) return;
    if (act.name === 'dossiers.assign-dossier' && officialId === '') {
      setWrong('Xin chọn người được giao.');
      document.getElementById('bulk-official')?.focus();
      return;
    }
    const byPost = act.name === 'dossiers.return-result' && by === 'post';
    const numberOf = (id: string) => (tracking[id] ?? '').trim();
    if (byPost && act.ids.every((id) => numberOf(id) === '')) {
      setWrong('Xin ghi số hiệu bưu gửi của ít nhất một hồ sơ.');
      document.getElementById(`bulk-tracking-${act.ids[0]}`)?.focus();
      return;
    }
    setWrong(undefined);
    const more =
      act.name === 'dossiers.assign-dossier'
        ? { officialId }
        : act.name === 'dossiers.return-result'
          ? { by }
          : {};
    void send({
      act: act.name,
      items: act.ids.flatMap((id) => {
        const one = dossierOf(id);
        if (one === undefined || (byPost && numberOf(id) === '')) return [];
        return [{ id, version: one.version, ...(byPost ? { tracking: numberOf(id) } : {}) }];
      }),
      with: {
        ...more,
        ...(note.trim() === '' || act.name === 'dossiers.return-result' ? {} : { note: note.trim() }),
      },
    });
  };

  if (results !== null) {
    const refused = results.filter((one) => !one.done);
    return (
      <Dialog open wide title="Đã làm xong" onClose={p.onClose}>
        <div class="stack">
          <Notice
            kind={refused.length === 0 ? 'done' : 'warn'}
            live
            title={`${showNumber(results.length - refused.length, 0)} hồ sơ đã xong${refused.length === 0 ? '.' : `, ${showNumber(refused.length, 0)} hồ sơ chưa làm được.`}`}
          />
          {refused.length > 0 && (
            <ul>
              {refused.map((one) => (
                <li key={one.id}>
                  {lineOf(one.id)}: {wordsFor(one.code ?? '', one.details ?? {})}
                </li>
              ))}
            </ul>
          )}
          <div class="dialog-end">
            <Button rank="primary" onPress={p.onClose}>
              Về danh sách
            </Button>
          </div>
        </div>
      </Dialog>
    );
  }

  const left = act === undefined ? [] : (known?.dossiers ?? []).filter((one) => !act.ids.includes(one.id));
  return (
    <Dialog open wide title={`Làm cùng lúc ${showNumber(p.ids.length, 0)} hồ sơ`} onClose={p.onClose}>
      {known === null ? (
        preview.state === 'failed' ? (
          <FailedState words={wordsOf(preview.problem)} onRetry={preview.reload} />
        ) : (
          <Skeleton lines={4} />
        )
      ) : act === undefined ? (
        <div class="stack">
          <p>Không có việc nào làm được cùng lúc cho những hồ sơ đã chọn.</p>
          <div class="dialog-end">
            <Button rank="primary" onPress={p.onClose}>
              Về danh sách
            </Button>
          </div>
        </div>
      ) : (
        <form
          class="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
          <Radios
            id="bulk-act"
            label="Việc cần làm"
            value={act.name}
            options={known.acts.map((one) => ({
              value: one.name,
              label: `${one.title}: ${showNumber(one.ids.length, 0)} hồ sơ`,
            }))}
            onChange={setName}
          />
          <p class="tells">{act.tells}</p>
          {act.name === 'dossiers.assign-dossier' &&
            (known.assignable.length === 0 ? (
              <p>Những hồ sơ này ở nhiều phòng; xin phân công từng phòng.</p>
            ) : (
              <Select
                id="bulk-official"
                label="Giao cho"
                error={wrong}
                value={officialId}
                none="Chọn người"
                options={known.assignable.map((one) => ({
                  value: one.officialId,
                  label: `${one.name} (đang giữ ${showNumber(one.open, 0)} hồ sơ)`,
                }))}
                onChange={setOfficial}
              />
            ))}
          {act.name === 'dossiers.return-result' ? (
            <Radios
              id="bulk-by"
              label="Trả kết quả bằng cách"
              inline
              value={by}
              options={[
                { value: 'counter', label: 'Tại quầy, cho chính người nộp' },
                { value: 'post', label: 'Bưu chính' },
                { value: 'online', label: 'Bản điện tử' },
              ]}
              onChange={setBy}
            />
          ) : (
            <TextInput
              id="bulk-note"
              label="Ghi chú"
              optional
              lines={2}
              maxLength={2000}
              value={note}
              onInput={setNote}
              spellcheck
            />
          )}
          {act.name === 'dossiers.return-result' && by === 'post' && (
            <fieldset class="stack">
              <legend>Số hiệu bưu gửi của từng hồ sơ; hồ sơ để trống thì chưa trả</legend>
              {act.ids.map((id, place) => (
                <TextInput
                  key={id}
                  id={`bulk-tracking-${id}`}
                  label={lineOf(id)}
                  optional
                  width="medium"
                  maxLength={60}
                  error={place === 0 ? wrong : undefined}
                  value={tracking[id] ?? ''}
                  onInput={(number) => setTracking((all) => ({ ...all, [id]: number }))}
                />
              ))}
            </fieldset>
          )}
          <details open={act.ids.length <= 12 && by !== 'post'}>
            <summary>{showNumber(act.ids.length, 0)} hồ sơ sẽ làm</summary>
            <ol>
              {act.ids.map((id) => (
                <li key={id}>{lineOf(id)}</li>
              ))}
            </ol>
          </details>
          {left.length > 0 && (
            <details>
              <summary>{showNumber(left.length, 0)} hồ sơ không làm được việc này, để nguyên</summary>
              <ol>
                {left.map((one) => (
                  <li key={one.id}>{lineOf(one.id)}</li>
                ))}
              </ol>
            </details>
          )}
          <div class="dialog-end">
            <Button type="submit" rank="primary" busy={busy} busyText="Đang ghi…">
              {`${act.title}: ${showNumber(act.ids.length, 0)} hồ sơ`}
            </Button>
            <Button onPress={p.onClose}>Để sau</Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
