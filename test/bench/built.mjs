/** A module of the built product. @param {string} path in dist */
export const built = (path) => import(new URL(`../../dist/${path}`, import.meta.url));
