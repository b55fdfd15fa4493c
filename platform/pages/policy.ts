/** What a page with forms may load and do: its own styles, and sending forms to where it came from. No other page may hold it in a frame. */
export const formPagePolicy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
