import { useRef, useState } from 'preact/hooks';
import { api, newKey, Problem } from '../../app/api.ts';
import { DateInput } from '../../app/date-input.tsx';
import { useResource } from '../../app/resource.ts';
import { session } from '../../app/session.ts';
import { UnitPicker } from '../../app/unit-picker.tsx';
import { wordsFor } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import { Radios, Select, TextInput } from '../../ui/inputs.tsx';
import { ErrorSummary, Notice } from '../../ui/notice.tsx';
import { bodyOfPlan, EMPTY_PLAN, fieldIdOfPlan, lackingIn, type PlanTyped } from './plan.ts';

interface Named {
  id: string;
  name: string;
}
interface Preview {
  kind: string;
  unitsEnding: Named[];
  unitsBegun: Named[];
  unitsRenamed: (Named & { before: string })[];
  agenciesEnding: Named[];
  agenciesBegun: Named[];
  agenciesRenamed: (Named & { before: string })[];
  dossiers: (Named & { count: number })[];
  finished: number;
  duties: number;
  persons: number;
  numberedAnew: Named[];
  unstaffed: Named[];
}

const LACKING: Record<string, string> = {
  'plan-from': 'Chọn đơn vị, cơ quan được sắp xếp',
  'into-n-id': 'Điền mã sau sắp xếp',
  'into-n-name': 'Điền tên sau sắp xếp',
  'plan-number': 'Điền số, ký hiệu văn bản',
  'plan-date': 'Điền ngày ban hành',
  'plan-day': 'Điền ngày có hiệu lực',
  'plan-name': 'Điền trích yếu',
};

/** A reorganisation as its decision says; looked at before it is planned. */
export function PlanForm({
  onCancel,
  onPlanned,
}: {
  onCancel: () => void;
  onPlanned: (day: string) => void;
}) {
  const [plan, setPlan] = useState<PlanTyped>(EMPTY_PLAN);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [wrong, setWrong] = useState<{ id: string; words: string }[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const agencies = useResource<{ agencies: { id: string; name: string; parentId: string | null }[] }>(
    plan.of === 'agency' ? '/api/agencies' : null,
    { kind: 'department' },
  );
  const change = (part: Partial<PlanTyped>) => {
    setPlan((before) => ({ ...before, ...part }));
    setPreview(null);
    key.current = newKey();
  };
  const changeInto = (place: number, part: Partial<PlanTyped['into'][number]>) =>
    change({ into: plan.into.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  const errorOf = (id: string) => wrong.find((one) => one.id === id)?.words ?? null;

  const ask = async (work: () => Promise<void>) => {
    setBusy(true);
    setWrong([]);
    try {
      await work();
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem('internal', 500);
      const fields = problem.details.fields ?? [];
      setAttempt((n) => n + 1);
      setWrong(
        fields.length === 0
          ? [{ id: 'plan-number', words: wordsFor(problem.code, problem.details) }]
          : fields.map((field) => ({ id: fieldIdOfPlan(field.path), words: wordsFor(field.code, field) })),
      );
    } finally {
      setBusy(false);
    }
  };
  const look = () => {
    const lacking = lackingIn(plan);
    if (lacking.length > 0) {
      setAttempt((n) => n + 1);
      setWrong(lacking.map((id) => ({ id, words: LACKING[id.replace(/\d+/, 'n')] ?? wordsFor('required') })));
      return;
    }
    void ask(async () => {
      const { plan: body } = bodyOfPlan(plan);
      setPreview(await api.get<Preview>('/api/reorganisations/preview', { plan: JSON.stringify(body) }));
    });
  };
  const send = () =>
    ask(async () => {
      await api.post('/api/reorganisations', bodyOfPlan(plan), { key: key.current });
      onPlanned(plan.effectiveOn);
    });

  const commune = plan.of === 'commune';
  return (
    <section class="plan-form" aria-labelledby="plan-title">
      <h2 id="plan-title">Đặt lịch nhập, tách, đổi tên</h2>
      <ErrorSummary wrong={wrong} attempt={attempt} />
      <Radios
        id="plan-kind"
        label="Việc"
        inline
        value={plan.kind}
        options={[
          { value: 'merge', label: 'Nhập nhiều thành một' },
          { value: 'split', label: 'Tách một thành nhiều' },
          { value: 'rename', label: 'Đổi tên' },
        ]}
        onChange={(kind) =>
          change({
            kind: kind as PlanTyped['kind'],
            into:
              kind === 'split'
                ? [EMPTY_PLAN.into[0], EMPTY_PLAN.into[0]].flatMap((one) => one ?? [])
                : EMPTY_PLAN.into,
            from: kind === 'merge' ? plan.from : plan.from.slice(0, 1),
          })
        }
      />
      <Radios
        id="plan-of"
        label="Đối tượng"
        inline
        value={plan.of}
        options={[
          { value: 'commune', label: 'Xã, phường, đặc khu' },
          { value: 'agency', label: 'Cơ quan cấp tỉnh' },
        ]}
        onChange={(of) => change({ of: of as PlanTyped['of'], from: [] })}
      />
      <div class="units-part">
        {commune ? (
          <UnitPicker
            key={plan.from.length}
            id="plan-from"
            label={plan.kind === 'merge' ? 'Các đơn vị được nhập' : 'Đơn vị'}
            hint={plan.kind === 'merge' ? 'Chọn lần lượt từng đơn vị' : undefined}
            error={errorOf('plan-from')}
            parent={session.value?.province?.code}
            communesOnly
            chosen={null}
            onChoose={(found) => {
              if (found === null || plan.from.some((one) => one.id === found.value)) return;
              const one = { id: found.value, name: found.label };
              change({ from: plan.kind === 'merge' ? [...plan.from, one] : [one] });
            }}
          />
        ) : (
          <Select
            id="plan-from"
            label={plan.kind === 'merge' ? 'Các cơ quan được nhập' : 'Cơ quan'}
            error={errorOf('plan-from')}
            value=""
            options={(agencies.data?.agencies ?? []).map((one) => ({ value: one.id, label: one.name }))}
            onChange={(id) => {
              const found = agencies.data?.agencies.find((one) => one.id === id);
              if (found === undefined || plan.from.some((one) => one.id === id)) return;
              change({ from: plan.kind === 'merge' ? [...plan.from, found] : [found] });
            }}
          />
        )}
        <ul class="plan-from" aria-label="Đã chọn">
          {plan.from.map((one) => (
            <li key={one.id}>
              <Button
                small
                label={`Bỏ ${one.name}`}
                onPress={() => change({ from: plan.from.filter(({ id }) => id !== one.id) })}
              >
                {one.name} ✕
              </Button>
            </li>
          ))}
        </ul>
      </div>
      {plan.into.map((one, place) => (
        <fieldset class="plan-row" key={`into${place}`}>
          <legend>{plan.kind === 'split' ? `Sau khi tách: đơn vị ${place + 1}` : 'Sau sắp xếp'}</legend>
          {plan.kind !== 'rename' && (
            <TextInput
              id={`into-${place}-id`}
              label="Mã"
              hint={
                commune
                  ? '5 chữ số; giữ mã cũ thì đơn vị đó tiếp tục'
                  : 'Ví dụ H42.21; giữ mã cũ thì tiếp tục'
              }
              error={errorOf(`into-${place}-id`)}
              value={one.id}
              onInput={(id) => changeInto(place, { id })}
            />
          )}
          {commune && (
            <Select
              id={`into-${place}-kind`}
              label="Loại"
              none={null}
              value={one.kind}
              options={[
                { value: 'commune', label: 'Xã' },
                { value: 'ward', label: 'Phường' },
                { value: 'special-zone', label: 'Đặc khu' },
              ]}
              onChange={(kind) => changeInto(place, { kind })}
            />
          )}
          <TextInput
            id={`into-${place}-name`}
            label={commune ? 'Tên (không ghi “xã”, “phường”)' : 'Tên đầy đủ'}
            error={errorOf(`into-${place}-name`)}
            value={one.name}
            onInput={(name) => changeInto(place, { name })}
          />
          {plan.kind === 'split' && place > 0 && (
            <TextInput
              id={`into-${place}-rule`}
              label={commune ? 'Thôn, xóm chuyển về đây' : 'Mã lĩnh vực chuyển về đây'}
              hint="Cách nhau bằng dấu phẩy; không khớp thì về đơn vị 1"
              value={one.rule}
              onInput={(rule) => changeInto(place, { rule })}
            />
          )}
          {plan.kind === 'split' && (
            <TextInput
              id={`into-${place}-dossiers`}
              label="Hồ sơ chọn riêng về đây"
              hint="Mã hồ sơ đang giải quyết, cách nhau bằng dấu phẩy"
              error={errorOf(`into-${place}-dossiers`)}
              value={one.dossiers}
              onInput={(dossiers) => changeInto(place, { dossiers })}
            />
          )}
        </fieldset>
      ))}
      {plan.kind === 'split' && (
        <Button small onPress={() => change({ into: [...plan.into, ...EMPTY_PLAN.into] })}>
          Thêm một đơn vị
        </Button>
      )}
      <fieldset class="plan-row">
        <legend>Căn cứ</legend>
        <TextInput
          id="plan-number"
          label="Số, ký hiệu văn bản"
          error={errorOf('plan-number')}
          value={plan.basisNumber}
          onInput={(basisNumber) => change({ basisNumber })}
        />
        <DateInput
          id="plan-date"
          label="Ngày ban hành"
          error={errorOf('plan-date')}
          value={plan.basisDate}
          onInput={(basisDate) => change({ basisDate })}
        />
        <DateInput
          id="plan-day"
          label="Ngày có hiệu lực"
          hint="Thực hiện lúc bắt đầu ngày này"
          error={errorOf('plan-day')}
          value={plan.effectiveOn}
          onInput={(effectiveOn) => change({ effectiveOn })}
        />
        <TextInput
          id="plan-name"
          label="Trích yếu"
          error={errorOf('plan-name')}
          value={plan.basisTitle}
          onInput={(basisTitle) => change({ basisTitle })}
        />
      </fieldset>
      {preview && <PreviewOf preview={preview} />}
      <div class="plan-acts">
        {preview === null ? (
          <Button rank="primary" busy={busy} busyText="Đang tính…" onPress={look}>
            Xem trước
          </Button>
        ) : (
          <Button rank="primary" busy={busy} busyText="Đang ghi…" onPress={() => void send()}>
            Đặt lịch
          </Button>
        )}
        <Button onPress={onCancel}>Thôi</Button>
      </div>
    </section>
  );
}

function PreviewOf({ preview }: { preview: Preview }) {
  const names = (list: readonly Named[]) => list.map(({ name }) => name).join(', ');
  const lines = [
    [preview.unitsEnding, 'Thôi là đơn vị riêng: '],
    [preview.unitsBegun, 'Thành lập: '],
    [preview.numberedAnew, 'Đánh số hồ sơ, văn bản lại từ 1: '],
    [preview.unstaffed, 'Chưa có cán bộ, cần bổ nhiệm: '],
  ] as const;
  return (
    <Notice kind="info" title="Nếu thực hiện hôm nay" live>
      <ul>
        {lines
          .filter(([list]) => list.length > 0)
          .map(([list, words]) => (
            <li key={words}>
              {words}
              {names(list)}.
            </li>
          ))}
        {[...preview.unitsRenamed, ...preview.agenciesRenamed]
          .filter((one) => one.before !== one.name)
          .map((one) => (
            <li key={one.id}>
              {one.before} đổi thành {one.name}.
            </li>
          ))}
        <li>
          {preview.agenciesEnding.length} cơ quan thôi hoạt động, {preview.agenciesBegun.length} cơ quan mới.
        </li>
        {preview.dossiers.map((one) => (
          <li key={one.id}>
            {one.count} hồ sơ đang giải quyết chuyển về {one.name}.
          </li>
        ))}
        <li>
          {preview.finished} hồ sơ đã xong giữ nguyên; {preview.duties} nhiệm vụ của cán bộ và nơi ở của{' '}
          {preview.persons} người chuyển theo.
        </li>
      </ul>
      <p>Giấy tờ đã in và hồ sơ đã xong giữ nguyên tên, mã cũ.</p>
    </Notice>
  );
}
