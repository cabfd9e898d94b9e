import { DateField, type DateProps } from '../ui/inputs.tsx';
import { readDate, showDate } from './dates.ts';

/** A date as people type it (5/2/2026, 05-02-2026, 5.2.26); the value is 'YYYY-MM-DD', or what was typed. */
export function DateInput(p: Omit<DateProps, 'read' | 'show'>) {
  return (
    <DateField
      {...p}
      read={(text) => {
        const read = readDate(text);
        return 'iso' in read ? read.iso : null;
      }}
      show={showDate}
    />
  );
}
