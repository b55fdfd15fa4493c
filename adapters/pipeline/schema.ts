// The face of a regional directory's adapter.
export { type AdapterOptions, openAdapter } from './adapter.ts';
export { defaultGuard, type GuardLimits } from './guard.ts';
export { adapterStorage } from './storage/tables.ts';
export { adapterSchema } from './subgraph.ts';
