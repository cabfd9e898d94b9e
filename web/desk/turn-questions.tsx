import { OFFICE_ERROR_NAMES } from '../../src/capabilities/dossiers/dossier.ts';
import { DateInput } from '../app/date-input.tsx';
import { PapersInput } from '../portal/papers-input.tsx';
import { IdInput, Radios, Select, TextInput, Tick } from '../ui/inputs.tsx';
import type { ActAnswers, FaultKey, Question } from './act-questions.ts';
import type { Dossier } from './answers.ts';
import { official } from './room.ts';

/** What the rarer turns of a dossier ask: a stop, a delivery by post, an error of the office. */
export function TurnQuestions(p: {
  asks: readonly Question[];
  dossier: Dossier;
  answers: ActAnswers;
  faults: Partial<Record<FaultKey, string>>;
  onChange: (part: Partial<ActAnswers>) => void;
}) {
  const { asks, dossier, answers, faults, onChange } = p;
  const leads = official.value?.duties.some((duty) => duty.role === 'leader') ?? false;
  const stands = dossier.stop !== null && dossier.state === 'stopped';
  const open = dossier.errors.filter((one) => (asks.includes('apology') ? one.apology : one.mended) === null);
  return (
    <>
      {asks.includes('stop') && leads && (
        <Radios
          id="act-ground"
          label="Dừng vì"
          value={answers.ground}
          options={[
            { value: 'request', label: 'Người nộp đề nghị' },
            { value: 'authority', label: 'Văn bản của cơ quan có thẩm quyền' },
          ]}
          onChange={(ground) => onChange({ ground: ground as ActAnswers['ground'] })}
        />
      )}
      {asks.includes('stop') && answers.ground === 'authority' && (
        <>
          <TextInput
            id="act-legalBasis"
            label="Căn cứ"
            hint="Số, ngày, cơ quan ban hành, điều khoản."
            error={faults.legalBasis}
            value={answers.legalBasis}
            onInput={(legalBasis) => onChange({ legalBasis })}
            maxLength={300}
          />
          {!stands && (
            <Tick
              id="act-mayResume"
              label="Tạm dừng: giải quyết tiếp khi căn cứ này không còn"
              checked={answers.mayResume}
              onChange={(mayResume) => onChange({ mayResume })}
            />
          )}
        </>
      )}
      {asks.includes('handover') && answers.by === 'counter' && (
        <IdInput
          id="act-receiverId"
          label="Số giấy tờ tuỳ thân đã xuất trình"
          optional
          value={answers.receiverId}
          onInput={(receiverId) => onChange({ receiverId })}
        />
      )}
      {asks.includes('handover') && answers.by === 'counter' && (
        <PapersInput
          id="act-signature"
          label="Phiếu ký nhận, bản quét"
          optional
          papers={answers.signature}
          onChange={(next) => onChange({ signature: next(answers.signature).slice(-1) })}
        />
      )}
      {asks.includes('undo-further') && dossier.lastChange.type === 'undone' && (
        <Radios
          id="act-undoFurther"
          label="Việc vừa rồi là một lần hoàn tác"
          value={answers.undoFurther ? 'further' : 'again'}
          options={[
            { value: 'again', label: 'Làm lại việc đã hoàn tác' },
            { value: 'further', label: 'Hoàn tác thêm việc trước đó' },
          ]}
          onChange={(choice) => onChange({ undoFurther: choice === 'further' })}
        />
      )}
      {asks.includes('delivery') && (
        <>
          <DateInput
            id="act-newDay"
            label="Ngày giao"
            hint="Theo phiếu báo phát của bưu chính."
            error={faults.newDay}
            value={answers.newDay}
            onInput={(newDay) => onChange({ newDay })}
          />
          <TextInput
            id="act-receivedBy"
            label="Người nhận"
            error={faults.receivedBy}
            value={answers.receivedBy}
            onInput={(receivedBy) => onChange({ receivedBy })}
          />
        </>
      )}
      {asks.includes('error') && (
        <>
          <Select
            id="act-errorKind"
            label="Loại sai sót"
            error={faults.errorKind}
            value={answers.errorKind}
            none="Chọn loại"
            options={Object.entries(OFFICE_ERROR_NAMES).map(([value, label]) => ({ value, label }))}
            onChange={(errorKind) => onChange({ errorKind })}
          />
          <Select
            id="act-errorStep"
            label="Xảy ra ở bước"
            value={answers.errorStep}
            none="Bước hiện tại hoặc sau cùng"
            options={dossier.steps
              .filter((step) => step.state !== 'ahead')
              .map((step) => ({
                value: step.key,
                label: step.officialName === null ? step.name : `${step.name}, ${step.officialName}`,
              }))}
            onChange={(errorStep) => onChange({ errorStep })}
          />
        </>
      )}
      {asks.includes('error-number') && (
        <Select
          id="act-errorNumber"
          label="Sai sót"
          error={faults.errorNumber}
          value={answers.errorNumber}
          none="Chọn sai sót"
          options={open.map((one) => ({
            value: String(one.number),
            label: `${OFFICE_ERROR_NAMES[one.kind]}: ${one.text.slice(0, 80)}`,
          }))}
          onChange={(errorNumber) => onChange({ errorNumber })}
        />
      )}
      {(asks.includes('error') || asks.includes('apology') || asks.includes('mended')) && (
        <TextInput
          id="act-errorText"
          label={
            asks.includes('error')
              ? 'Sai sót gì, phát hiện thế nào'
              : asks.includes('apology')
                ? 'Lời xin lỗi'
                : 'Đã khắc phục thế nào'
          }
          hint={asks.includes('error') ? undefined : 'Người nộp sẽ đọc nguyên văn, in trên văn bản xin lỗi.'}
          error={faults.errorText}
          lines={4}
          maxLength={4000}
          value={answers.errorText}
          onInput={(errorText) => onChange({ errorText })}
          spellcheck
        />
      )}
    </>
  );
}
