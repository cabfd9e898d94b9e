import { Type } from 'typebox';
import { view } from '../../kernel/route.ts';
import { addDays, legalDay } from '../calendar/index.ts';
import { placeOfOfficial } from './acts/delegate-duties.ts';
import { authorityOf, delegableActs } from './delegation.ts';
import { delegationsAround, officialsOfBodies } from './delegation-store.ts';
import { ACT_TITLES } from './permission-table.ts';
import { ROLE_NAMES, type Role, reachesOf, withinReach } from './permissions.ts';

const Named = Type.Object({ id: Type.String(), name: Type.String(), title: Type.String() });

export const listDelegations = view({
  name: 'people.list-delegations',
  summary: 'Who acts for whom, as far as it is one’s own or one’s people’s; and who may be named.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        absent: Named,
        deputy: Named,
        from: Type.String(),
        until: Type.String(),
        acts: Type.Union([Type.Array(Type.String()), Type.Null()]),
        authority: Type.String(),
        reason: Type.String(),
        running: Type.Boolean(),
        mayEnd: Type.Boolean(),
      }),
    ),
    /** For whom a deputy may be named here, with who may be it and which acts may be named. */
    absentees: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        title: Type.String(),
        roleName: Type.String(),
        specialist: Type.Boolean(),
        deputies: Type.Array(Named),
        acts: Type.Array(Type.Object({ act: Type.String(), title: Type.String() })),
      }),
    ),
  }),
  async run(tx, actor, _input, at) {
    if (actor.kind !== 'official') return { items: [], absentees: [] };
    const today = legalDay(at);
    const bodies = [...new Set(actor.duties.flatMap((duty) => (duty.delegated ? [] : [duty.bodyId])))];
    const officials = await officialsOfBodies(tx, bodies, today);
    const reaches = reachesOf(actor, 'people.delegate-duties');
    const mine = officials.filter((one) => withinReach(actor, reaches, placeOfOfficial(one)));
    const known = new Map(officials.map(({ id, name, title }) => [id, { id, name, title }]));
    const around = await delegationsAround(tx, [...mine.map((one) => one.id), actor.id], today);
    return {
      items: around.flatMap((one) => {
        const absent = known.get(one.fromOfficialId);
        const deputy = known.get(one.toOfficialId);
        if (absent === undefined || deputy === undefined) return [];
        return [
          {
            id: one.id,
            absent,
            deputy,
            from: one.from,
            until: addDays(one.to, -1),
            acts: one.acts?.map((act) => ACT_TITLES[act] ?? act) ?? null,
            authority: one.authority,
            reason: one.reason,
            running: one.from <= today,
            mayEnd: mine.some((official) => official.id === one.fromOfficialId),
          },
        ];
      }),
      absentees: mine.map((absent) => ({
        id: absent.id,
        name: absent.name,
        title: absent.title,
        roleName: [...new Set(absent.duties.map((duty) => ROLE_NAMES[duty.role as Role] ?? duty.role))].join(
          ', ',
        ),
        specialist: absent.duties.some((duty) => duty.role === 'specialist'),
        deputies: officials
          .filter((one) => one.id !== absent.id && authorityOf(absent.duties, one.duties) !== null)
          .map(({ id, name, title }) => ({ id, name, title })),
        acts: delegableActs(absent.duties.map((duty) => duty.role)).map((act) => ({
          act,
          title: ACT_TITLES[act] ?? act,
        })),
      })),
    };
  },
});
