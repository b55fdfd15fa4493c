import type { DataSource, EntityMetadata, ValueTransformer } from 'typeorm';
import type { z } from 'zod';
import { type ColumnCipher, columnCipher, isIndexDigest, type KeyRing, markLength } from './key-ring.ts';

// How a storage row marks what is encrypted at rest. The keys come with the opened database, which binds the columns to them.

/** A column whose text is sealed. It cannot be searched by; give it a `keyedIndex` beside it for that. */
export function sealedText(): ValueTransformer {
  return new SealedColumn({ write: String, read: (text) => text });
}

/** A text column that holds JSON, sealed: what comes out of storage is checked before it is believed. */
export function sealedJson(shape: z.ZodType): ValueTransformer {
  return new SealedColumn({ write: JSON.stringify, read: (text) => shape.parse(JSON.parse(text)) });
}

/**
 * A column to find rows by the value of a sealed one: a keyed digest, which nobody without the key can guess values against.
 * Write the clear value into it, the same as into `property`; look it up by `database.sealing.by`. It reads as the digest.
 * @param property the sealed property it is the index of
 * @param normalise makes equal what should be found as equal, e.g. lower case
 */
export function keyedIndex(property: string, normalise: (value: string) => string): ValueTransformer {
  return new KeyedIndexColumn(property, normalise);
}

/**
 * A column of words to find rows of another table by, where what they are words of is sealed: each a keyed digest, cut short.
 * Look them up by `database.sealing.tokens`. They cannot be made anew from themselves: whoever keeps them makes them again
 * from what they are words of when the key changes.
 */
export function keyedToken(): ValueTransformer {
  return new KeyedTokenColumn();
}

const unbound = (): never => {
  throw new Error('A sealed column is read and written through openDatabase alone.');
};

class SealedColumn implements ValueTransformer {
  readonly to = unbound;
  readonly from = unbound;
  readonly #form: { write(value: unknown): string; read(text: string): unknown };

  constructor(form: { write(value: unknown): string; read(text: string): unknown }) {
    this.#form = form;
  }

  bound({ seal, open }: ColumnCipher): ValueTransformer {
    const { write, read } = this.#form;
    return {
      to: (value: unknown) => (value === null || value === undefined ? value : seal(write(value))),
      from: (sealed: unknown) =>
        sealed === null || sealed === undefined ? sealed : read(open(String(sealed))),
    };
  }
}

class KeyedIndexColumn implements ValueTransformer {
  readonly to = unbound;
  readonly from = unbound;
  readonly property: string;
  readonly normalise: (value: string) => string;

  constructor(property: string, normalise: (value: string) => string) {
    this.property = property;
    this.normalise = normalise;
  }

  bound({ digest }: ColumnCipher): ValueTransformer {
    return {
      to: (value: unknown) => {
        if (typeof value !== 'string') return value;
        // A row that was read and is saved again holds its digest already.
        return isIndexDigest(value) ? value : digest(this.normalise(value));
      },
      from: (digested: unknown) => digested,
    };
  }
}

const tokenLength = 16;

/** 96 bits of a digest, without the mark of its key. */
const cutShort = (digest: string): string => digest.slice(markLength, markLength + tokenLength);

/** The token of a text under each key, the current one first. */
export const tokensUnder = ({ digest, digests }: ColumnCipher, text: string): string[] => [
  ...new Set([digest(text), ...digests(text)].map(cutShort)),
];

class KeyedTokenColumn implements ValueTransformer {
  readonly to = unbound;
  readonly from = unbound;

  bound({ digest }: ColumnCipher): ValueTransformer {
    return {
      to: (value: unknown) => (typeof value === 'string' ? cutShort(digest(value)) : value),
      from: (token: unknown) => token,
    };
  }
}

type ColumnMetadata = EntityMetadata['columns'][number];

/** Whether a column is sealed, or is a keyed index of one. */
export const isProtected = (transformer: unknown): boolean =>
  transformer instanceof SealedColumn ||
  transformer instanceof KeyedIndexColumn ||
  transformer instanceof KeyedTokenColumn;

/** A column of an opened database that is bound to its keys. */
export interface BoundColumn {
  readonly column: ColumnMetadata;
  /** `part.table.column` */
  readonly place: string;
  readonly cipher: ColumnCipher;
  /** Its values are `keyedToken`s: they stand under no key that has to be kept. */
  readonly isToken: boolean;
  /** Null for a sealed column; of a keyed index, the sealed column it is made from, and how. */
  readonly index: { readonly of: ColumnMetadata; readonly normalise: (value: string) => string } | null;
}

/** Binds the sealed columns of an initialised data source to the keys. To be called before it reads or writes a row. */
export function bindSealedColumns(source: DataSource, part: string, keys: KeyRing): BoundColumn[] {
  return source.entityMetadatas.flatMap(({ tableName, columns }) =>
    columns.flatMap((column): BoundColumn[] => {
      const { transformer, databaseName } = column;
      const isToken = transformer instanceof KeyedTokenColumn;
      if (!(isToken || transformer instanceof SealedColumn || transformer instanceof KeyedIndexColumn))
        return [];
      const place = `${part}.${tableName}.${databaseName}`;
      const cipher = columnCipher(keys, place);
      column.transformer = transformer.bound(cipher);
      if (!(transformer instanceof KeyedIndexColumn))
        return [{ column, place, cipher, isToken, index: null }];
      const { property, normalise } = transformer;
      const of = columns.find(({ propertyName }) => propertyName === property);
      if (!of)
        throw new Error(`${tableName}.${databaseName} is the index of ${property}, which is no column.`);
      return [{ column, place, cipher, isToken, index: { of, normalise } }];
    }),
  );
}
