import { useEffect, useRef, useState } from 'preact/hooks';
import { readIdentityCard } from '../../../src/capabilities/people/identity-card.ts';
import { readPersonalId } from '../../../src/capabilities/people/personal-id.ts';
import { isTaxCode } from '../../../src/capabilities/people/tax-code.ts';
import { AddressToday } from '../../app/address-today.tsx';
import { api } from '../../app/api.ts';
import { DateInput } from '../../app/date-input.tsx';
import { session } from '../../app/session.ts';
import { IdInput, PhoneInput, Radios, TextInput, Tick } from '../../ui/inputs.tsx';
import type { Person } from '../answers.ts';
import { OfPhone } from './of-phone.tsx';
import { type Receipt, readFromId, withCard, withNumberOf, withPerson } from './receipt.ts';

interface Lookup {
  person: Person | null;
}

/** Who asks: the number first, since it brings the rest along for whoever has been here before. */
export function ApplicantPart({
  receipt,
  change,
  wrong,
  today,
}: {
  receipt: Receipt;
  change: (how: (before: Receipt) => Receipt) => void;
  wrong: Record<string, string>;
  today: string;
}) {
  const citizen = receipt.kind === 'citizen';
  const number = citizen ? receipt.personalId : receipt.taxCode;
  const facts = citizen ? readPersonalId(receipt.personalId) : null;
  const whole = citizen ? facts !== null : isTaxCode(receipt.taxCode);
  const [lookup, setLookup] = useState<{ number: string; found: Lookup | null } | null>(null);
  const changeNow = useRef(change);
  changeNow.current = change;

  useEffect(() => {
    if (!whole) {
      setLookup(null);
      return;
    }
    const stop = new AbortController();
    changeNow.current((before) => readFromId(before).receipt);
    const query = citizen ? { personalId: number } : { taxCode: number };
    api.get<Lookup>('/api/people', query, stop.signal).then(
      (found) => {
        setLookup({ number, found });
        const { person } = found;
        if (person !== null) changeNow.current((before) => withPerson(before, person));
      },
      () => {
        // Without the answer the receptionist types; nothing is lost.
      },
    );
    return () => stop.abort();
  }, [whole, citizen, number]);

  const [card, setCard] = useState<{ is: 'read'; former: string | null } | { is: 'unreadable' } | null>(null);
  const typing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(typing.current), []);
  /** A scanner types the text of a card's QR code as a keyboard would; when it pauses, that was all of it. */
  const scanned = (text: string, atOnce: boolean) => {
    clearTimeout(typing.current);
    if (!text.includes('|')) {
      setCard(null);
      return;
    }
    const read = () => {
      const found = readIdentityCard(text);
      setCard(found === null ? { is: 'unreadable' } : { is: 'read', former: found.formerId });
      if (found === null) return;
      changeNow.current((before) => withCard(before, found));
      // The card knows no telephone: it is what is asked next.
      document.getElementById('applicant-phone')?.focus();
    };
    if (atOnce) read();
    else typing.current = setTimeout(read, SCANNER_PAUSE);
  };

  const set =
    (key: 'fullName' | 'birthDate' | 'phone' | 'email' | 'address' | 'personalId' | 'taxCode') =>
    (value: string) =>
      change((before) => ({ ...before, [key]: value }));
  const setRepresentative = (part: Partial<Receipt['representative']>) =>
    change((before) => ({ ...before, representative: { ...before.representative, ...part } }));

  return (
    <section class="receipt-part" aria-labelledby="receipt-who">
      <h2 id="receipt-who">Người yêu cầu</h2>
      <Radios
        id="applicant-kind"
        label="Là cá nhân hay tổ chức"
        hideLabel
        inline
        value={receipt.kind}
        options={[
          { value: 'citizen', label: 'Cá nhân' },
          { value: 'organisation', label: 'Tổ chức, doanh nghiệp' },
        ]}
        onChange={(kind) =>
          change((before) => ({ ...before, kind: kind === 'organisation' ? 'organisation' : 'citizen' }))
        }
      />
      <div class="blanks">
        {citizen ? (
          // biome-ignore lint/a11y/noStaticElementInteractions: hears what a scanner types into the field inside
          <div
            onInput={(event) => {
              if (event.target instanceof HTMLInputElement) scanned(event.target.value, false);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey || !(event.target instanceof HTMLInputElement))
                return;
              if (!event.target.value.includes('|')) return;
              event.preventDefault();
              scanned(event.target.value, true);
            }}
          >
            <IdInput
              id="applicant-personalId"
              label="Số định danh cá nhân"
              error={
                card?.is === 'unreadable'
                  ? BAD_CARD
                  : (wrong['/applicant/personalId'] ??
                    (number.length >= 12 && !whole && !number.includes('|') ? BAD_ID : null))
              }
              value={receipt.personalId}
              onInput={set('personalId')}
            />
          </div>
        ) : (
          <IdInput
            id="applicant-taxCode"
            label="Mã số thuế"
            error={wrong['/applicant/taxCode'] ?? (number.length >= 10 && !whole ? BAD_TAX_CODE : null)}
            value={receipt.taxCode}
            onInput={set('taxCode')}
          />
        )}
        <div class="double">
          <TextInput
            id="applicant-fullName"
            label={citizen ? 'Họ, chữ đệm, tên' : 'Tên tổ chức'}
            error={wrong['/applicant/fullName']}
            value={receipt.fullName}
            onInput={set('fullName')}
            maxLength={300}
          />
        </div>
        <p class="wide quiet small" role="status">
          {lookup?.number === number && lookup.found !== null
            ? lookup.found.person === null
              ? `Chưa từng nộp hồ sơ ở tỉnh này.${facts === null ? '' : ` Theo số định danh: ${facts.sex === 'male' ? 'nam' : 'nữ'}, sinh năm ${facts.birthYear}.`}`
              : 'Đã có trong hệ thống, các ô trống được điền sẵn. Xin đối chiếu lại với giấy tờ tuỳ thân.'
            : citizen
              ? 'Gõ đủ số, hoặc quét mã QR trên thẻ căn cước, để lấy thông tin đã có. Không có số thì gõ số điện thoại đã dùng.'
              : 'Gõ đủ số, hoặc số điện thoại đã dùng, để lấy thông tin đã có.'}
          {card?.is === 'read' &&
            ` Đã điền theo thẻ căn cước.${card.former === null ? '' : ` Số chứng minh nhân dân cũ: ${card.former}.`}`}
        </p>
        {citizen && (
          <>
            <DateInput
              id="applicant-birthDate"
              label="Ngày sinh"
              optional
              error={wrong['/applicant/birthDate'] ?? birthFault(receipt, today)}
              value={receipt.birthDate}
              onInput={set('birthDate')}
            />
            <Radios
              id="applicant-sex"
              label="Giới tính"
              optional
              inline
              value={receipt.sex}
              options={[
                { value: 'male', label: 'Nam' },
                { value: 'female', label: 'Nữ' },
              ]}
              onChange={(sex) => change((before) => ({ ...before, sex: sex as Receipt['sex'] }))}
            />
          </>
        )}
        <PhoneInput
          id="applicant-phone"
          label="Điện thoại"
          optional
          autocomplete="off"
          error={wrong['/applicant/phone']}
          value={receipt.phone}
          onInput={set('phone')}
        />
        <OfPhone
          phone={number === '' ? receipt.phone : ''}
          onChoose={(person) => {
            change((before) => withNumberOf(before, person));
            document.getElementById('applicant-phone')?.focus();
          }}
        />
        <TextInput
          id="applicant-email"
          label="Thư điện tử"
          optional
          type="email"
          error={wrong['/applicant/email']}
          value={receipt.email}
          onInput={set('email')}
        />
        <div class="wide">
          <TextInput
            id="applicant-address"
            label="Địa chỉ"
            optional
            value={receipt.address}
            onInput={set('address')}
            maxLength={500}
          />
          <AddressToday
            text={receipt.address}
            home={session.value?.province?.code}
            chosen={receipt.unit}
            onChoose={(unit) => change((before) => ({ ...before, unit }))}
          />
        </div>
      </div>
      <Tick
        id="receipt-represented"
        label="Có người được uỷ quyền nộp thay"
        checked={receipt.represented}
        onChange={(represented) => change((before) => ({ ...before, represented }))}
      />
      {receipt.represented && (
        <div class="blanks">
          <TextInput
            id="representative-fullName"
            label="Họ tên người được uỷ quyền"
            error={wrong['/representative/fullName']}
            value={receipt.representative.fullName}
            onInput={(fullName) => setRepresentative({ fullName })}
          />
          <IdInput
            id="representative-personalId"
            label="Số định danh"
            error={wrong['/representative/personalId']}
            value={receipt.representative.personalId}
            onInput={(personalId) => setRepresentative({ personalId })}
          />
          <PhoneInput
            id="representative-phone"
            label="Điện thoại người được uỷ quyền"
            optional
            autocomplete="off"
            value={receipt.representative.phone}
            onInput={(phone) => setRepresentative({ phone })}
          />
          <TextInput
            id="representative-authority"
            label="Giấy uỷ quyền"
            hint="Số, ngày, nơi chứng thực."
            error={wrong['/representative/authority']}
            value={receipt.representative.authority}
            onInput={(authority) => setRepresentative({ authority })}
          />
        </div>
      )}
    </section>
  );
}

/** Between two letters of a scanner lie a few thousandths of a second. */
const SCANNER_PAUSE = 250;
const BAD_CARD =
  'Chưa đọc được mã này. Xin xoá ô, quét lại thẻ căn cước, hoặc gõ số. Nếu chữ bị lạc dấu, xin tắt bộ gõ tiếng Việt khi quét.';
const BAD_ID = 'Số này không thể là số định danh. Xin đối chiếu lại từng nhóm ba chữ số trên thẻ.';
const BAD_TAX_CODE = 'Số này không thể là mã số thuế. Xin đối chiếu lại.';

function birthFault(receipt: Receipt, today: string): string | null {
  const facts = readPersonalId(receipt.personalId);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(receipt.birthDate)) return null;
  if (receipt.birthDate > today) return 'Ngày này chưa đến.';
  return facts !== null && Number(receipt.birthDate.slice(0, 4)) !== facts.birthYear
    ? `Năm sinh không khớp số định danh (${facts.birthYear}).`
    : null;
}
