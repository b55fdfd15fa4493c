import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

// The parts of RFC 9553 that the product writes, as a JSON Schema of their own; names of the product's own have a domain before a
// colon (§1.8.1), and nothing else may stand in a Card.

const own = { '^[a-z0-9.-]+\\.[a-z]+:[A-Za-z0-9]+$': {} };
const id = { pattern: '^[A-Za-z0-9_-]{1,255}$' };
const mapOf = (item: object) => ({
  type: 'object',
  minProperties: 1,
  propertyNames: id,
  additionalProperties: item,
});
const typed = (type: string, properties: object, required: readonly string[]) => ({
  type: 'object',
  required,
  properties: { '@type': { const: type }, ...properties },
  patternProperties: own,
  additionalProperties: false,
});
const text = { type: 'string' };
const pref = { type: 'integer', minimum: 1, maximum: 100 };
const contexts = {
  type: 'object',
  additionalProperties: { const: true },
  propertyNames: { enum: ['private', 'work'] },
};
const uri = { type: 'string', format: 'uri' };
const resource = { uri, kind: text, mediaType: text, contexts, pref, label: text };

const card = typed(
  'Card',
  {
    version: { const: '1.0' },
    uid: text,
    kind: { enum: ['individual', 'group', 'org', 'location', 'device', 'application'] },
    prodId: text,
    language: text,
    // UTCDateTime (§1.4.4).
    updated: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d*[1-9])?Z$' },
    name: typed('Name', { full: text }, ['full']),
    organizations: mapOf(typed('Organization', { name: text, contexts }, ['name'])),
    titles: mapOf(
      typed('Title', { name: text, kind: { enum: ['title', 'role'] }, organizationId: text }, ['name']),
    ),
    emails: mapOf(typed('EmailAddress', { address: text, contexts, pref, label: text }, ['address'])),
    phones: mapOf(
      typed(
        'Phone',
        {
          number: text,
          features: {
            type: 'object',
            additionalProperties: { const: true },
            propertyNames: {
              enum: ['mobile', 'voice', 'text', 'video', 'main-number', 'textphone', 'fax', 'pager'],
            },
          },
          contexts,
          pref,
          label: text,
        },
        ['number'],
      ),
    ),
    preferredLanguages: mapOf(typed('LanguagePref', { language: text, contexts, pref }, ['language'])),
    links: mapOf(typed('Link', resource, ['uri'])),
    cryptoKeys: mapOf(typed('CryptoKey', resource, ['uri'])),
    addresses: mapOf(
      typed(
        'Address',
        {
          full: text,
          countryCode: { type: 'string', pattern: '^[A-Z]{2}$' },
          timeZone: text,
          contexts,
          pref,
        },
        [],
      ),
    ),
    keywords: { type: 'object', minProperties: 1, additionalProperties: { const: true } },
    localizations: {
      type: 'object',
      minProperties: 1,
      propertyNames: { pattern: '^[a-z]{2,3}(-[A-Za-z0-9]+)*$' },
      additionalProperties: { type: 'object', propertyNames: { pattern: '^[^/].*$' } },
    },
  },
  ['@type', 'version', 'uid'],
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const isValid = ajv.compile(card);

/** What of a Card is not as RFC 9553 has it; and what its localizations patch that is not there. */
export function jscontactProblems(given: unknown): string[] {
  if (!isValid(given))
    return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return [];
}
