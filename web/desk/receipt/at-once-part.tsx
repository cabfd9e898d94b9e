import { useEffect } from 'preact/hooks';
import { useResource } from '../../app/resource.ts';
import { IdInput, Select, TextInput } from '../../ui/inputs.tsx';
import type { Procedure } from '../answers.ts';
import type { PartProps } from './part.ts';

interface Signers {
  items: { officialId: string; name: string; title: string }[];
}

/** For what is done while one waits: who signed, and who takes it. The slip is printed only when asked for. */
export function AtOncePart({ receipt, change, wrong, procedure }: PartProps & { procedure: Procedure }) {
  const signers = useResource<Signers>('/api/signers').data?.items ?? [];
  const [only] = signers;
  // The one who signs every day is chosen already.
  useEffect(() => {
    if (only !== undefined && receipt.signerId === '')
      change((before) => ({ ...before, signerId: only.officialId }));
  }, [only, receipt.signerId, change]);
  return (
    <section class="receipt-part" aria-labelledby="receipt-at-once">
      <h2 id="receipt-at-once">Trả kết quả ngay</h2>
      <p class="quiet small">
        Thủ tục này giải quyết trong lúc chờ: một lần bấm là tiếp nhận, cấp số và trả; vẫn vào sổ và số liệu.
      </p>
      <div class="stack-2">
        <Select
          id="receipt-signerId"
          label="Người ký"
          error={wrong['/signerId']}
          value={receipt.signerId}
          none="Chọn người ký"
          options={signers.map((one) => ({ value: one.officialId, label: `${one.name}, ${one.title}` }))}
          onChange={(signerId) => change((before) => ({ ...before, signerId }))}
        />
        <TextInput
          id="receipt-resultName"
          label={`Tên kết quả, nếu không phải “${procedure.results[0]?.name ?? 'kết quả'}”`}
          optional
          value={receipt.resultName}
          onInput={(resultName) => change((before) => ({ ...before, resultName }))}
          maxLength={1000}
        />
        <TextInput
          id="receipt-receivedBy"
          label="Người nhận, nếu không phải người yêu cầu"
          optional
          value={receipt.receivedBy}
          onInput={(receivedBy) => change((before) => ({ ...before, receivedBy }))}
          maxLength={300}
        />
        <IdInput
          id="receipt-receiverId"
          label="Giấy tờ tuỳ thân của người nhận"
          optional
          value={receipt.receiverId}
          onInput={(receiverId) => change((before) => ({ ...before, receiverId }))}
        />
      </div>
    </section>
  );
}
