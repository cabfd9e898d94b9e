import { useRef, useState } from 'preact/hooks';
import { GROUP_EVIDENCE, GROUP_NAMES, type Group } from '../../../src/capabilities/procedures/fee.ts';
import type { Resolution } from '../../../src/capabilities/procedures/resolution.ts';
import { api, newKey, Problem } from '../../app/api.ts';
import { DateInput } from '../../app/date-input.tsx';
import { showDate, showMoney } from '../../app/dates.ts';
import { PageHeading, usePageTitle } from '../../app/page.tsx';
import { useResource } from '../../app/resource.ts';
import { session } from '../../app/session.ts';
import { UnitPicker } from '../../app/unit-picker.tsx';
import { wordsFor, wordsOf } from '../../app/words.ts';
import { mayDo } from '../../desk/room.ts';
import { Button } from '../../ui/button.tsx';
import type { Found } from '../../ui/combobox.tsx';
import { Checkboxes, NumberInput, Select, TextInput } from '../../ui/inputs.tsx';
import { EmptyState, ErrorSummary, FailedState, Notice, Skeleton } from '../../ui/notice.tsx';
import { Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';

interface Kept {
  resolution: Resolution;
  version: number;
  savedAt: string;
  holds: boolean;
}
interface Area {
  unitCode: string;
  unitName: string;
  kind: string;
  kindName: string;
  effectiveFrom: string;
  effectiveTo: string | null;
  source: string;
}
interface Rules {
  resolutions: Kept[];
  areas: Area[];
}

const CHANNEL_NAMES = { online: 'trực tuyến', counter: 'trực tiếp', post: 'bưu chính' } as const;
type Channel = keyof typeof CHANNEL_NAMES;
const CHANNELS = Object.keys(CHANNEL_NAMES) as Channel[];

const EMPTY: Resolution = {
  number: '',
  title: '',
  issuedOn: '',
  effectiveFrom: '',
  effectiveTo: null,
  source: '',
  fees: [],
  reductions: [],
};

const periodOf = (one: { effectiveFrom: string; effectiveTo: string | null }) =>
  `từ ${showDate(one.effectiveFrom)}${one.effectiveTo === null ? '' : ` đến trước ${showDate(one.effectiveTo)}`}`;

/** The province's resolutions on fees, and the communes whose residents are freed of some. */
export function FeesPage() {
  usePageTitle('Phí, lệ phí, nghị quyết');
  const rules = useResource<Rules>('/api/fee-rules');
  const sectors = useResource<{ code: string; name: string }[]>('/api/sectors');
  const [editing, setEditing] = useState<Kept | null>(null);
  const file = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string[]>([]);
  const may = mayDo('procedures.save-resolution');
  const sectorName = (code: string) => sectors.data?.find((one) => one.code === code)?.name ?? code;
  const load = async (chosen: File) => {
    setFault([]);
    try {
      const body = JSON.parse(await chosen.text()) as unknown;
      const made = await api.post<{ loaded: number; unchanged: number }>('/api/fee-rules/import', body, {
        key: newKey(),
      });
      say(`Đã nạp ${made.loaded} nghị quyết, ${made.unchanged} nghị quyết không đổi.`);
      rules.reload();
    } catch (error) {
      if (error instanceof Problem && error.details.fields !== undefined)
        setFault(error.details.fields.map((one) => `${one.path}: ${wordsFor(one.code, one)}`));
      else if (error instanceof SyntaxError) setFault(['Tệp này không phải JSON đọc được.']);
      else setFault([wordsOf(error)]);
    }
  };
  return (
    <>
      <PageHeading>Phí, lệ phí, nghị quyết</PageHeading>
      <p>
        Mức thu và miễn, giảm theo nghị quyết của Hội đồng nhân dân tỉnh được tính thay mức của danh mục, từ
        ngày có hiệu lực. Hồ sơ đã nộp giữ mức của ngày nộp.
      </p>
      {rules.data === null ? (
        rules.state === 'failed' ? (
          <FailedState words={wordsOf(rules.problem)} onRetry={rules.reload} />
        ) : (
          <Skeleton lines={6} />
        )
      ) : editing !== null ? (
        <Edit
          key={editing.resolution.number}
          kept={editing}
          sectors={sectors.data ?? []}
          onClose={() => setEditing(null)}
          onDone={() => {
            setEditing(null);
            rules.reload();
          }}
        />
      ) : (
        <>
          {may && (
            <p class="row no-print">
              <Button
                rank="primary"
                onPress={() => setEditing({ resolution: EMPTY, version: 0, savedAt: '', holds: false })}
              >
                Thêm nghị quyết
              </Button>
              <Button onPress={() => file.current?.click()}>Nạp từ tệp JSON</Button>
              <input
                ref={file}
                class="unseen"
                type="file"
                accept="application/json,.json"
                aria-label="Tệp nghị quyết"
                tabIndex={-1}
                onChange={(event) => {
                  const chosen = event.currentTarget.files?.[0];
                  event.currentTarget.value = '';
                  if (chosen) void load(chosen);
                }}
              />
            </p>
          )}
          {fault.length > 0 && (
            <Notice kind="wrong" live title="Chưa nạp được, không có gì thay đổi.">
              <ul>
                {fault.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </Notice>
          )}
          {rules.data.resolutions.length === 0 ? (
            <EmptyState title="Chưa ghi nghị quyết nào.">
              <p>Khi chưa có, phí được tính theo mức của danh mục thủ tục.</p>
            </EmptyState>
          ) : (
            rules.data.resolutions.map((kept) => (
              <section key={kept.resolution.number} class="fee-rule">
                <h2>Nghị quyết số {kept.resolution.number}</h2>
                <p>
                  {kept.resolution.title}. Ban hành {showDate(kept.resolution.issuedOn)}, hiệu lực{' '}
                  {periodOf(kept.resolution)}:{' '}
                  <strong>{kept.holds ? 'đang có hiệu lực' : 'không áp dụng hôm nay'}</strong>.
                </p>
                <ul>
                  {kept.resolution.fees.map((fee) => (
                    <li key={JSON.stringify(fee)}>
                      {fee.procedure
                        ? `Thủ tục ${fee.procedure}`
                        : `Lĩnh vực ${sectorName(fee.sector ?? '')}`}
                      {fee.fee && `, khoản “${fee.fee}”`}
                      {fee.channels && `, nộp ${fee.channels.map((one) => CHANNEL_NAMES[one]).join(', ')}`}:{' '}
                      <strong>{showMoney(fee.amount)}</strong>
                    </li>
                  ))}
                  {kept.resolution.reductions.map((one) => (
                    <li key={JSON.stringify(one)}>
                      {one.procedure
                        ? `Thủ tục ${one.procedure}`
                        : `Lĩnh vực ${sectorName(one.sector ?? '')}`}
                      {one.channels &&
                        `, nộp ${one.channels.map((channel) => CHANNEL_NAMES[channel]).join(', ')}`}
                      :{' '}
                      <strong>
                        {one.kind === 'exempt'
                          ? 'miễn'
                          : one.kind === 'percent'
                            ? `giảm ${one.value}%`
                            : `giảm ${showMoney(one.value)}`}
                      </strong>{' '}
                      cho {GROUP_NAMES[one.group].toLowerCase()}
                      {(one.evidence ?? GROUP_EVIDENCE[one.group]) && (
                        <span class="quiet"> (giấy tờ: {one.evidence ?? GROUP_EVIDENCE[one.group]})</span>
                      )}
                    </li>
                  ))}
                </ul>
                <p class="quiet small">Nguồn: {kept.resolution.source}</p>
                {may && (
                  <p>
                    <Button small onPress={() => setEditing(kept)}>
                      Sửa nghị quyết {kept.resolution.number}
                    </Button>
                  </p>
                )}
              </section>
            ))
          )}
          <h2>Xã đặc biệt khó khăn, biên giới, đảo</h2>
          {rules.data.areas.length === 0 ? (
            <p class="quiet">Chưa ghi xã nào.</p>
          ) : (
            <Table
              caption="Xã được miễn, giảm theo địa bàn"
              hideCaption
              rows={rules.data.areas}
              rowKey={(row) => `${row.unitCode}${row.kind}${row.effectiveFrom}`}
              columns={[
                { key: 'unit', title: 'Xã', cell: (row) => `${row.unitName} (${row.unitCode})` },
                { key: 'kind', title: 'Thuộc', cell: (row) => row.kindName },
                { key: 'period', title: 'Hiệu lực', cell: (row) => periodOf(row) },
                { key: 'source', title: 'Căn cứ', cell: (row) => row.source },
              ]}
            />
          )}
          {mayDo('procedures.save-fee-area') && <AddArea onDone={rules.reload} />}
        </>
      )}
    </>
  );
}

/** Faults by path, as words. */
function wordsAt(error: unknown): { at: Record<string, string>; rest: unknown } {
  const fields = error instanceof Problem ? (error.details.fields ?? []) : [];
  return {
    at: Object.fromEntries(fields.map((field) => [field.path, wordsFor(field.code, field)])),
    rest: fields.length > 0 ? null : error,
  };
}

function Edit(p: {
  kept: Kept;
  sectors: readonly { code: string; name: string }[];
  onClose: () => void;
  onDone: () => void;
}) {
  const fresh = p.kept.version === 0;
  const [draft, setDraft] = useState<Resolution>(p.kept.resolution);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [fault, setFault] = useState<unknown>(null);
  const [attempts, setAttempts] = useState(0);
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  const set = (part: Partial<Resolution>) => setDraft((now) => ({ ...now, ...part }));
  const at = (path: string) => wrong[`/resolution${path}`];
  const setFee = (place: number, part: Partial<Resolution['fees'][number]>) =>
    set({ fees: draft.fees.map((one, n) => (n === place ? tidy({ ...one, ...part }) : one)) });
  const setReduction = (place: number, part: Partial<Resolution['reductions'][number]>) =>
    set({ reductions: draft.reductions.map((one, n) => (n === place ? tidy({ ...one, ...part }) : one)) });
  const save = async () => {
    setBusy(true);
    setFault(null);
    setAttempts((n) => n + 1);
    try {
      await api.post(
        '/api/fee-rules/resolutions',
        { resolution: draft, version: p.kept.version },
        { key: key.current },
      );
      say(`Đã ghi nghị quyết ${draft.number}.`);
      p.onDone();
    } catch (error) {
      key.current = newKey();
      const found = wordsAt(error);
      setWrong(found.at);
      setFault(found.rest);
      setBusy(false);
    }
  };
  return (
    <form
      class="stack fee-edit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2>{fresh ? 'Thêm nghị quyết' : `Sửa nghị quyết ${p.kept.resolution.number}`}</h2>
      <ErrorSummary
        title="Cần sửa trước khi ghi"
        attempt={attempts}
        wrong={Object.entries(wrong).map(([path, words]) => ({ id: idOf(path), words }))}
      />
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      <TextInput
        id="nq-number"
        label="Số, ký hiệu"
        hint="Ví dụ 12/2026/NQ-HĐND"
        readOnly={!fresh}
        width="medium"
        error={at('/number')}
        value={draft.number}
        onInput={(number) => set({ number })}
      />
      <TextInput
        id="nq-title"
        label="Trích yếu"
        error={at('/title')}
        value={draft.title}
        onInput={(title) => set({ title })}
      />
      <div class="blanks">
        <DateInput
          id="nq-issuedOn"
          label="Ngày ban hành"
          error={at('/issuedOn')}
          value={draft.issuedOn}
          onInput={(issuedOn) => set({ issuedOn })}
        />
        <DateInput
          id="nq-effectiveFrom"
          label="Có hiệu lực từ"
          error={at('/effectiveFrom')}
          value={draft.effectiveFrom}
          onInput={(effectiveFrom) => set({ effectiveFrom })}
        />
        <DateInput
          id="nq-effectiveTo"
          label="Hết hiệu lực từ"
          optional
          error={at('/effectiveTo')}
          value={draft.effectiveTo ?? ''}
          onInput={(day) => set({ effectiveTo: day === '' ? null : day })}
        />
      </div>
      <TextInput
        id="nq-source"
        label="Nguồn"
        hint="Nơi đã đọc văn bản: Công báo, địa chỉ trang"
        error={at('/source')}
        value={draft.source}
        onInput={(source) => set({ source })}
      />
      <h3 id="nq-fees" tabIndex={-1}>
        Mức thu
      </h3>
      {draft.fees.map((fee, place) => (
        <fieldset key={place} class="fee-rule-edit" id={`nq-fees-${place}`} tabIndex={-1}>
          <legend>Mức thu {place + 1}</legend>
          {at(`/fees/${place}`) && <p class="field-error">{at(`/fees/${place}`)}</p>}
          <About
            id={`nq-fee-${place}`}
            rule={fee}
            sectors={p.sectors}
            wrong={at(`/fees/${place}/procedure`) ?? at(`/fees/${place}/sector`)}
            onChange={(part) => setFee(place, part)}
          />
          <TextInput
            id={`nq-fee-${place}-key`}
            label="Khoản"
            optional
            width="medium"
            hint="Mã khoản trong thủ tục; để trống là mọi khoản"
            error={at(`/fees/${place}/fee`)}
            value={fee.fee ?? ''}
            onInput={(text) => setFee(place, { fee: text })}
          />
          <NumberInput
            id={`nq-fee-${place}-amount`}
            label="Mức thu (đồng)"
            error={at(`/fees/${place}/amount`)}
            value={Number.isNaN(fee.amount) ? '' : String(fee.amount)}
            onInput={(text) => setFee(place, { amount: text === '' ? Number.NaN : Number(text) })}
          />
          <Channels
            id={`nq-fee-${place}-channels`}
            channels={fee.channels}
            onChange={(channels) => setFee(place, { channels })}
          />
          <p>
            <Button
              small
              rank="quiet"
              onPress={() => set({ fees: draft.fees.filter((_, n) => n !== place) })}
            >
              Bỏ mức thu này
            </Button>
          </p>
        </fieldset>
      ))}
      <p>
        <Button small onPress={() => set({ fees: [...draft.fees, { procedure: '', amount: Number.NaN }] })}>
          Thêm mức thu
        </Button>
      </p>
      <h3>Miễn, giảm</h3>
      {draft.reductions.map((one, place) => (
        <fieldset key={place} class="fee-rule-edit" id={`nq-reductions-${place}`} tabIndex={-1}>
          <legend>Miễn, giảm {place + 1}</legend>
          {at(`/reductions/${place}`) && <p class="field-error">{at(`/reductions/${place}`)}</p>}
          <About
            id={`nq-red-${place}`}
            rule={one}
            sectors={p.sectors}
            wrong={at(`/reductions/${place}/procedure`) ?? at(`/reductions/${place}/sector`)}
            onChange={(part) => setReduction(place, part)}
          />
          <Select
            id={`nq-red-${place}-group`}
            label="Đối tượng"
            value={one.group}
            options={(Object.keys(GROUP_NAMES) as Group[]).map((group) => ({
              value: group,
              label: GROUP_NAMES[group],
            }))}
            onChange={(group) => setReduction(place, { group: group as Group })}
          />
          <Select
            id={`nq-red-${place}-kind`}
            label="Mức"
            value={one.kind}
            options={[
              { value: 'exempt', label: 'Miễn' },
              { value: 'percent', label: 'Giảm theo phần trăm' },
              { value: 'amount', label: 'Giảm số tiền' },
            ]}
            onChange={(kind) =>
              setReduction(place, {
                kind: kind as 'exempt' | 'percent' | 'amount',
                ...(kind === 'exempt' ? { value: 0 } : {}),
              })
            }
          />
          {one.kind !== 'exempt' && (
            <NumberInput
              id={`nq-red-${place}-value`}
              label={one.kind === 'percent' ? 'Phần trăm' : 'Số tiền (đồng)'}
              error={at(`/reductions/${place}/value`)}
              value={one.value === 0 ? '' : String(one.value)}
              onInput={(text) => setReduction(place, { value: Number(text) || 0 })}
            />
          )}
          <Channels
            id={`nq-red-${place}-channels`}
            channels={one.channels}
            onChange={(channels) => setReduction(place, { channels })}
          />
          <TextInput
            id={`nq-red-${place}-evidence`}
            label="Giấy tờ chứng minh"
            optional
            hint="Để trống là giấy tờ thường dùng của nhóm"
            value={one.evidence ?? ''}
            onInput={(evidence) => setReduction(place, { evidence })}
          />
          <p>
            <Button
              small
              rank="quiet"
              onPress={() => set({ reductions: draft.reductions.filter((_, n) => n !== place) })}
            >
              Bỏ mục này
            </Button>
          </p>
        </fieldset>
      ))}
      <p>
        <Button
          small
          onPress={() =>
            set({
              reductions: [
                ...draft.reductions,
                { procedure: '', group: 'everyone', kind: 'exempt', value: 0 },
              ],
            })
          }
        >
          Thêm miễn, giảm
        </Button>
      </p>
      <div class="row">
        <Button rank="primary" type="submit" busy={busy} busyText="Đang ghi…">
          Ghi nghị quyết
        </Button>
        <Button onPress={p.onClose}>Thôi, không ghi</Button>
      </div>
    </form>
  );
}

/** What is left empty is not said at all. */
function tidy<R extends object>(rule: R): R {
  return Object.fromEntries(
    Object.entries(rule).filter(
      ([key, value]) =>
        key === 'procedure' ||
        (value !== '' && value !== undefined && !(Array.isArray(value) && value.length === 0)),
    ),
  ) as R;
}

function idOf(path: string): string {
  const [, , part = '', place] = path.split('/');
  return place === undefined ? `nq-${part}` : `nq-${part}-${place}`;
}

function About(p: {
  id: string;
  rule: { procedure?: string; sector?: string };
  sectors: readonly { code: string; name: string }[];
  wrong: string | undefined;
  onChange: (part: { procedure?: string; sector?: string }) => void;
}) {
  const bySector = p.rule.sector !== undefined;
  return (
    <div class="blanks">
      <Select
        id={`${p.id}-about`}
        label="Áp dụng cho"
        value={bySector ? 'sector' : 'procedure'}
        options={[
          { value: 'procedure', label: 'Một thủ tục' },
          { value: 'sector', label: 'Cả lĩnh vực' },
        ]}
        onChange={(kind) =>
          p.onChange(
            kind === 'sector'
              ? ({ sector: p.sectors[0]?.code ?? '', procedure: undefined } as { sector: string })
              : ({ procedure: '', sector: undefined } as { procedure: string }),
          )
        }
      />
      {bySector ? (
        <Select
          id={`${p.id}-sector`}
          label="Lĩnh vực"
          error={p.wrong}
          value={p.rule.sector ?? ''}
          options={p.sectors.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(sector) => p.onChange({ sector })}
        />
      ) : (
        <TextInput
          id={`${p.id}-procedure`}
          label="Mã thủ tục"
          hint="Ví dụ 2.000815"
          error={p.wrong}
          value={p.rule.procedure ?? ''}
          onInput={(procedure) => p.onChange({ procedure: procedure.trim() })}
        />
      )}
    </div>
  );
}

function Channels(p: {
  id: string;
  channels: Channel[] | undefined;
  onChange: (channels: Channel[]) => void;
}) {
  return (
    <Checkboxes
      id={p.id}
      label="Chỉ khi nộp hồ sơ"
      optional
      values={p.channels ?? []}
      options={CHANNELS.map((channel) => ({ value: channel, label: CHANNEL_NAMES[channel] }))}
      onChange={(values) => p.onChange(values as Channel[])}
    />
  );
}

function AddArea({ onDone }: { onDone: () => void }) {
  const empty = { kind: 'hardship', effectiveFrom: '', effectiveTo: '', source: '' };
  const [unit, setUnit] = useState<Found | null>(null);
  const [area, setArea] = useState(empty);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [fault, setFault] = useState<unknown>(null);
  const set = (part: Partial<typeof empty>) => setArea((now) => ({ ...now, ...part }));
  const save = async () => {
    setFault(null);
    setWrong({});
    if (unit === null) {
      setWrong({ '/unitCode': 'Xin chọn xã.' });
      return;
    }
    try {
      await api.post(
        '/api/fee-rules/areas',
        { ...area, unitCode: unit.value, effectiveTo: area.effectiveTo === '' ? null : area.effectiveTo },
        { key: newKey() },
      );
      say('Đã ghi địa bàn.');
      setUnit(null);
      setArea(empty);
      onDone();
    } catch (error) {
      const found = wordsAt(error);
      setWrong(found.at);
      setFault(found.rest);
    }
  };
  return (
    <form
      class="stack fee-edit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3>Ghi thêm một xã</h3>
      {fault !== null && <Notice kind="wrong" live title={wordsOf(fault)} />}
      <UnitPicker
        id="area-unit"
        label="Xã, phường, đặc khu"
        communesOnly
        parent={session.value?.province?.code}
        error={wrong['/unitCode']}
        chosen={unit}
        onChoose={setUnit}
      />
      <Select
        id="area-kind"
        label="Thuộc"
        value={area.kind}
        options={[
          { value: 'hardship', label: 'Xã đặc biệt khó khăn' },
          { value: 'border', label: 'Xã biên giới' },
          { value: 'island', label: 'Xã đảo' },
        ]}
        onChange={(kind) => set({ kind })}
      />
      <div class="blanks">
        <DateInput
          id="area-from"
          label="Có hiệu lực từ"
          error={wrong['/effectiveFrom']}
          value={area.effectiveFrom}
          onInput={(effectiveFrom) => set({ effectiveFrom })}
        />
        <DateInput
          id="area-to"
          label="Hết hiệu lực từ"
          optional
          error={wrong['/effectiveTo']}
          value={area.effectiveTo}
          onInput={(effectiveTo) => set({ effectiveTo })}
        />
      </div>
      <TextInput
        id="area-source"
        label="Căn cứ"
        hint="Số, ngày của quyết định công nhận"
        error={wrong['/source']}
        value={area.source}
        onInput={(source) => set({ source })}
      />
      <p>
        <Button type="submit">Ghi địa bàn</Button>
      </p>
    </form>
  );
}
