const answered = ['application/json', 'application/graphql-response+json'] as const;

/**
 * What of the forms that an answer of GraphQL can have an Accept header wants most (RFC 9110, 12.5.1). It must be known before an
 * operation runs: an act that is done must not be answered as if it were refused.
 * @returns null where it takes none of them
 */
export function wantedForm(accept: string | undefined): (typeof answered)[number] | null {
  if (accept === undefined || accept === answered[0] || accept.trim() === '') return answered[0];
  const ranges = accept.split(',').map(rangeOf);
  let best: { readonly form: (typeof answered)[number]; readonly weight: number } | null = null;
  for (const form of answered) {
    const [kind = ''] = form.split('/');
    // The most exact range that fits counts.
    const fitting = [form, `${kind}/*`, '*/*'].flatMap((type) =>
      ranges.filter((range) => range.type === type),
    );
    const weight = fitting[0]?.weight ?? 0;
    if (weight > (best?.weight ?? 0)) best = { form, weight };
  }
  return best?.form ?? null;
}

function rangeOf(text: string): { readonly type: string; readonly weight: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return { type, weight: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality) : 0 };
}
