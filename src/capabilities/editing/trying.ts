import { addWorkingMinutes, type Term, type WorkingCalendar } from '../calendar/index.ts';
import { sharesOf } from '../dossiers/index.ts';
import {
  type Process,
  type ProcessCircumstance,
  type Step,
  waysOpen,
  wayThrough,
} from '../procedures/index.ts';

/** One step of an example: it comes when the one before has used its whole share. */
export interface TriedStep {
  step: Step;
  startsAt: Date;
  /** When its share ends; its start for a step that takes none. */
  dueAt: Date;
  /** Working minutes. */
  minutes: number;
  /** The way that led on from here, where there was more than one. */
  tookWay: Step['next'][number] | null;
  parts: { name: string; dueAt: Date }[];
}

/** The way of an example dossier and when each step would be due, by the calendar of the place. */
export function tryProcess(
  process: Process,
  calendar: WorkingCalendar,
  term: Term,
  receivedAt: Date,
  of: ProcessCircumstance,
): TriedStep[] {
  const shares = sharesOf(process, calendar, term, receivedAt, of);
  const way = wayThrough(process, of);
  // Every step is reckoned from the receipt, so that no rounding between two of them is counted twice.
  let used = 0;
  return way.map((step, place) => {
    const minutes = shares.get(step.key) ?? 0;
    const startsAt = used === 0 ? receivedAt : addWorkingMinutes(calendar, receivedAt, used);
    const whole = step.share > 0 ? minutes / step.share : 0;
    const parts = (step.parts ?? []).map((part) => ({
      name: part.name,
      dueAt: addWorkingMinutes(calendar, receivedAt, used + Math.floor(whole * part.share)),
    }));
    used += minutes;
    const next = way[place + 1];
    const decided = way.slice(0, place + 1).some((one) => one.act === 'approve');
    const open = waysOpen(step, { ...of, outcome: decided ? (of.outcome ?? 'approved') : null });
    const tookWay = step.next.length > 1 ? (open.find((one) => one.to === next?.key) ?? null) : null;
    const dueAt = used === 0 ? receivedAt : addWorkingMinutes(calendar, receivedAt, used);
    return { step, startsAt, dueAt, minutes, tookWay, parts };
  });
}
