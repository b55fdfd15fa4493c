import type { DocumentNode } from 'graphql';

/** Characters of all remembered texts together. A document takes some fifty times its text: this is about 30 MB. */
const mostCharacters = 500_000;

/**
 * Parsed and validated documents, by the digest of their text: whoever asks the same again is not read again. Apollo Server's own
 * store measures documents by their JSON and grows to several hundred megabytes, which anybody with ever new questions fills.
 */
export class RememberedDocuments {
  // In the order of their last use.
  readonly #documents = new Map<string, DocumentNode>();
  #characters = 0;

  get characters(): number {
    return this.#characters;
  }

  async get(digest: string): Promise<DocumentNode | undefined> {
    const document = this.#documents.get(digest);
    if (document) {
      this.#documents.delete(digest);
      this.#documents.set(digest, document);
    }
    return document;
  }

  async set(digest: string, document: DocumentNode): Promise<void> {
    await this.delete(digest);
    if (lengthOf(document) > mostCharacters) return;
    this.#documents.set(digest, document);
    this.#characters += lengthOf(document);
    for (const [oldest] of this.#documents) {
      if (this.#characters <= mostCharacters) return;
      await this.delete(oldest);
    }
  }

  async delete(digest: string): Promise<boolean> {
    const document = this.#documents.get(digest);
    if (document) this.#characters -= lengthOf(document);
    return this.#documents.delete(digest);
  }
}

/** One without its text is not to be kept: nobody knows how large it is. */
const lengthOf = ({ loc }: DocumentNode): number => loc?.source.body.length ?? Number.POSITIVE_INFINITY;
