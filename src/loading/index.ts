export { type DemoAccount, demoAccounts } from './demo/demo-accounts.ts';
export { demoIsDue, demoState, type LoadDemo, type LoadedDemo, loadDemo } from './demo/load-demo.ts';
export { DEMO_PASSWORD } from './demo/officials.ts';
export { type RemovedDemo, removeDemo } from './demo/remove-demo.ts';
export { type LoadedProvince, loadProvince } from './load-province.ts';
export { type Simulate, type Simulated, simulate } from './simulate/simulate.ts';
