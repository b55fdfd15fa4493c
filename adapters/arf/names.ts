import { isPlaceholder, lines } from './cells.ts';

// Styles and ranks that stand before a name. Those that are also a family or given name (He, Eng, Gen, Hon) count only
// with their full stop.
const alone =
  'mr|mrs|ms|miss|mdm|sra|mme|mlle|madam|madame|dr|prof|professor|amb|ambassador|col|colonel|lt|lieutenant|maj|major|capt|captain|cdr|cmdr|commander|cmdre|commodore|brig|brigadier|general|adm|admiral|sgt|sergeant|insp|inspector|supt|superintendent|engr|atty|rear admiral|vice admiral';
const dotted = 'gen|hon|eng|ir|pol|police|sr|jr|m|sqn|wg|gp|flt|rear|vice';
const honorific = new RegExp(
  `^(?:(?:the\\s+)?(?:right\\s+|rt\\.?\\s*)?hon(?:ourable|\\.)|his excellency|her excellency|h\\.\\s*e\\.?|he(?=\\s+(?:mr|ms|mrs|dr|amb|prof|gen)\\b)|(?:${alone})(?:\\.|(?=[\\s/(,])|$)|(?:${dotted})\\.)(?:\\s*\\([^()]*\\))?[\\s,/]*`,
  'i',
);

/**
 * A name without its honorifics (`H.E.`, `Dr.`, `Lt. Col.`, and `(Ms.)` behind it), otherwise as written: family names in
 * capitals too, since which letters would be small again cannot be known (`McDONALD`).
 */
export function withoutHonorifics(name: string): string {
  let rest = name.trim().replace(/[\s,]*\((?:mr|mrs|ms|miss|mdm|dr|prof)s?\.?\)$/i, '');
  for (let next = rest.replace(honorific, ''); next !== rest; next = rest.replace(honorific, '')) rest = next;
  return rest.trim();
}

/** The person or persons of a name cell. Several are divided by ` / `; a name broken over two lines is one again. */
export function personName(text: string | null): string | null {
  const persons: string[] = [];
  for (const line of lines(text ?? '')) {
    const hasHonorific = honorific.test(line);
    for (const [index, part] of line.split(/;|\s\/\s/).entries()) {
      const name = withoutHonorifics(part);
      if (isPlaceholder(name)) continue;
      const before = persons.at(-1);
      const broken =
        index === 0 && !hasHonorific && before !== undefined && (!/\s/.test(before) || !/\s/.test(name));
      if (broken) persons[persons.length - 1] = `${before} ${name}`;
      else persons.push(name);
    }
  }
  return persons.length > 0 ? persons.join(' / ') : null;
}
