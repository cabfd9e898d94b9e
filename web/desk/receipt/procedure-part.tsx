import { useMemo } from 'preact/hooks';
import { api } from '../../app/api.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { NumberInput, Radios, TextInput } from '../../ui/inputs.tsx';
import type { BodyFound, Procedure, ProcedureFound } from '../answers.ts';
import { Later } from '../later.tsx';
import { duty, official } from '../room.ts';
import { lastUsed } from './last-used.ts';
import { focusSoon, type PartProps } from './part.ts';
import { type Receipt, termIsKnown } from './receipt.ts';

/** What is asked for, and who decides on it. */
export function ProcedurePart({
  receipt,
  change,
  wrong,
  procedure,
}: PartProps & { procedure: Procedure | null }) {
  const used = useMemo(() => lastUsed(official.value?.id ?? ''), []);
  const choose = (chosen: Receipt['procedure']) => {
    change((before) =>
      before.procedure?.code === chosen?.code
        ? { ...before, procedure: chosen }
        : { ...before, procedure: chosen, case: '', form: {}, handedIn: {}, groups: [], body: null },
    );
    if (chosen !== null) focusSoon('applicant-personalId');
  };
  return (
    <section class="receipt-part" aria-labelledby="receipt-what">
      <h2 id="receipt-what">Thủ tục</h2>
      <Combobox
        id="receipt-procedureCode"
        label="Gõ mã hoặc tên thường gọi, ví dụ “khai sinh”, “chứng thực”"
        error={wrong['/procedureCode']}
        chosen={
          receipt.procedure === null ? null : { value: receipt.procedure.code, label: receipt.procedure.name }
        }
        onChoose={(one) => choose(one === null ? null : { code: one.value, name: one.label })}
        load={async (text, signal) => {
          const found = await api.get<{ items: ProcedureFound[] }>(
            '/api/procedures',
            { q: text, limit: 9 },
            signal,
          );
          return found.items.map((one) => ({
            value: one.code,
            label: one.name,
            note: `${one.code}, ${one.sectorName}`,
          }));
        }}
      />
      {receipt.procedure === null && used.length > 0 && (
        <ul class="last-used" aria-label="Thủ tục dùng gần đây">
          {used.map((one) => (
            <li key={one.code}>
              <Button small onPress={() => choose(one)} title={`${one.name} (${one.code})`}>
                <span class="name">{one.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div class="blanks">
        <Radios
          id="receipt-channel"
          label="Cách nộp"
          inline
          error={wrong['/channel']}
          value={receipt.channel}
          options={[
            { value: 'counter', label: 'Tại quầy' },
            { value: 'post', label: 'Qua bưu chính' },
          ]}
          onChange={(channel) =>
            change((before) => ({ ...before, channel: channel === 'post' ? 'post' : 'counter' }))
          }
        />
        {receipt.channel === 'post' && (
          <TextInput
            id="receipt-postTracking"
            label="Số hiệu bưu gửi"
            optional
            value={receipt.postTracking}
            onInput={(postTracking) => change((before) => ({ ...before, postTracking }))}
          />
        )}
      </div>
      <BodyPicker receipt={receipt} change={change} wrong={wrong} procedure={procedure} />
      {procedure?.guidance && (
        <details key={procedure.code}>
          <summary>Hỏi người dân vài câu để chọn trường hợp</summary>
          <Later
            load={() => import('../../app/guidance.tsx').then((room) => room.Guidance)}
            given={{
              procedure,
              onLed: (led) => change((before) => ({ ...before, case: led?.case ?? before.case })),
              onProcedure: choose,
            }}
          />
        </details>
      )}
      {procedure !== null && procedure.cases.length > 1 && (
        <Radios
          id="receipt-case"
          label="Trường hợp"
          error={wrong['/case']}
          value={receipt.case}
          options={procedure.cases.map((one) => ({ value: one.key, label: one.name }))}
          onChange={(chosen) => change((before) => ({ ...before, case: chosen }))}
        />
      )}
      {procedure !== null && !termIsKnown(receipt, procedure) && (
        <NumberInput
          id="receipt-term"
          label="Thời hạn giải quyết"
          hint="Danh mục chưa ghi thời hạn của thủ tục này; ghi theo quyết định công bố của tỉnh."
          suffix="ngày làm việc"
          error={wrong['/term']}
          value={receipt.termDays}
          onInput={(termDays) => change((before) => ({ ...before, termDays }))}
        />
      )}
    </section>
  );
}

/** Who decides: the own commune unless another is named; any centre receives for any agency of the province. */
function BodyPicker({ receipt, change, wrong, procedure }: PartProps & { procedure: Procedure | null }) {
  const ofProvince = procedure?.level === 'province';
  const ofPolice = procedure?.competent === 'commune-police';
  const own = duty.value?.bodyName ?? '';
  const mine = ofProvince
    ? 'Cơ quan cấp tỉnh có thẩm quyền với thủ tục này'
    : ofPolice
      ? own.replace(/^[ỦU][yỷ] ban nhân dân/u, 'Công an')
      : own;
  const kind = ofProvince ? 'department' : ofPolice ? 'commune-police' : 'commune-committee';
  const elsewhere = receipt.body !== null && receipt.body.id !== duty.value?.bodyId;
  return (
    <>
      <Combobox
        id="receipt-competentBodyId"
        label="Cơ quan giải quyết"
        hint="Nhận cho nơi khác: gõ tên xã, phường rồi chọn."
        error={wrong['/competentBodyId']}
        placeholder={mine}
        chosen={
          receipt.body === null
            ? { value: '', label: mine }
            : { value: receipt.body.id, label: receipt.body.name }
        }
        onChoose={(one) =>
          change((before) => ({
            ...before,
            body: one === null || one.value === '' ? null : { id: one.value, name: one.label },
          }))
        }
        load={async (text, signal) => {
          const found = await api.get<{ agencies: BodyFound[] }>('/api/agencies', { q: text, kind }, signal);
          return found.agencies.slice(0, 12).map((body) => ({ value: body.id, label: body.name }));
        }}
      />
      {elsewhere && (
        <p class="place-independent">
          Tiếp nhận tại <strong>{duty.value?.bodyName}</strong> — giải quyết tại{' '}
          <strong>{receipt.body?.name}</strong>{' '}
          <Button small rank="link" onPress={() => change((before) => ({ ...before, body: null }))}>
            Về nơi mình
          </Button>
        </p>
      )}
    </>
  );
}
