import { irregular } from './irregular.ts';
import { isObject, isTreacherous, type JsonObject } from './json.ts';

/** Finds the objects at a path of a query plan, in order, without those that are null. */
export function objectsAt(path: readonly (string | number)[]): (data: JsonObject) => JsonObject[] {
  const steps = path.map((step) =>
    typeof step === 'string' && !isTreacherous(step) ? step : irregular('not covered'),
  );

  function find(value: unknown, depth: number, found: JsonObject[]): void {
    if (value === undefined || value === null) return;
    const step = steps[depth];
    if (step === undefined) {
      if (Array.isArray(value)) for (const item of value) keep(item, found);
      else keep(value, found);
    } else if (step === '@') {
      if (!Array.isArray(value)) irregular('unexpected answer');
      for (const item of value) find(item, depth + 1, found);
    } else if (isObject(value)) find(value[step], depth + 1, found);
    else irregular('unexpected answer');
  }

  return (data) => {
    const found: JsonObject[] = [];
    find(data, 0, found);
    return found;
  };
}

function keep(item: unknown, found: JsonObject[]): void {
  if (item === undefined || item === null) return;
  found.push(isObject(item) ? item : irregular('unexpected answer'));
}
