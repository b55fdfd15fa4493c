/** How a pool connects: what pg takes. */
export interface PostgresConnection {
  readonly connectionString: string;
  readonly application_name: string;
  /** Settings of the session, as the server's command line takes them. */
  readonly options: string;
}

/** Each statement sees what was committed before it, whatever the database's usual isolation is: a writer what the one before wrote. */
const readCommitted = '-c default_transaction_isolation=read\\ committed';

/**
 * A connection of one schema, by the operator's URL. Settings of the session in the URL (`?options=…`) are kept beside ours; pg
 * would take them in their place. The name of the application is ours: a restore knows running servers by it.
 */
export function connectionOf(url: string, schema: string, applicationName: string): PostgresConnection {
  const [base = '', query = ''] = url.split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const given = parameters.get('options');
  for (const ours of ['options', 'application_name', 'fallback_application_name']) parameters.delete(ours);
  const rest = parameters.toString();
  return {
    connectionString: rest === '' ? base : `${base}?${rest}`,
    application_name: applicationName,
    options: [...(given ? [given] : []), `-c search_path=${schema}`, readCommitted].join(' '),
  };
}
