// oidc-provider is written for Node 22. On Node 20 it works and says at once that it is unsupported, amid the log; and early
// releases of Node 20 lack the one thing it needs (docs/adr/0015-sign-in.md).
if (typeof URL.parse !== 'function')
  URL.parse = (input, base) => (URL.canParse(input, base?.toString()) ? new URL(input, base) : null);

const warn = console.warn;
console.warn = () => undefined;
export const { Provider, errors, interactionPolicy } = await import('oidc-provider').finally(() => {
  console.warn = warn;
});
