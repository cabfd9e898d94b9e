import { useRef, useState } from 'preact/hooks';
import { GROUP_NAMES } from '../../src/capabilities/procedures/fee.ts';
import { api, newKey, Problem } from '../app/api.ts';
import { useResource } from '../app/resource.ts';
import { wordsFor, wordsOf } from '../app/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkboxes, IdInput, NumberInput, PhoneInput, Radios, Select, TextInput } from '../ui/inputs.tsx';
import { Notice } from '../ui/notice.tsx';
import { say } from '../ui/toast.tsx';
import type { Dossier, Made, OfferedAct, Procedure } from './answers.ts';
import { sessionEnded } from './room.ts';
import './turns.css';

interface Typed {
  fullName: string;
  number: string;
  phone: string;
  email: string;
  address: string;
  case: string;
  groups: string[];
  copies: string;
  pages: string;
  counts: Record<string, { originals: string; copies: string }>;
  returnBy: Dossier['returnBy'];
  requestText: string;
  procedureCode: string;
  reason: string;
}

function asItStands(dossier: Dossier, procedure: Procedure): Typed {
  return {
    fullName: dossier.applicantName,
    number: dossier.applicant.personalId ?? dossier.applicant.taxCode ?? '',
    phone: dossier.contact.phone ?? '',
    email: dossier.contact.email ?? '',
    address: dossier.contact.address ?? '',
    case: procedure.cases.find((one) => one.name === dossier.case)?.key ?? '',
    groups: dossier.groups,
    copies: '',
    pages: '',
    counts: Object.fromEntries(
      dossier.components.map((one) => [
        one.key,
        { originals: String(one.originals), copies: String(one.copies) },
      ]),
    ),
    returnBy: dossier.returnBy,
    requestText: dossier.requestText ?? '',
    procedureCode: dossier.procedureCode,
    reason: '',
  };
}

/** Only what differs from what stands there is sent: whatever else somebody else corrected stays. */
export function correctionBody(
  dossier: Dossier,
  was: Typed,
  now: Typed,
  meant: Procedure | null,
): Record<string, unknown> {
  const body: Record<string, unknown> = { version: dossier.version, reason: now.reason.trim() };
  const changed = (...keys: (keyof Typed)[]) =>
    keys.some((key) => JSON.stringify(was[key]) !== JSON.stringify(now[key]));
  if (changed('fullName', 'number')) {
    const { kind, birthDate, sex } = dossier.applicant;
    // Another number is another person: the birth date of the first one says nothing about them.
    const same = !changed('number');
    body.applicant =
      kind === 'organisation'
        ? { kind, fullName: now.fullName, taxCode: now.number }
        : {
            kind,
            fullName: now.fullName,
            personalId: now.number,
            ...(same && birthDate ? { birthDate } : {}),
            ...(same && sex ? { sex } : {}),
          };
  }
  if (changed('phone', 'email', 'address'))
    body.contact = { phone: now.phone || null, email: now.email || null, address: now.address || null };
  if (meant !== null && meant.code !== dossier.procedureCode)
    body.procedure = { procedureCode: meant.code, procedureVersionId: meant.versionId };
  if (changed('case')) body.case = now.case || null;
  if (changed('groups')) body.groups = now.groups;
  if (now.copies !== '' || now.pages !== '')
    body.quantity = { copies: Number(now.copies || 1), pages: Number(now.pages || 1) };
  if (changed('counts'))
    body.components = Object.entries(now.counts)
      .map(([key, one]) => ({ key, originals: Number(one.originals || 0), copies: Number(one.copies || 0) }))
      .filter((one) => one.originals + one.copies > 0);
  if (changed('returnBy')) body.returnBy = now.returnBy;
  if (changed('requestText')) body.requestText = now.requestText.trim() || null;
  return body;
}

/** What was written wrongly at receipt, put right in one sheet; the slip is printed anew afterwards. */
export function CorrectDialog(p: {
  act: OfferedAct;
  dossier: Dossier;
  onClose: () => void;
  onDone: (made: Made) => void;
  onReload: () => void;
}) {
  const answer = useResource<Procedure>(`/api/procedures/${p.dossier.procedureCode}`);
  return (
    <Dialog open title={p.act.title} onClose={p.onClose} wide>
      {answer.state === 'failed' && <Notice kind="wrong" live title={wordsOf(answer.problem)} />}
      {answer.data !== null && <Sheet {...p} procedure={answer.data} />}
    </Dialog>
  );
}

function Sheet(p: {
  act: OfferedAct;
  dossier: Dossier;
  procedure: Procedure;
  onClose: () => void;
  onDone: (made: Made) => void;
  onReload: () => void;
}) {
  const { dossier, procedure } = p;
  const was = useRef(asItStands(dossier, procedure)).current;
  const [typed, setTyped] = useState(was);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [fault, setFault] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const attempt = useRef<{ content: string; key: string } | null>(null);
  const code = typed.procedureCode.trim();
  const other = /^\d\.\d{6}$/.test(code) && code !== dossier.procedureCode ? code : null;
  const meant = useResource<Procedure>(other === null ? null : `/api/procedures/${other}`);
  const cases = (other === null ? procedure : meant.data)?.cases ?? [];
  const groups = [...new Set(procedure.exemptions.map((one) => one.group))].filter(
    (group) => group !== 'everyone',
  );
  const perCopy = procedure.fees.some((fee) => fee.per === 'copy' || fee.per === 'page');
  const set = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  const text = (key: 'fullName' | 'number' | 'phone' | 'email' | 'address' | 'requestText' | 'reason') => ({
    id: `correct-${key}`,
    value: typed[key],
    error: wrong[key],
    onInput: (value: string) => set({ [key]: value }),
  });

  const send = async () => {
    if (busy) return;
    if (typed.reason.trim().length < 3) {
      setWrong({ reason: 'Xin ghi lý do; người nộp sẽ đọc được.' });
      queueMicrotask(() => document.getElementById('correct-reason')?.focus());
      return;
    }
    const body = correctionBody(dossier, was, typed, meant.data);
    const content = JSON.stringify(body);
    if (attempt.current?.content !== content) attempt.current = { content, key: newKey() };
    setBusy(true);
    setFault(null);
    setWrong({});
    try {
      const made = await api.post<Made>(`/api/dossiers/${dossier.id}/correct-receipt`, body, {
        key: attempt.current.key,
      });
      say(`Đã sửa và cấp lại giấy tiếp nhận · ${typed.fullName}.`);
      p.onDone(made);
    } catch (error) {
      setBusy(false);
      if (sessionEnded(error)) return;
      setFault(error);
      if (error instanceof Problem) setWrong(wordsByField(error));
    }
  };

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) {
          event.preventDefault();
          void send();
        }
      }}
    >
      <p class="tells">{p.act.tells}</p>
      {fault !== null && (
        <Notice kind="wrong" live title={wordsOf(fault)}>
          {fault instanceof Problem && fault.code === 'dossier.stale' ? (
            <Button small onPress={p.onReload}>
              Cập nhật hồ sơ
            </Button>
          ) : (
            <p>Những gì đã nhập vẫn còn. {wrong.other ?? ''}</p>
          )}
        </Notice>
      )}
      <div class="blanks">
        <TextInput {...text('fullName')} label="Người yêu cầu" maxLength={300} />
        <IdInput
          {...text('number')}
          label={dossier.applicant.kind === 'organisation' ? 'Mã số thuế' : 'Số định danh cá nhân'}
        />
        <PhoneInput {...text('phone')} label="Điện thoại" autocomplete="off" optional />
        <TextInput {...text('email')} label="Thư điện tử" optional />
        <div class="wide">
          <TextInput {...text('address')} label="Địa chỉ" optional maxLength={500} />
        </div>
        {dossier.state === 'received' && (
          <TextInput
            id="correct-procedureCode"
            label="Mã thủ tục"
            hint={
              other === null
                ? 'Chỉ đổi khi đã chọn nhầm thủ tục.'
                : (meant.data?.name ?? (meant.state === 'failed' ? wordsOf(meant.problem) : 'Đang tìm…'))
            }
            value={typed.procedureCode}
            onInput={(procedureCode) => set({ procedureCode })}
            width="medium"
          />
        )}
        {cases.length > 1 && (
          <Select
            id="correct-case"
            label="Trường hợp"
            error={wrong.case}
            value={typed.case}
            none="Chọn trường hợp"
            options={cases.map((one) => ({ value: one.key, label: one.name }))}
            onChange={(value) => set({ case: value })}
          />
        )}
      </div>
      <fieldset class="field">
        <legend class="field-label">Giấy tờ đã nhận (số bản chính, bản sao)</legend>
        {wrong.components && <p class="field-error">{wrong.components}</p>}
        {dossier.components
          .filter((one) => one.mode !== 'present')
          .map((one) => (
            <div class="correct-count" key={one.key}>
              <span>{one.name}</span>
              {(['originals', 'copies'] as const).map((kind) => (
                <NumberInput
                  key={kind}
                  id={`correct-${kind}-${one.key}`}
                  label={kind === 'originals' ? 'Bản chính' : 'Bản sao'}
                  value={typed.counts[one.key]?.[kind] ?? '0'}
                  onInput={(value) =>
                    setTyped((before) => ({
                      ...before,
                      counts: {
                        ...before.counts,
                        [one.key]: {
                          ...(before.counts[one.key] ?? { originals: '0', copies: '0' }),
                          [kind]: value,
                        },
                      },
                    }))
                  }
                />
              ))}
            </div>
          ))}
      </fieldset>
      {groups.length > 0 && (
        <Checkboxes
          id="correct-groups"
          label="Nhóm được miễn, giảm phí"
          values={typed.groups}
          options={groups.map((group) => ({ value: group, label: GROUP_NAMES[group] }))}
          onChange={(values) => set({ groups: values })}
        />
      )}
      {perCopy && (
        <div class="blanks">
          <NumberInput
            id="correct-copies"
            label="Số bản tính phí"
            hint="Để trống nếu không đổi."
            optional
            value={typed.copies}
            onInput={(copies) => set({ copies })}
          />
          <NumberInput
            id="correct-pages"
            label="Số trang mỗi bản"
            optional
            value={typed.pages}
            onInput={(pages) => set({ pages })}
          />
        </div>
      )}
      <Radios
        id="correct-returnBy"
        label="Nhận kết quả"
        inline
        value={typed.returnBy}
        options={[
          { value: 'counter', label: 'Tại quầy' },
          { value: 'post', label: 'Qua bưu chính' },
          { value: 'online', label: 'Bản điện tử' },
        ]}
        onChange={(by) => set({ returnBy: by as Typed['returnBy'] })}
      />
      <TextInput {...text('requestText')} label="Nội dung yêu cầu" optional maxLength={2000} />
      <TextInput
        {...text('reason')}
        label="Lý do sửa"
        hint="Người nộp sẽ đọc nguyên văn."
        lines={3}
        maxLength={4000}
        spellcheck
      />
      <div class="dialog-end">
        <Button type="submit" rank="primary" busy={busy} busyText="Đang ghi…">
          Sửa, cấp lại giấy
        </Button>
        <Button onPress={p.onClose}>Để sau</Button>
      </div>
    </form>
  );
}

/** The server's faults at the fields of this sheet; what belongs to none of them is said above. */
function wordsByField(problem: Problem): Record<string, string> {
  const words: Record<string, string> = {};
  const fields: Record<string, string> = {
    personalId: 'number',
    taxCode: 'number',
    fullName: 'fullName',
    phone: 'phone',
    email: 'email',
    address: 'address',
    case: 'case',
    reason: 'reason',
  };
  for (const fault of problem.details.fields ?? []) {
    const [, first = '', second = ''] = fault.path.split('/');
    const field = first === 'components' ? 'components' : (fields[second] ?? fields[first] ?? 'other');
    words[field] ??= wordsFor(fault.code, { ...fault });
  }
  return words;
}
