import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { api } from './api.ts';
import { type FormerUnit, titled } from './unit-picker.tsx';
import './address-today.css';

export interface UnitNamed {
  code: string;
  /** "Xã Bình Giang, tỉnh Ninh Bình" */
  name: string;
}

interface Reading {
  outcome: 'found' | 'ask' | 'none';
  candidates: FormerUnit[];
}

const named = (unit: FormerUnit): UnitNamed => ({
  code: unit.code,
  name: `${titled(unit.fullName)}, ${unit.provinceName}`,
});

/**
 * Under an address as typed: the commune of today that it lies in. One that can be no other is taken at once; where
 * several could be meant they are named and the person is asked.
 */
export function AddressToday({
  text,
  home,
  chosen,
  onChoose,
}: {
  text: string;
  home: string | undefined;
  chosen: UnitNamed | null;
  onChoose: (unit: UnitNamed | null) => void;
}) {
  const [read, setRead] = useState<{ text: string; reading: Reading } | null>(null);
  const [asking, setAsking] = useState(true);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const wanted = text.trim();

  useEffect(() => {
    if (wanted.length < 6) {
      setRead(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      api.get<Reading>('/api/address', { q: wanted.slice(0, 500), home }, stop.signal).then(
        (reading) => {
          setRead({ text: wanted, reading });
          const [only] = reading.candidates;
          const sure = reading.outcome === 'found' && only !== undefined ? named(only) : null;
          setAsking(sure === null);
          choose.current(sure);
        },
        () => {
          // Without the answer the address stays as typed; nothing is lost.
        },
      );
    }, 400);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted, home]);

  if (chosen === null && (read === null || read.text !== wanted || read.reading.candidates.length === 0))
    return <p class="address-today" role="status" />;
  const candidates = read?.reading.candidates ?? [];
  if (chosen !== null && (!asking || candidates.length === 0))
    return (
      <p class="address-today quiet small" role="status">
        Nay thuộc <strong>{chosen.name}</strong>
      </p>
    );
  return (
    <fieldset class="address-today">
      <legend class="small">Địa chỉ này nay thuộc nơi nào?</legend>
      <div class="address-today-choices">
        {candidates.slice(0, 8).map((unit) => (
          <Button
            key={unit.code}
            small
            pressed={chosen?.code === unit.code}
            title={unit.formerly === null ? undefined : `Trước là ${unit.formerly}`}
            onPress={() => choose.current(chosen?.code === unit.code ? null : named(unit))}
          >
            {named(unit).name}
          </Button>
        ))}
      </div>
      {candidates.length > 8 && (
        <p class="quiet small">Và {candidates.length - 8} nơi khác: xin ghi thêm huyện, tỉnh cũ.</p>
      )}
    </fieldset>
  );
}
