// The face of a regional directory's adapter.
export { type AdapterOptions, openAdapter } from './adapter.ts';
export { adapterSchema } from './subgraph.ts';
