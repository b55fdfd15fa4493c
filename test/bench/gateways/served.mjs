/** A measured server tells where it listens. */
export const served = (port) => process.send({ port });
