import { useEffect, useRef, useState } from 'preact/hooks';
import { normaliseDigits, readPersonalId } from '../../../src/capabilities/people/personal-id.ts';
import { isTaxCode } from '../../../src/capabilities/people/tax-code.ts';
import { api, newKey } from '../../app/api.ts';
import { showTime } from '../../app/dates.ts';
import { wordsOf } from '../../app/words.ts';
import { Button } from '../../ui/button.tsx';
import type { Offers } from '../../vault/offers.ts';
import type { Procedure } from '../answers.ts';
import { KeyCap } from '../key-cap.tsx';
import type { Receipt } from './receipt.ts';
import '../../vault/vault.css';

interface Opened {
  /** Whose vault, for which filing. */
  of: string;
  offers: Offers;
  until: string | null;
}

/** Whose vault it would be: the number as typed, once it is whole. */
function numberOf(receipt: Receipt): { personalId: string } | { taxCode: string } | null {
  if (receipt.kind === 'organisation')
    return isTaxCode(receipt.taxCode) ? { taxCode: normaliseDigits(receipt.taxCode) } : null;
  return readPersonalId(receipt.personalId) === null
    ? null
    : { personalId: normaliseDigits(receipt.personalId) };
}

/**
 * The applicant's vault at the counter: closed until the receptionist says that the applicant stands there and agrees.
 * What serves for this filing is then offered under each component.
 */
export function VaultPart(p: { receipt: Receipt; procedure: Procedure; onOffers: (offers: Offers) => void }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const number = numberOf(p.receipt);
  const { case: chosenCase, channel } = p.receipt;
  const of = JSON.stringify([number, p.procedure.versionId, chosenCase, channel]);
  const here = opened !== null && opened.of === of ? opened : null;
  const onOffers = useRef(p.onOffers);
  onOffers.current = p.onOffers;
  useEffect(() => {
    onOffers.current(here?.offers ?? []);
    // Ready to be taken with Enter, from wherever the hand was.
    if (here !== null && here.offers.length > 0)
      setTimeout(() => document.querySelector<HTMLElement>('.checklist .offered .button')?.focus());
  }, [here]);
  useEffect(() => setFault(null), [of]);

  const open = async () => {
    if (number === null || busy) return;
    setBusy(true);
    setFault(null);
    try {
      const answer = await api.post<{ offers: Offers; until: string | null }>(
        '/api/vault/open',
        {
          ...number,
          procedureVersionId: p.procedure.versionId,
          channel,
          ...(chosenCase === '' ? {} : { case: chosenCase }),
          consent: true,
        },
        { key: newKey() },
      );
      setOpened({ of, ...answer });
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const openNow = useRef(open);
  openNow.current = open;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.code !== 'KeyK' || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      void openNow.current();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  if (number === null) return null;
  return (
    <div class="vault-open">
      {here === null && (
        <>
          <Button
            small
            onPress={() => void open()}
            busy={busy}
            busyText="Đang mở kho…"
            shortcut="Alt+K"
            label="Người nộp đồng ý, mở kho giấy tờ"
          >
            Người nộp đồng ý, mở kho giấy tờ <KeyCap>Alt K</KeyCap>
          </Button>
          <span class="quiet small">Người nộp thấy được ai mở, lúc nào, để làm gì.</span>
        </>
      )}
      <p class="small" role="status">
        {here !== null &&
          (here.offers.length === 0
            ? 'Trong kho chưa có giấy tờ nào dùng được cho hồ sơ này.'
            : `Kho mở đến ${showTime(here.until)}. Giấy tờ dùng lại được hiện dưới từng thành phần.`)}
        {fault !== null && <span class="field-error">{wordsOf(fault)}</span>}
      </p>
    </div>
  );
}
