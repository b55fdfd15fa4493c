/** One address and nothing beside it, that a mail server is told as it stands: no name, no list, no quotes, no line break. */
const oneAddress = /^[^\s@<>"(),:;\\[\]\p{Cc}]+@[^\s@<>"(),:;\\\p{Cc}]+$/u;

export const isOneAddress = (text: string): boolean => oneAddress.test(text);
