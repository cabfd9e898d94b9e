import { useEffect, useState } from 'preact/hooks';
import { readPhone } from '../../../src/capabilities/people/person.ts';
import { api } from '../../app/api.ts';
import { showDate } from '../../app/dates.ts';
import { Button } from '../../ui/button.tsx';
import type { Person } from '../answers.ts';

interface Found {
  ofPhone: (Person & { id: string })[];
}

/**
 * Who has given this telephone before, when no other number is at hand: nobody is taken without being chosen, since a
 * telephone may be a family's, or have gone to somebody else. An empty `phone` asks nothing.
 */
export function OfPhone({ phone, onChoose }: { phone: string; onChoose: (person: Person) => void }) {
  const whole = readPhone(phone);
  const [found, setFound] = useState<{ phone: string; people: Found['ofPhone'] } | null>(null);

  useEffect(() => {
    if (whole === null) return;
    const stop = new AbortController();
    api.get<Found>('/api/people', { phone: whole }, stop.signal).then(
      ({ ofPhone }) => setFound({ phone: whole, people: ofPhone }),
      () => {
        // Without the answer the receptionist types; nothing is lost.
      },
    );
    return () => stop.abort();
  }, [whole]);

  const people = found !== null && found.phone === whole ? found.people : [];
  return (
    <div class={people.length > 0 ? 'wide of-phone' : 'unseen'}>
      <p class="quiet small" role="status">
        {people.length > 0 && 'Số điện thoại này đã dùng khi nộp hồ sơ. Chọn đúng người đang ở quầy:'}
      </p>
      {people.length > 0 && (
        <ul>
          {people.map((person) => (
            <li key={person.id}>
              <Button small onPress={() => onChoose(person)}>
                {person.fullName}
                {person.birthDate ? `, sinh ${showDate(person.birthDate)}` : ''}
                {person.taxCode ? `, mã số thuế ${person.taxCode}` : ''}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
