export * from './agency.ts';
export { loadAddressBook, unitsChanged } from './book-store.ts';
export { levelOneCode, loadAgencies, shippedAgencies } from './load-agencies.ts';
export { loadUnits, shippedChanges, shippedUnits, TWO_TIERS_FROM } from './load-units.ts';
export { type AddressReading, readAddress } from './old-address.ts';
export * from './reorganisation.ts';
export {
  formerNames,
  namesBefore,
  provinceMapOn,
  saveReorganised,
  successorsOn,
  withPredecessors,
} from './reorganisation-store.ts';
export { routes } from './routes.ts';
export {
  type AgencyFilter,
  agencyIdsBelow,
  findAgencies,
  findAgenciesById,
  findAgency,
  findBodies,
  findSuccessors,
  findUnit,
  findUnits,
  saveAgencies,
  type UnitFilter,
} from './store.ts';
export * from './unit.ts';
