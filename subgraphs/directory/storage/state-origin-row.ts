import { Entity, PrimaryColumn } from 'typeorm';

/**
 * Where what is listed of a state comes from: an origin as matching knows it (`originOf`), or DIRECT. Every origin there is stands
 * here; one that ended may stand here until the state is next looked at whole.
 */
@Entity('state_origin')
export class StateOriginRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @PrimaryColumn('varchar')
  origin!: string;
}
