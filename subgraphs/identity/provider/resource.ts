/** The one thing tokens are for: the GraphQL API (RFC 8707 names it by a URI). */
export const apiResource = 'urn:crosspoint:api';
export const apiScope = 'directory';
export const accessTokenSeconds = 10 * 60;

/** A session ends when nobody has used it for so long, and at the latest after so long. */
export const sessionIdleSeconds = 60 * 60;
export const sessionLongestSeconds = 12 * 60 * 60;
