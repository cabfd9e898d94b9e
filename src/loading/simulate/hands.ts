import type { Actor } from '../../kernel/actor.ts';
import { seatOf } from '../demo/act-out.ts';
import type { SimulatedLife } from './plan.ts';
import type { World } from './world.ts';

export const REASON = {
  withdrawn: 'Người nộp không còn nhu cầu giải quyết thủ tục này.',
  refused: 'Qua xác minh, thông tin kê khai không khớp với sổ gốc; không đủ điều kiện giải quyết.',
} as const;

/** Who does a step: the one it is assigned to, else whoever's turn it is among those with the role there. */
export function actorOf(
  world: World,
  agencyId: string,
  role: string,
  officialId: string | null,
  number: number,
): Actor & { kind: 'official' } {
  const there = world.cast.officials.get(seatOf(agencyId, role)) ?? [];
  const found = there.find((one) => one.id === officialId) ?? there[number % there.length];
  if (found === undefined) throw new Error(`nobody sits as ${role} at ${agencyId}`);
  return found;
}

export const returnBy = ({ channel }: Pick<SimulatedLife, 'channel'>) => channel;
