export { appointOfficial } from './acts/appoint-official.ts';
export { delegateDuties } from './acts/delegate-duties.ts';
export { endDelegation } from './acts/end-delegation.ts';
export { officialsAt } from './delegation-store.ts';
export { hashPassword } from './password.ts';
export { permissionTable } from './permission-table.ts';
export {
  actsOf,
  inCapacity,
  mayDo,
  PERMISSIONS,
  ROLE_NAMES,
  type Role,
  reachesOf,
  withinReach,
} from './permissions.ts';
export { type Person, type PersonChange, personFrom, readPhone, tidyName } from './person.ts';
export { normaliseDigits, personalIdFault, readPersonalId } from './personal-id.ts';
export { routes } from './routes.ts';
export { actorOfSession, type SignedIn, signIn, signOut } from './session.ts';
export {
  type Appointment,
  appoint,
  countDuties,
  countPersonsIn,
  dutiesAt,
  findPerson,
  getPerson,
  moveDuties,
  moveHomes,
  openCitizenAccount,
  personsIn,
  rolesHeld,
  statePerson,
} from './store.ts';
export { isTaxCode } from './tax-code.ts';
