import type {
  DataSource,
  EntityManager,
  EntityMetadata,
  FindOptionsOrder,
  FindOptionsWhere,
  ObjectLiteral,
} from 'typeorm';

/** Which rows, by values that stand in it as they are: columns that are sealed or keyed cannot be asked by here. */
export interface PreparedQuestion<E> {
  readonly where: FindOptionsWhere<E> | FindOptionsWhere<E>[];
  readonly order?: FindOptionsOrder<E>;
}

type Find<E> = (manager: EntityManager, values: readonly string[]) => Promise<E[]>;

/** Kinds of one question by how many values it has; those of most states are seldom asked together with few others. */
const mostKinds = 400;

/**
 * The same as `find`, for what is asked with each request: TypeORM writes the statement once for a number of values, which costs more
 * than asking it.
 * @param question is given marks in place of values, and must ask by each of them
 */
export function preparedFind<E extends ObjectLiteral>(
  entity: new () => E,
  question: (values: string[]) => PreparedQuestion<E>,
): Find<E> {
  const prepared = new WeakMap<DataSource, Map<number, Find<E>>>();
  return (manager, values) => {
    const { connection } = manager;
    let kinds = prepared.get(connection);
    if (!kinds || kinds.size >= mostKinds) {
      kinds = new Map();
      prepared.set(connection, kinds);
    }
    let find = kinds.get(values.length);
    if (!find) {
      find = prepare(connection, entity, question, values.length);
      kinds.set(values.length, find);
    }
    return find(manager, values);
  };
}

function prepare<E extends ObjectLiteral>(
  source: DataSource,
  entity: new () => E,
  question: (values: string[]) => PreparedQuestion<E>,
  count: number,
): Find<E> {
  const marks = Array.from({ length: count }, (_, index) => `mark ${index}`);
  const { where, order = {} } = question(marks);
  const { columns } = source.getMetadata(entity);
  const builder = source.createQueryBuilder(entity, 'found').where(where);
  builder.select([]);
  for (const { propertyPath, databaseName } of columns)
    builder.addSelect(`found.${propertyPath}`, databaseName);
  for (const [property, direction] of Object.entries(order))
    builder.addOrderBy(`found.${property}`, direction === 'DESC' ? 'DESC' : 'ASC');
  const [statement, parameters]: [string, unknown[]] = builder.getQueryAndParameters();
  const slots = parameters.map((parameter) =>
    typeof parameter === 'string' ? marks.indexOf(parameter) : -1,
  );
  if (marks.some((_, index) => !slots.includes(index)))
    throw new Error(`A prepared question about ${entity.name} does not ask by every value.`);

  return async (manager, values) => {
    const given = parameters.map((fixed, index) => values[slots[index] ?? -1] ?? fixed);
    const rows: unknown = await manager.query(statement, given);
    if (!Array.isArray(rows)) throw new Error(`The database gave no rows of ${entity.name}.`);
    return rows.map((row) => hydrated(source, entity, columns, row));
  };
}

function hydrated<E extends ObjectLiteral>(
  { driver }: DataSource,
  entity: new () => E,
  columns: EntityMetadata['columns'],
  row: Readonly<Record<string, unknown>>,
): E {
  const made = new entity();
  for (const column of columns)
    column.setEntityValue(made, driver.prepareHydratedValue(row[column.databaseName], column));
  return made;
}
