/** Planning came to a question that only the whole of a state answers. */
export class WholeStateNeeded extends Error {
  readonly iso3: string;

  constructor(iso3: string) {
    super(`All that is listed of ${iso3} is needed.`);
    this.name = 'WholeStateNeeded';
    this.iso3 = iso3;
  }
}
